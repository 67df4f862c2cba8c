"""`night`: learn now from what was judged, and say in plain words what came of it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, unlock
from assistant.errors import UsageProblem
from assistant.nightfigures import STAGES, figures
from assistant.nightrecords import PERSONAL, NightReport, Purpose

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.cli.words import Words
    from assistant.store.store import Store
    from assistant.store.storekey import StoreKey
    from assistant.training.now import Watch
    from assistant.training.pause import Pause

LONGEST_NIGHT_S = 6 * 3600.0
"""For a night that was asked for and knows no hours."""
PATIENCE_S = 15.0
"""A window that is opened again tells the night that waited without it to end, and starts its own at once."""
NO_NIGHT_YET = NightReport(0.0, 0.0, "skipped", "No night has been had yet.")
CODES = {"adopted": 0, "skipped": 0, "paused": 0, "failed": 1, "rejected": 3}


def add_words(words: Words) -> None:
    """`night [--now|--wait|--report] [--slider NAME [--end low|high]|--space SPACE] [--dry-run] [--key-stdin]`."""
    night = words.add("night", run_night, "learn from what you judged; by itself only in the night's hours")
    night.add_argument("--now", action="store_true", help="learn now, whatever the hour")
    night.add_argument("--wait", action="store_true", help="stay, and learn in every night's hours")
    night.add_argument("--report", action="store_true", help="show how the last night ended, and learn nothing")
    night.add_argument("--key-stdin", action="store_true", help="read the key from standard input (64 hex digits)")
    about = night.add_mutually_exclusive_group()
    about.add_argument("--slider", metavar="NAME", help="learn one slider now, so that it acts without words")
    about.add_argument("--space", metavar="SPACE", help="learn now from what was judged in this space")
    night.add_argument("--end", choices=("low", "high"), help="which end of the slider; else where it stands")
    night.add_argument("--dry-run", action="store_true", help="say what would be learned, and learn nothing")


def run_night(arguments: argparse.Namespace, session: Session) -> int:
    """Have a night; progress goes to standard error, with --json as JSON lines."""
    # before the first heavy import: a stop may come at any moment from here on
    from assistant.training.pause import Interrupted, Pause

    pause = Pause()
    with pause.listening():
        try:
            report = _night(arguments, session, pause)
        except Interrupted:
            report = NightReport(0.0, 0.0, "paused", "The night was stopped; it goes on from where it was.")
    _show(report, session)
    return 0 if arguments.report else CODES[report.outcome]


def _night(arguments: argparse.Namespace, session: Session, pause: Pause) -> NightReport:
    from assistant.engine import catalogue, hardware
    from assistant.settings import settings_from
    from assistant.store.store import open_store

    if arguments.end and not arguments.slider:
        raise UsageProblem("An end belongs to a slider.", "For example: attune night --slider length --end low")
    others = (arguments.now, arguments.slider, arguments.space, arguments.dry_run)
    if arguments.wait and any(others):
        raise UsageProblem("Waiting for the night goes with nothing else.", "Say `attune night --wait`.")
    if arguments.report and (arguments.wait or any(others)):
        raise UsageProblem("A report goes with nothing else.", "Say `attune night --report`.")
    key = _key_from_stdin(session) if arguments.key_stdin else unlock(session)
    with open_store(session.home, key) as store:
        if arguments.report:
            return next(iter(store.nights.list()), NO_NIGHT_YET)
        if arguments.wait:
            return _wait(session, key, store, pause, patience_s=PATIENCE_S if arguments.key_stdin else 0.0)
        from assistant.training.learning.precision import keep_memory
        from assistant.training.night import have_night, would_learn
        from assistant.training.task import Desk
        from assistant.training.waited import forget_reason, keep_reason

        settings = settings_from(store.settings.all())
        model = catalogue.find(settings.model, session.home)
        asked_for = purpose = _asked_for(arguments, store, model.path)
        left_s = LONGEST_NIGHT_S
        if purpose is None:
            decided = _by_itself(_watch(session, store, model.path), store, pause)
            if isinstance(decided, str):
                return NightReport(0.0, 0.0, "skipped", _why_not(decided, store))
            purpose, left_s = decided
        if arguments.dry_run:
            return would_learn(store, model.path, purpose=purpose, now=time.time())
        hardware.step_back()
        keep_memory()
        desk = Desk(pause=pause, tell=_teller(session), left_s=left_s, gpu_layers=settings.gpu_layers)
        report = have_night(store, model.path, desk, purpose=purpose, is_asked=asked_for is not None)
        if report.outcome not in ("skipped", "paused"):
            forget_reason(store)
        elif asked_for is None and report.outcome == "skipped":
            keep_reason(report.reason, store=store, now=time.time())
        return report


def _why_not(now: str, store: Store) -> str:
    """Why there is no night now, and what held up the last one where that is something else."""
    from assistant.training.waited import told

    before = told(store)
    return now if not before or before.endswith(now) else f"{now} {before}"


def _asked_for(arguments: argparse.Namespace, store: Store, model: Path) -> Purpose | None:
    """What the person wants learned now; None for a night that keeps to its hours."""
    from assistant.engine.gguf import fingerprint
    from assistant.training.needs import most_new
    from assistant.training.slidertask import slider_task

    if arguments.slider:
        return slider_task(arguments.slider, store.sliders.levels(), end=arguments.end).purpose
    if arguments.space:
        return Purpose(arguments.space)
    return Purpose(most_new(store, fingerprint(model))[0]) if arguments.now or arguments.dry_run else None


def _by_itself(watch: Watch, store: Store, pause: Pause) -> tuple[Purpose, float] | str:
    """What to learn without being asked, and for how many seconds; or why nothing now.

    Such a night watches for itself, also where nobody keeps it: it pauses when it may not go on.
    """
    from assistant.settings import settings_from
    from assistant.training.keeper import is_time_for
    from assistant.training.needs import tonights
    from assistant.training.now import plan_from

    left_s = watch(False)
    if isinstance(left_s, str):
        return left_s
    pause.watch(lambda: is_time_for(watch, is_running=True))
    least = plan_from(settings_from(store.settings.all())).least_signals
    return tonights(store, watch.base, least_signals=least) or PERSONAL, left_s


def _wait(session: Session, key: StoreKey, store: Store, pause: Pause, *, patience_s: float) -> NightReport:
    """Have nights until they are switched off.

    Args:
        patience_s: so long a process that an earlier window left behind may take to end.
    """
    from assistant.place import held, is_held
    from assistant.settings import settings_from
    from assistant.training.keeper import keep
    from assistant.training.schedule import NIGHTS_OFF

    until = time.monotonic() + patience_s
    while is_held(session.home.night_lock) and time.monotonic() < until:
        pause.check()
        time.sleep(0.1)
    with held(session.home.night_lock, taken="Another process already waits for the night; one is enough."):
        keep(
            session.home,
            key,
            _looker(session, store),
            is_wanted=lambda: settings_from(store.settings.all()).night_allowed,
            check=pause.check,
        )
    return NightReport(0.0, 0.0, "skipped", NIGHTS_OFF)


def _looker(session: Session, store: Store) -> Callable[[bool], float | str]:
    """Looks whether a night may be had, with whatever model is chosen at that moment."""
    from assistant.engine import catalogue
    from assistant.settings import settings_from

    watches: dict[str, Watch] = {}

    def look(is_running: bool) -> float | str:
        name = settings_from(store.settings.all()).model
        if name not in watches:
            watches.clear()
            watches[name] = _watch(session, store, catalogue.find(name, session.home).path, notes=True)
        return watches[name](is_running)

    return look


def _watch(session: Session, store: Store, model: Path, *, notes: bool = False) -> Watch:
    from assistant.engine import presence
    from assistant.engine.gguf import fingerprint
    from assistant.place import is_held
    from assistant.training.needs import needed_bytes
    from assistant.training.now import Watch

    return Watch(
        store,
        presence.idle_s,
        needed_bytes(model),
        has_window=lambda: is_held(session.home.window_lock),
        base=fingerprint(model),
        notes=notes,
    )


def _key_from_stdin(session: Session) -> StoreKey:
    """A program that has the key hands it over so: it stands in no list of processes and in no environment."""
    from assistant.paths import prepare
    from assistant.store.storekey import StoreKey

    prepare(session.home)
    try:
        return StoreKey(bytes.fromhex(sys.stdin.readline().strip() if sys.stdin else ""))
    except ValueError:
        raise UsageProblem("What came on standard input is no key.", "It is one line of 64 hex digits.") from None


def _teller(session: Session) -> Callable[[str, int, int, float | None], None]:
    """Says how far the night is: a line for each stage, or JSON lines for other programs."""
    told: set[str] = set()

    def tell(stage: str, done: int, of: int, left_s: float | None) -> None:
        with suppress(OSError):  # who listened has gone; the night goes on
            say(stage, done, of, left_s)

    def say(stage: str, done: int, of: int, left_s: float | None) -> None:
        if session.output.as_json:
            session.output.note(json.dumps({"stage": stage, "done": done, "of": of, "left_s": left_s}))
        elif stage not in told or (stage == "learning" and done % 10 == 0):
            told.add(stage)
            left = f", about {max(1, round(left_s / 60))} minutes left" if left_s else ""
            session.output.note(f"{STAGES[stage]}{f' ({done} of {of})' if done else ''}{left} …")

    return tell


def _show(report: NightReport, session: Session) -> None:
    output = session.output
    output.line(report.reason)
    table = Table()
    for figure in figures(report.metrics):
        table.add("yes" if figure.passed else "no", figure.title, figure.text)
    for line in table.lines():
        output.line(line)
    for sample in report.samples:
        output.line(f"\n{sample.question}\n  before: {sample.before}\n  after:  {sample.after}")
    if report.outcome == "adopted" and report.strength:
        output.line(f"\n`attune adapters rollback{_flags(report.purpose)}` goes back to what acted before.")
    output.result(
        {
            "outcome": report.outcome,
            "reason": report.reason,
            "adapter": None if report.adapter is None else str(report.adapter),
            "strength": report.strength,
            "metrics": {name: asdict(metric) for name, metric in report.metrics.items()},
            "seconds": round(report.seconds, 1),
            "learned_from": dict(report.learned_from),
            "purpose": asdict(report.purpose),
        }
    )


def _flags(purpose: Purpose) -> str:
    if purpose.slider:
        return f" --slider {purpose.slider} --end {'high' if purpose.direction > 0 else 'low'}"
    return "" if purpose == PERSONAL else f" --space {purpose.space}"
