"""Signals of the system, heard for a while."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""A stop by the system, or a terminal that is closed, ends work as Ctrl+C does: what was said is kept."""


@contextmanager
def heard(kinds: Sequence[signal.Signals], handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Within it `handler` hears signals of these kinds; in any other thread than the main one nobody can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [signal.signal(kind, handler) for kind in kinds]
    try:
        yield
    finally:
        for kind, earlier in zip(kinds, before, strict=True):
            signal.signal(kind, earlier)
