"""One night: what was judged becomes a lesson, the gate decides, and a report says how it went."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import processes
from assistant.answering import mixed
from assistant.engine.base import AdapterScale
from assistant.engine.gguf import fingerprint
from assistant.errors import AttuneError, UsageProblem
from assistant.nightrecords import PERSONAL, NightReport, Outcome, Purpose
from assistant.preference_bounds import addresses_safety
from assistant.settings import settings_from
from assistant.sources import learned_sliders, taste_adapter
from assistant.store.adapters import SAID
from assistant.store.nights import Checkpoint, Learned, Lease
from assistant.taste.stages import of_answers
from assistant.training.beforehand import refusal, sources_and_leaning, took, usual_s
from assistant.training.examples import examples, given, is_held_out, masked, off_limits
from assistant.training.lesson import teach
from assistant.training.needs import learns_in, newest_judgement, spaces
from assistant.training.pause import Interrupted
from assistant.training.sliderlesson import teach_slider
from assistant.training.slidertask import SliderTask
from assistant.training.task import Desk, Stage, Task, Taught

if TYPE_CHECKING:
    from assistant.store.store import Store

MOST_ASKED = 8
"""Of the person's own questions whose answers they judged, on which wishes are learned."""
NOTHING_DECIDED = 0.0
"""Up to when a night looked at judgements that ended without using any up."""
CHECKPOINT_FORMAT = 12
"""Counted up when checkpoints hold something else: a night with an older one is begun afresh."""
WAITS = "It does not act, because you had switched off what was learned; you can let it act."


def have_night(
    store: Store,
    model: Path,
    desk: Desk,
    *,
    purpose: Purpose = PERSONAL,
    is_asked: bool = True,
    clock: Callable[[], float] = time.time,
) -> NightReport:
    """Learn from everything that was judged, or go on where a night was left, and keep the report.

    Ratings are used up only together with the report that decided on them; a night that is paused, fails or is
    killed leaves them as they were.

    Args:
        model: the GGUF file that is served.
        desk: where to tell how far it is; its `keep` is set here.
        purpose: what its adapter is to be for: the taste of a space, or one end of a slider.
        is_asked: the person asked for it now. A night that comes by itself switches nothing on that they switched off.

    Raises:
        UsageProblem: another night is going on.
    """
    mine = _this_process()
    has_broken_down = store.nights.take_lease(mine, is_alive=_is_alive)
    if has_broken_down:
        desk.gpu_layers = 0  # where there is a card, its driver may be at fault
    try:
        left = store.nights.checkpoint()
        began = left.began if left else clock()
        task = _task(store, model, purpose, now=began)
        lesson = _name(task, model)
        if left is not None and left.lesson != lesson:
            # something was judged, moved or deleted since: begun afresh, from all there is now
            left, began = None, clock()
            task = _task(store, model, purpose, now=began)
            lesson = _name(task, model)
        report = _unbegun(task, purpose, began, model)
        why_not = refusal(task, model)
        if why_not:
            return replace(report, reason=why_not)
        if left is None:
            store.nights.drop_checkpoint()
        else:
            report = replace(report, seconds=left.seconds)
        return _night(store, model, task, desk, report, left=left, lesson=lesson, is_asked=is_asked)
    finally:
        store.nights.leave(mine)


def would_learn(store: Store, model: Path, *, purpose: Purpose = PERSONAL, now: float) -> NightReport:
    """What a night would learn, or why it would not; nothing is begun, and one that was interrupted stays as it is."""
    task = _task(store, model, purpose, now=now)
    reason = refusal(task, model) or f"{sources_and_leaning(task)}{took(usual_s(store, purpose, fingerprint(model)))}"
    return replace(_unbegun(task, purpose, now, model), reason=reason)


def _unbegun(task: Task | SliderTask, purpose: Purpose, began: float, model: Path) -> NightReport:
    counts, base = task.counts, fingerprint(model)
    return NightReport(began, 0.0, "skipped", "", learned_from=counts, purpose=purpose, base=base)


def _task(store: Store, model: Path, purpose: Purpose, *, now: float) -> Task | SliderTask:
    if purpose.slider:
        dial = settings_from(store.settings.all()).night_dial
        return SliderTask(purpose.slider, purpose.direction, dial=dial)
    return task_from(store, now=now, space=purpose.space, base=fingerprint(model))


def task_from(store: Store, *, now: float, space: str = PERSONAL.space, base: str = "") -> Task:
    """What there is to learn from in a space: judgements, sliders, preferences of style that always count.

    Args:
        base: fingerprint of the weights it is learned on, for which sliders may have been learned.
    """
    own = spaces(store) | {space}
    judging = of_answers(store.ratings.list(), store.judgements.list())
    ratings = [one for one in judging if learns_in(one.space, own) == space]
    choices = [one for one in store.choices.list() if learns_in(one.space, own) == space]
    levels = store.sliders.levels(space)
    around = store.chats.around_judgements()
    homes = {chat: learns_in(store.chats.get(chat).space, own) for chat in {turn.chat for turn in around}}
    turns = [turn for turn in around if homes[turn.chat] == space]
    closed = off_limits(turns)
    # of those that were judged: a question more changes nothing in what a night that was stopped goes on with
    judged = {rating.turn for rating in ratings} | {turn for one in choices for turn in (one.turn_a, one.turn_b)}
    asked = [turn for turn in reversed(turns) if turn.id in judged and not is_held_out(masked(turn.question))]
    newest = [turn for turn in asked if turn.id not in closed][:MOST_ASKED]
    styles = [
        preference
        for preference in store.preferences.list(space=space)
        if preference.always and preference.kind == "style" and not addresses_safety(preference.text)
    ]
    return Task(
        examples=examples(turns, ratings, choices, now=now),
        levels=levels,
        learned=tuple(learned_sliders(levels, store=store, base=base)),
        space=space,
        styles=tuple(masked(preference.text) for preference in styles),
        said_in=frozenset(preference.id for preference in styles),
        questions=tuple(dict.fromkeys(masked(turn.question) for turn in newest)),
        asked_in=frozenset(turn.id for turn in newest),
        given=given(turns),
        dial=settings_from(store.settings.all()).night_dial,
    )


def _night(
    store: Store,
    model: Path,
    task: Task | SliderTask,
    desk: Desk,
    report: NightReport,
    *,
    left: Checkpoint | None,
    lesson: str,
    is_asked: bool,
) -> NightReport:
    begun = time.monotonic()
    # a slider is learned from no judgement, so none is used up
    judged_until = NOTHING_DECIDED if isinstance(task, SliderTask) else newest_judgement(store, task.purpose.space)

    def ended(outcome: Outcome, reason: str) -> NightReport:
        worked_s = report.seconds + time.monotonic() - begun
        return replace(report, seconds=worked_s, outcome=outcome, reason=reason)

    def keep(state: bytes) -> None:
        worked_s = report.seconds + time.monotonic() - begun
        store.nights.keep_checkpoint(Checkpoint(lesson, report.began, worked_s, state, task.read))

    usually_s, heard = usual_s(store, task.purpose, report.base), desk.tell

    def tell(stage: Stage, done: int, of: int, left_s: float | None) -> None:
        # until a step was measured, by what the last night of the kind took
        if left_s is None and usually_s is not None:
            left_s = max(0.0, usually_s - (report.seconds + time.monotonic() - begun)) or None
        heard(stage, done, of, left_s)

    desk.keep, desk.tell = keep, tell
    try:
        taught = _taught(store, model, task, desk, left.state if left else None)
    except Interrupted:
        return ended("paused", "The night was stopped; it goes on from where it was.")
    except AttuneError as problem:
        return store.nights.finish(ended("failed", str(problem)), judged_until=NOTHING_DECIDED)
    except Exception as problem:  # its type may be told, its text may be private
        reason = f"The night broke off ({type(problem).__name__}); your ratings are kept for the next one."
        return store.nights.finish(ended("failed", reason), judged_until=NOTHING_DECIDED)
    told = replace(
        ended(taught.outcome, taught.reason), strength=taught.strength, metrics=taught.metrics, samples=taught.samples
    )
    try:
        learned = _adopted(taught, task, model, store, is_asked=is_asked)
        if learned is not None and taught.strength is not None:
            told = replace(told, reason=f"{told.reason} {_acts(learned.strength, taught.strength)}")
        return store.nights.finish(told, judged_until=judged_until, learned=learned, read=task.read)
    except UsageProblem as problem:
        return store.nights.finish(ended("failed", str(problem)), judged_until=NOTHING_DECIDED)


def _taught(store: Store, model: Path, task: Task | SliderTask, desk: Desk, state: bytes | None) -> Taught:
    """What came of it, judged in the company of whatever else acts by day, as the sliders stand."""
    base = fingerprint(model)
    if isinstance(task, SliderTask):
        company = (*_scaled(store, base, PERSONAL.space), *_sliders(store, base, PERSONAL.space, but=task.slider))
        return teach_slider(model, task, desk, state=state, company=company)
    in_use = next(iter(_scaled(store, base, task.space)), None)
    company = _sliders(store, base, task.space)
    return teach(model, task, desk, state=state, in_use=in_use, company=company)


def _adopted(taught: Taught, task: Task | SliderTask, model: Path, store: Store, *, is_asked: bool) -> Learned | None:
    """What is kept, and how strongly it acts: no more than the person had turned down what it takes the place of, and
    not at all where they had switched it off and did not ask for this night."""
    if taught.strength is None or taught.gguf is None:
        return None
    settings = {"dial": task.dial, "seed": task.seed, SAID: taught.strength}
    least = store.adapters.turned_down_to(task.purpose) or taught.strength
    strength = min(taught.strength, least)
    if not is_asked and store.adapters.is_off(task.purpose):
        strength = 0.0
    return Learned(taught.gguf, fingerprint(model), settings, strength, task.origins, task.purpose)


def _acts(strength: float, allowed: float) -> str:
    """How strongly it acts, in a sentence.

    Args:
        strength: 0..1, as it acts.
        allowed: 0..1, as the gate said.
    """
    if strength == allowed:
        return f"It acts at {strength:.0%} of its strength."
    may = f"It may act at {allowed:.0%} of its strength"
    return (
        f"{may}; you had turned down what was learned, so it acts at {strength:.0%}." if strength else f"{may}. {WAITS}"
    )


def _scaled(store: Store, base: str, space: str) -> tuple[AdapterScale, ...]:
    """The adapter of a space's taste as it acts now; none where none does."""
    active = taste_adapter(space, store=store, base=base)
    if active is None or not active.strength:
        return ()
    return (AdapterScale(str(active.id), store.adapters.gguf(active.id), active.strength),)


def _sliders(store: Store, base: str, space: str, *, but: str = "") -> tuple[AdapterScale, ...]:
    """The adapters of learned sliders as they act now, without one slider's."""
    found = learned_sliders(store.sliders.levels(space), store=store, base=base)
    return mixed([one for name, one in found.items() if name != but], store)


def _name(task: Task | SliderTask, model: Path) -> str:
    """Changes with anything that is learned, or learned on; what other answers were given is neither."""
    learned = replace(task, given={}) if isinstance(task, Task) else task
    return hashlib.sha256(f"{CHECKPOINT_FORMAT} {learned!r} {fingerprint(model)}".encode()).hexdigest()


def _this_process() -> Lease:
    return Lease(os.getpid(), processes.started_s(os.getpid()))


def _is_alive(lease: Lease) -> bool:
    return processes.found(lease.pid, lease.started) is not None
