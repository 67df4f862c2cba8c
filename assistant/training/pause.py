"""Lets a night be stopped at once, and gone on with later as if nothing had been."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from assistant.signals import heard

LOOK_S = 1.0
"""Between two looks of a night that sees for itself whether it may go on: the person does not wait long for it."""


class Interrupted(BaseException):
    """The night was asked to stop. Not an Exception: no library may take it for a failure of its own."""


class Pause:
    """Hears SIGTERM and Ctrl+C. Work that must not be broken off anywhere calls `check` where it may be.

    Args:
        clock: seconds that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._is_asked = False
        self._is_guarded = False
        self._may_go_on: Callable[[], bool] = lambda: True
        self._watcher: int | None = None
        self._looked = -math.inf

    def watch(self, may_go_on: Callable[[], bool]) -> None:
        """From now on `check` also asks this, about once a second, and takes a no for a stop that was asked for.

        It is asked in the thread that calls this one only: a card's learning checks in threads of its own, and the
        store belongs to one.
        """
        self._may_go_on, self._watcher = may_go_on, threading.get_ident()

    def check(self) -> None:
        """Raises Interrupted once a stop was asked for."""
        if not self._is_asked and self._is_time_to_look():
            self._looked = self._clock()
            if not self._may_go_on():  # a stop that is heard meanwhile stays asked for
                self._is_asked = True
        if self._is_asked:
            raise Interrupted

    def ask(self) -> None:
        """Stop at the next check."""
        self._is_asked = True

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within it both signals ask for a stop; outside of guarded work they stop at once."""
        with heard((signal.SIGTERM, signal.SIGINT), self._hear):
            yield

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Work that is left at its own checks only."""
        with self._guard(is_on=True):
            yield

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Work within guarded work that may be broken off anywhere."""
        self.check()
        with self._guard(is_on=False):
            yield
        self.check()

    def _is_time_to_look(self) -> bool:
        return self._watcher == threading.get_ident() and self._clock() - self._looked >= LOOK_S

    @contextmanager
    def _guard(self, *, is_on: bool) -> Iterator[None]:
        before, self._is_guarded = self._is_guarded, is_on
        try:
            yield
        finally:
            self._is_guarded = before

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        # raised once: what is done about it is not interrupted again
        was_asked, self._is_asked = self._is_asked, True
        if not was_asked and not self._is_guarded:
            raise Interrupted
