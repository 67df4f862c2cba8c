"""One night: what was judged becomes a lesson, the gate decides, and a report says how it went."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from assistant.engine import hardware
from assistant.engine.base import AdapterScale
from assistant.engine.gguf import fingerprint
from assistant.errors import AttuneError
from assistant.preference_bounds import addresses_safety
from assistant.records import NightReport, Outcome
from assistant.settings import settings_from
from assistant.store.nights import Checkpoint, Learned, Lease
from assistant.training import leaning
from assistant.training.examples import examples, is_held_out, masked
from assistant.training.lesson import teach
from assistant.training.liking import is_measured
from assistant.training.needs import needed_bytes, newest_judgement
from assistant.training.pause import Interrupted
from assistant.training.signal import LEAST_QUESTIONS, find_signal
from assistant.training.task import Desk, Task, Taught

if TYPE_CHECKING:
    from assistant.store.store import Store

SPACE = "personal"
MOST_ASKED = 8
"""Of the person's own questions, on which wishes are learned."""
UNEXPECTED = (RuntimeError, OSError, MemoryError, ValueError)


def have_night(
    store: Store,
    model: Path,
    desk: Desk,
    *,
    is_dry_run: bool = False,
    clock: Callable[[], float] = time.time,
) -> NightReport:
    """Learn from everything that was judged, or go on where a night was left, and keep the report.

    Ratings are used up only together with the report that decided on them; a night that is paused, fails or is
    killed leaves them as they were.

    Args:
        model: the GGUF file that is served.
        desk: where to tell how far it is; its `keep` is set here.

    Raises:
        UsageProblem: another night is going on.
    """
    mine = _this_process()
    store.nights.take_lease(mine, is_alive=_is_alive)
    try:
        left = store.nights.checkpoint()
        began = left.began if left else clock()
        task = task_from(store, now=began)
        lesson = _name(task, model)
        if left is not None and left.lesson != lesson:
            # something was judged, moved or deleted since: begun afresh, from all there is now
            store.nights.drop_checkpoint()
            left, began = None, clock()
            task = task_from(store, now=began)
            lesson = _name(task, model)
        report = NightReport(began, left.seconds if left else 0.0, "skipped", "", learned_from=_counts(task))
        refusal = _refusal(task, model)
        if is_dry_run or refusal:
            return replace(report, reason=refusal or _would_learn(task))
        return _night(store, model, task, desk, report, left=left, lesson=lesson)
    finally:
        store.nights.leave(mine)


def task_from(store: Store, *, now: float) -> Task:
    """What there is to learn from: judgements, sliders, preferences of style that always count."""
    ratings, choices = store.ratings.list(), store.choices.list()
    turns = store.chats.around_judgements()
    newest = [turn for turn in reversed(turns) if turn.answer.strip() and not is_held_out(turn.question)][:MOST_ASKED]
    return Task(
        examples=examples(turns, ratings, choices, now=now),
        levels=store.sliders.levels(SPACE),
        styles=tuple(
            preference.text
            for preference in store.preferences.list(space=SPACE)
            if preference.always and preference.kind == "style" and not addresses_safety(preference.text)
        ),
        questions=tuple(dict.fromkeys(masked(turn.question) for turn in newest)),
        asked_in=frozenset(turn.id for turn in newest),
        dial=settings_from(store.settings.all()).night_dial,
    )


def _night(
    store: Store, model: Path, task: Task, desk: Desk, report: NightReport, *, left: Checkpoint | None, lesson: str
) -> NightReport:
    begun = time.monotonic()
    judged_until = newest_judgement(store)

    def ended(outcome: Outcome, reason: str) -> NightReport:
        worked_s = report.seconds + time.monotonic() - begun
        return replace(report, seconds=worked_s, outcome=outcome, reason=reason)

    def keep(state: bytes) -> None:
        worked_s = report.seconds + time.monotonic() - begun
        store.nights.keep_checkpoint(Checkpoint(lesson, report.began, worked_s, state))

    desk.keep = keep
    try:
        taught = teach(model, task, desk, state=left.state if left else None, in_use=_in_use(store, model))
    except Interrupted:
        return ended("paused", "The night was stopped; it goes on from where it was.")
    except AttuneError as problem:
        return store.nights.finish(ended("failed", str(problem)), judged_until=store.nights.judged_until())
    except UNEXPECTED as problem:  # its type may be told, its text may be private
        reason = f"The night broke off ({type(problem).__name__}); your ratings are kept for the next one."
        return store.nights.finish(ended("failed", reason), judged_until=store.nights.judged_until())
    told = replace(
        ended(taught.outcome, taught.reason), strength=taught.strength, metrics=taught.metrics, samples=taught.samples
    )
    return store.nights.finish(told, judged_until=judged_until, learned=_adopted(taught, task, model))


def _adopted(taught: Taught, task: Task, model: Path) -> Learned | None:
    if taught.strength is None or taught.gguf is None:
        return None
    settings = {"dial": task.dial, "seed": task.seed}
    return Learned(taught.gguf, fingerprint(model), settings, task.turns, taught.strength)


def _in_use(store: Store, model: Path) -> AdapterScale | None:
    active = store.adapters.active()
    if active is None or active.base != fingerprint(model) or not active.strength:
        return None
    return AdapterScale(str(active.id), store.adapters.gguf(active.id), active.strength)


def _refusal(task: Task, model: Path) -> str | None:
    """Why no night is begun; what was judged stays for the next one."""
    questions = {pair.prompt.question for pair in task.judged}
    if len(questions) < LEAST_QUESTIONS and not is_measured(task.levels):
        return (
            f"There is too little to learn from yet: answers to {len(questions)} questions can be compared, and it "
            f"takes {LEAST_QUESTIONS}."
        )
    needed, free = needed_bytes(model), hardware.free_memory_bytes()
    if free < needed:
        return f"A night with this model needs {needed / 1e9:.1f} GB of free memory, and {free / 1e9:.1f} GB are free."
    return None


def _would_learn(task: Task) -> str:
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in _counts(task).items())
    signal = find_signal(task.judged, seed=task.seed)
    leans = leaning.sentence(task.leanings) if signal.is_there else ""
    return f"It would learn from {counts}. {signal.sentence} {leans}".rstrip()


def _counts(task: Task) -> dict[str, int]:
    return {
        "pairs": len(task.examples.pairs),
        "thumbs": len(task.examples.thumbs),
        "held_out_pairs": len(task.examples.held_out),
        "wishes": len(task.wishes),
    }


def _name(task: Task, model: Path) -> str:
    """Changes with anything that is learned, or learned on."""
    return hashlib.sha256(f"{task!r} {fingerprint(model)}".encode()).hexdigest()


def _this_process() -> Lease:
    return Lease(os.getpid(), psutil.Process().create_time())


def _is_alive(lease: Lease) -> bool:
    with suppress(psutil.Error):
        return abs(psutil.Process(lease.pid).create_time() - lease.started) < 1.0
    return False
