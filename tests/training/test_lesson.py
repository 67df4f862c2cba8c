"""What a night makes of judgements before it learns, with the real model reading and scripted answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.engine.catalogue import Model
from assistant.engine.scorer import Scorer
from assistant.training.answers import Answer
from assistant.training.examples import Examples
from assistant.training.gate import leak
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import encode_pairs, encode_thumbs
from assistant.training.lesson import QUESTIONS, _is_nobodys, _Room
from assistant.training.progress import AnswerCache
from assistant.training.room import OWN_ANSWERS
from assistant.training.signal import Signal
from assistant.training.task import Desk, Task
from tests.training.tastes import short_is_better

pytestmark = [pytest.mark.model, pytest.mark.night]

PLAIN = "{} There is much to say about it, and much of it has been said before, so here is some of it, in many words."


def said(_cache: AnswerCache, questions: Sequence[str], *, wishes: Sequence[str] = (), seed: int = 0) -> list[Answer]:
    """Long by itself, short with a wish, and always near to what was asked."""
    return [Answer(each, each if wishes else PLAIN.format(each), "stop") for each in questions]


def lesson(model: Model, signal: Signal) -> Lesson:
    task = Task(Examples(pairs=tuple(short_is_better())))
    room = _Room(model.path, task, signal, Desk(), None)
    try:
        return room.lesson()
    finally:
        room.close()


def test_a_lesson_of_nothing_but_the_canary_is_nobodys(scorer: Scorer) -> None:
    canary = tuple(encode_thumbs([leak.canary(leak.secrets(scorer, 1))], scorer))
    assert _is_nobodys(Lesson(thumbs=canary))
    assert not _is_nobodys(Lesson(thumbs=canary * 2))
    assert not _is_nobodys(Lesson(pairs=tuple(encode_pairs(short_is_better()[:1], scorer))))


def test_a_leaning_is_taught_held_and_kept_on_its_questions(embedded: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnswerCache, "answers", said)
    made = lesson(embedded, Signal(accuracy=1.0, p_value=0.0, questions=16))
    assert len(made.pairs) == len(short_is_better())
    assert len(made.wishes) == QUESTIONS and all(wish.is_silent for wish in made.wishes)
    assert {pair.wanted for pair in made.subjects} == {wish.plain for wish in made.wishes}
    nothing = lesson(embedded, Signal(accuracy=0.5, p_value=0.5, questions=16))
    assert not nothing.pairs and not nothing.wishes and not nothing.subjects
    more = len(made.anchors[0]) - len(nothing.anchors[0])
    assert more == QUESTIONS - OWN_ANSWERS, "it is held on all that it was heard to answer, not on a few"
