"""A place that one process at a time can have, such as waiting for the night."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StoreProblem, UsageProblem


@contextmanager
def held(path: Path, *, taken: str) -> Iterator[None]:
    """Have the place for the length of a block; the system frees it when the process ends, however it does.

    Args:
        path: the lock file. It stays: removed, two processes could each hold one of the same name.
        taken: the sentence to say when another process has it.

    Raises:
        UsageProblem: another process has it.
        StoreProblem: the file cannot be made.
    """
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # children do not inherit it
    except OSError:
        raise StoreProblem(f"The file {path.name} cannot be written.", "Check that its folder is yours.") from None
    try:
        if not _lock(lock):
            raise UsageProblem(taken)
        yield
    finally:
        os.close(lock)


def is_held(path: Path) -> bool:
    """Whether a living process has the place; a lock file that a crash left behind is nobody's.

    It tells of the window's lock too: Qt locks its file in the same way on Linux and macOS, and opens it on Windows so
    that nobody else can write it.
    """
    try:
        lock = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        return not _lock(lock)
    finally:
        os.close(lock)


def _lock(lock: int) -> bool:
    """Lock the open file until it is closed; False when somebody else has locked it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
