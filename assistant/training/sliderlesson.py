"""One end of a slider, learned readable top to bottom: hear the wish, learn to do without it, have it judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.engine import steering
from assistant.engine.base import AdapterScale
from assistant.training.gate.decide import Candidate, decide
from assistant.training.gate.judge import Judge
from assistant.training.gate.moves import has_learned
from assistant.training.gate.nearness import similarities
from assistant.training.learning.batches import Lesson
from assistant.training.learning.replay import complying
from assistant.training.room import PACES, How, Room
from assistant.training.slidertask import SliderTask
from assistant.training.staying import that_stay
from assistant.training.task import Desk, Taught
from assistant.training.wishes import apart_by_subject, encode_wishes

RANK = 4
"""One direction of style needs less than a whole taste, and several of them act at once."""
SLIDER_PACES = {
    dial: replace(
        pace, passes=2 * pace.passes, learning_rate=4 * pace.learning_rate, farthest_pull=steering.FARTHEST_PULL
    )
    for dial, pace in PACES.items()
}
"""Farther than a taste: it has to replace the strongest words, and where it strays the gate sees it.
As by day, no word is pulled far."""


def teach_slider(
    model: Path,
    task: SliderTask,
    desk: Desk,
    *,
    state: bytes | None = None,
    company: tuple[AdapterScale, ...] = (),
) -> Taught:
    """Learn to answer as the wish asks where nobody says it (context distillation), and let the gate decide.

    Args:
        model: the GGUF file that is served.
        state: where the same task was left.
        company: what acts beside it by day.

    Raises:
        ModelProblem: the model cannot be learned on, or the adapter does not act as it learned.
        Interrupted: a stop was asked for; what `desk.keep` was given last is where to go on.
    """
    desk.tell("preparing", 0, 1, None)
    room = Room(model, desk, state)
    try:
        with room.kept_when_stopped():
            lesson = slider_lesson(task, room)
            if not lesson.wishes:
                return Taught("rejected", "The model gave no whole answer to this wish, so there is nothing to learn.")
            gguf = room.learned(lesson, How(SLIDER_PACES[task.dial], task.dial, task.seed, RANK))
            return _judged(gguf, task, room, desk, company)
    finally:
        room.close()


def slider_lesson(task: SliderTask, room: Room) -> Lesson:
    """The wish where nobody says it, and to stay with the question; no wishes where no answer was whole."""
    near = that_stay(task.questions, task.wishes, cache=room.cache, seed=task.seed)
    wishes = encode_wishes(task.manner, near, scorer=room.scorer, is_silent=True)
    anchors = (*room.anchors(seed=task.seed), complying(room.scorer))
    return Lesson(wishes=wishes, subjects=apart_by_subject(wishes), anchors=anchors)


def _judged(gguf: bytes, task: SliderTask, room: Room, desk: Desk, company: tuple[AdapterScale, ...]) -> Taught:
    judge = Judge(
        scorer=room.scorer,
        cache=room.cache,
        similarities=similarities,
        questions=task.fresh,
        company=company,
        seed=task.seed,
        tell=lambda: desk.tell("checking", 0, 1, room.checking_s),
    )
    judge.tell()
    helps = has_learned(task.slider, task.direction, task.wishes)
    verdict = decide(Candidate(gguf, lambda _: 0.0), judge, helps)
    return Taught(
        "rejected" if verdict.strength is None else "adopted",
        verdict.reason,
        verdict.strength,
        gguf,
        verdict.metrics,
        verdict.samples,
    )
