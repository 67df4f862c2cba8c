"""Lets a night be stopped at once, and gone on with later as if nothing had been."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from assistant.signals import heard


class Interrupted(BaseException):
    """The night was asked to stop. Not an Exception: no library may take it for a failure of its own."""


class Pause:
    """Hears SIGTERM and Ctrl+C. Work that must not be broken off anywhere calls `check` where it may be."""

    def __init__(self) -> None:
        self._is_asked = False
        self._is_guarded = False

    def check(self) -> None:
        """Raises Interrupted once a stop was asked for."""
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
