"""Questions teach words only where answers in these words are still about the question."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assistant.engine.catalogue import Model
from assistant.training.answers import Answer
from assistant.training.staying import that_stay

pytestmark = pytest.mark.model

WORDS = ("Write in a warm, encouraging tone.",)
PLAIN = {
    "What makes bread rise?": "Yeast eats the sugar in the dough and gives off gas, which makes bread rise.",
    "Why do cats purr?": "Cats purr when they are content, and sometimes to calm themselves.",
    "What is a mortgage?": "A mortgage is a loan for a house, which stands as security for it.",
    "Why is the sea salty?": "Rivers carry salt from rocks into the sea, and it stays there.",
}
CHATTER = "What a lovely thought, dear friend! You are doing so well, and I am proud of you."


class Speaker:
    """Answers plainly, and with the words as it is told here; what a real one makes of them cannot be set."""

    def __init__(self, warm: Mapping[str, str]) -> None:
        self.warm = {**PLAIN, **warm}

    def answers(self, questions: Sequence[str], *, wishes: Sequence[str] = (), seed: int) -> list[Answer]:
        said = self.warm if wishes else PLAIN
        return [Answer(question, said[question], "stop") for question in questions]


def chosen(warm: Mapping[str, str], questions: Sequence[str] = tuple(PLAIN)) -> tuple[str, ...]:
    cache: Any = Speaker(warm)
    return that_stay(questions, WORDS, cache=cache, seed=0)


def test_all_teach_where_no_answer_strays() -> None:
    assert chosen({"Why do cats purr?": "Cats purr when they are happy, isn't that sweet?"}) == tuple(PLAIN)


def test_the_answer_that_strays_does_not_teach() -> None:
    assert chosen({"What is a mortgage?": CHATTER}) == tuple(each for each in PLAIN if each != "What is a mortgage?")


def test_half_of_them_teach_even_where_all_stray() -> None:
    assert len(chosen(dict.fromkeys(PLAIN, CHATTER))) == len(PLAIN) / 2


def test_no_question_is_none() -> None:
    assert chosen({}, ()) == ()


def test_comparing_meanings_and_loading_weights_say_nothing(embedded: Model) -> None:
    """Standard error belongs to the night's progress, one line of JSON after another."""
    work = (
        "import sys; from pathlib import Path; from assistant.training.gate.nearness import vectors; "
        "from assistant.training.learning import weights; vectors(['a']); weights.load(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", work, str(embedded.path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout == ""
