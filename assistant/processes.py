"""Finds a process again by its number and its start, whatever was done to the computer's clock since."""

from __future__ import annotations

import sys
from contextlib import suppress

import psutil


def started_s(pid: int) -> float:
    """When a process was started, in seconds that stay what they are when somebody sets the clock.

    Linux counts them from the computer's own start, to which psutil adds what the clock says of that now: it is taken
    off again. macOS and Windows keep what the clock said when the process began.

    Raises:
        psutil.Error: there is no such process.
    """
    return psutil.Process(pid).create_time() - (psutil.boot_time() if sys.platform == "linux" else 0.0)


def found(pid: int, started: float) -> psutil.Process | None:
    """The living process that `started_s` gave `started` for; None where its number is free or another one's.

    Earlier versions kept what the clock said, years of seconds more than any computer has been on; that is known too.
    """
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        if min(abs(started_s(pid) - started), abs(process.create_time() - started)) < 1.0:
            return process
    return None
