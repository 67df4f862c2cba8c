"""Answers teach words only where they are still about the question."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assistant.engine.catalogue import Model
from assistant.training.answers import Answer
from assistant.training.staying import TIMES, that_stay

pytestmark = pytest.mark.model

WORDS = ("Write in a warm, encouraging tone.",)
PLAIN = {
    "What makes bread rise?": "Yeast eats the sugar in the dough and gives off gas, which makes bread rise.",
    "Why do cats purr?": "Cats purr when they are content, and sometimes to calm themselves.",
    "What is a mortgage?": "A mortgage is a loan for a house, which stands as security for it.",
    "Why is the sea salty?": "Rivers carry salt from rocks into the sea, and it stays there.",
}
MORTGAGE = "What is a mortgage?"
CHATTER = "What a lovely thought, dear friend! You are doing so well, and I am proud of you."


class Speaker:
    """Answers plainly, and with the words as it is told here; what a real one makes of them cannot be set."""

    def __init__(self, *warm: Mapping[str, str], ill: Sequence[str] = ()) -> None:
        self.warm, self.ill = warm, ill
        self.asked: list[tuple[str, int]] = []

    def answers(self, questions: Sequence[str], *, wishes: Sequence[str] = (), seed: int) -> list[Answer]:
        if not wishes:
            return [Answer(question, PLAIN[question], "stop") for question in questions]
        self.asked += [(question, seed) for question in questions]
        warm = [(question, self.warm[min(seed, len(self.warm)) - 1].get(question)) for question in questions]
        return [
            Answer(question, said or PLAIN[question], "length" if said in self.ill else "stop")
            for question, said in warm
        ]


def chosen(speaker: Speaker, questions: Sequence[str] = tuple(PLAIN)) -> dict[str, str]:
    cache: Any = speaker
    return {answer.question: answer.text for answer in that_stay(questions, WORDS, cache=cache, seed=1)}


def test_what_does_not_stray_teaches_and_is_asked_once() -> None:
    happy = {"Why do cats purr?": "Cats purr when they are content, dear, and sometimes to calm themselves."}
    speaker = Speaker(happy)
    assert chosen(speaker) == PLAIN | happy
    assert speaker.asked == [(question, 1) for question in PLAIN]


def test_an_answer_that_strays_does_not_teach() -> None:
    speaker = Speaker({MORTGAGE: CHATTER})
    assert chosen(speaker) == {question: said for question, said in PLAIN.items() if question != MORTGAGE}
    assert speaker.asked[len(PLAIN) :] == [(MORTGAGE, 1 + time) for time in range(1, TIMES)]


def test_the_nearest_of_a_few_teaches() -> None:
    warm = "Lovely question! A mortgage is a loan for a house, dear."
    speaker = Speaker({MORTGAGE: CHATTER}, {MORTGAGE: warm})
    assert chosen(speaker) == {**PLAIN, MORTGAGE: warm}
    assert speaker.asked[len(PLAIN) :] == [(MORTGAGE, 2)], "once it stays it is not asked again"


def test_the_nearest_of_those_that_stray_is_kept_where_the_rest_is_near_enough() -> None:
    loosely = "Houses cost much, dear, so a bank lends you the money."
    found = chosen(Speaker({MORTGAGE: CHATTER}, {MORTGAGE: loosely}, {MORTGAGE: CHATTER}))
    assert found[MORTGAGE] == loosely


def test_an_ill_answer_is_asked_again_however_near_it_is() -> None:
    near = "A mortgage is a loan for a house, a loan for a house, a loan"
    assert chosen(Speaker({MORTGAGE: near}, {}, ill=[near])) == PLAIN


def test_half_of_them_teach_even_where_all_stray() -> None:
    assert len(chosen(Speaker(dict.fromkeys(PLAIN, CHATTER)))) == len(PLAIN) / 2


def test_no_question_is_none() -> None:
    assert chosen(Speaker({}), ()) == {}


def test_comparing_meanings_and_loading_weights_say_nothing(embedded: Model) -> None:
    """Standard error belongs to the night's progress, one line of JSON after another."""
    work = (
        "import sys; from pathlib import Path; from assistant.training.gate.nearness import vectors; "
        "from assistant.training.learning import weights; vectors(['a']); weights.load(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", work, str(embedded.path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout == ""
