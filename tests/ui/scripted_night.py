"""A night that does what it was told to, for tests of the window: `scripted_night.py MODE LOG [options of a night]`."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from assistant.nightrecords import Metric, NightReport, Outcome, Sample
from assistant.paths import Home
from assistant.store.nights import Learned
from assistant.store.store import open_store
from assistant.store.storekey import StoreKey

STAGES = (("reading", 0, 1, None), ("preparing", 0, 1, None), ("learning", 3, 10, 340.0), ("checking", 0, 1, 240.0))
CODES = {"failed": 1, "rejected": 3}


def tell(stage: str, done: int, of: int, left_s: float | None) -> None:
    """A line of progress, among lines that are none."""
    sys.stderr.write("a library says something\n")
    sys.stderr.write(json.dumps({"stage": stage, "done": done, "of": of, "left_s": left_s}) + "\n")
    sys.stderr.flush()


def end(outcome: Outcome, reason: str) -> NoReturn:
    """Say how it ended, and end."""
    values: dict[str, Any] = {"outcome": outcome, "reason": reason, "adapter": None, "strength": None}
    sys.stdout.write(json.dumps({**values, "metrics": {}, "seconds": 1.0}) + "\n")
    sys.stdout.flush()
    sys.exit(CODES.get(outcome, 0))


def pause(_number: int, _frame: FrameType | None) -> None:
    """What a night does when it is asked to stop."""
    end("paused", "The night was stopped; it goes on from where it was.")


def keep(home: Path, key: str, outcome: Outcome, reason: str) -> None:
    """What a night leaves in the store."""
    with open_store(Home(home), StoreKey(bytes.fromhex(key))) as store:
        learned = Learned(b"GGUF\0", "scripted", {}, 0.75) if outcome == "adopted" else None
        report = NightReport(
            time.time() - 60,
            60.0,
            outcome,
            reason,
            metrics={"taste_of_answers": Metric(0.0, 0.42, True, 0.1, 0.7)},
            samples=(Sample("Tea?", "A long answer.", "Short."),),
            learned_from={"pairs": 9, "thumbs": 5},
        )
        store.nights.finish(report, judged_until=time.time(), learned=learned)


def main() -> None:
    """Have the night."""
    mode, log, *options = sys.argv[1:]
    key = sys.stdin.readline().strip()
    is_told_more = bool(sys.stdin.read())
    values = {
        "options": options,
        "key": key,
        "is_told_more": is_told_more,
        "pid": os.getpid(),
        "folder": str(Path.cwd()),
        "environment": dict(os.environ),
    }
    with Path(log).open("a", encoding="utf-8") as file:
        file.write(json.dumps(values) + "\n")
    home = Path(options[options.index("--home") + 1])
    signal.signal(signal.SIGTERM, signal.SIG_IGN if mode == "deaf" else pause)
    if "--wait" in options:
        time.sleep(600)
    for stage in STAGES:
        tell(*stage)
    if mode in ("adopted", "rejected", "failed"):
        keep(home, key, mode, "This is why.")  # type: ignore[arg-type]
        end(mode, "This is why.")  # type: ignore[arg-type]
    if mode == "skipped":
        end("skipped", "There is too little to learn from yet.")
    if mode == "refused":
        sys.stdout.write(json.dumps({"error": {"sentence": "Another night is going on.", "advice": "Wait."}}) + "\n")
        sys.exit(1)
    if mode == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    for step in range(1000):
        tell("learning", step, 1000, 600.0 - step / 2)
        time.sleep(0.05)


if __name__ == "__main__":
    main()
