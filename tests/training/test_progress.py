"""A night that was stopped gives no answer twice, and ends as one that was not stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.catalogue import Model
from assistant.engine.llama import LlamaSpeaker
from assistant.training import progress
from assistant.training.answers import Answer, answer_all
from assistant.training.learning.replay import complying
from assistant.training.pause import Interrupted, Pause
from assistant.training.progress import AnswerCache, Progress
from assistant.training.questions import FRESH
from assistant.training.room import Room
from assistant.training.sliderlesson import slider_lesson
from assistant.training.slidertask import SliderTask
from assistant.training.task import Desk
from assistant.training.wishes import Manner
from tests.engine.tiny_adapter import lora_gguf

QUESTIONS = FRESH[:3]
SHORT = ("Answer in one short sentence.",)


@pytest.fixture(scope="module")
def speaker(embedded: Model) -> Iterator[LlamaSpeaker]:
    made = LlamaSpeaker(path=embedded.path, context_tokens=1024, threads=2)
    yield made
    made.close()


def test_progress_is_read_as_it_was_written() -> None:
    answers = {"a": Answer("Why?", "Because\nof it.", "stop"), "b": Answer("And?", "", "length")}
    for learning in (None, b"PK\x03\n\n\x00"):
        progress = Progress(answers, learning)
        assert Progress.from_bytes(progress.to_bytes()) == progress


@pytest.mark.model
def test_what_was_answered_before_a_stop_is_not_asked_again(
    speaker: LlamaSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "MOST", 2)
    whole = answer_all(speaker, QUESTIONS, wishes=SHORT, seed=3)
    pause = Pause()
    first = AnswerCache(speaker, check=pause.check, keep=pause.ask)
    with pytest.raises(Interrupted):
        first.answers(QUESTIONS, wishes=SHORT, seed=3)
    assert list(first.given.values()) == whole[:2]
    asked: list[int] = []
    second = AnswerCache(speaker, first.given, keep=lambda: asked.append(1))
    assert second.answers(QUESTIONS, wishes=SHORT, seed=3) == whole
    assert len(asked) == 1


@pytest.mark.model
def test_another_wish_seed_or_adapter_is_another_question(speaker: LlamaSpeaker) -> None:
    asked: list[int] = []
    cache = AnswerCache(speaker, keep=lambda: asked.append(1))
    gguf = lora_gguf(layers=2, hidden=576, rows=1536, seed=1)
    ways = (
        {},
        {"wishes": SHORT},
        {"wishes": SHORT, "seed": 1},
        {"wishes": SHORT, "adapters": (AdapterScale("night", gguf, 0.5),)},
        {"wishes": SHORT, "adapters": (AdapterScale("night", gguf, 0.25),)},
    )
    for how in (*ways, *ways):
        cache.answers(QUESTIONS[:1], **how)  # type: ignore[arg-type]
    assert len(asked) == len(ways)


@pytest.mark.model
@pytest.mark.night
def test_a_room_goes_on_where_it_was_stopped(embedded: Model) -> None:
    states: list[bytes] = []
    pause = Pause()
    room = Room(embedded.path, Desk(pause=pause, keep=states.append))
    try:
        with pytest.raises(Interrupted), room.kept_when_stopped():
            found = room.wishes(Manner(SHORT), QUESTIONS, seed=1)
            pause.ask()
            room.anchors(seed=1)
    finally:
        room.close()
    left = Progress.from_bytes(states[-1])
    assert len(left.answers) == len(QUESTIONS)
    assert left.learning is None
    # whatever is asked now is stopped at its first word
    room = Room(embedded.path, Desk(pause=pause, given={"other": Answer("Why?", "So.", "stop")}), states[-1])
    try:
        assert room.cache.given["other"].text == "So."
        assert room.wishes(Manner(SHORT), QUESTIONS, seed=1) == found
    finally:
        room.close()


@pytest.mark.model
@pytest.mark.night
def test_a_night_is_held_on_what_the_model_says_when_asked(embedded: Model) -> None:
    room = Room(embedded.path, Desk())
    try:
        heard = room.cache.answers(QUESTIONS, seed=1)
        given = dict(room.cache.given)
        plain, *_ = room.anchors(QUESTIONS, seed=1)
        assert {tuple(room.scorer.tokenize(answer.text)) for answer in heard} <= {text.tokens for text in plain}
        assert room.cache.given == given, "what it has said already is not asked again"
    finally:
        room.close()


@pytest.mark.model
@pytest.mark.night
def test_a_sliders_lesson_is_said_by_nobody_and_stays_with_the_question(embedded: Model) -> None:
    room = Room(embedded.path, Desk())
    try:
        lesson = slider_lesson(SliderTask("length", -1, questions=QUESTIONS), room)
        assert len(lesson.wishes) == len(lesson.subjects) == len(QUESTIONS)
        assert all(wish.is_silent for wish in lesson.wishes)
        own = {wish.plain for wish in lesson.wishes}
        assert {pair.wanted for pair in lesson.subjects} == own
        assert not {pair.unwanted for pair in lesson.subjects} & own, "each the answer to another question"
        assert lesson.anchors == (*room.anchors(seed=0), complying(room.scorer))
    finally:
        room.close()
