"""Which night is to go on: the one that was asked for now, or the one that waits for its hours; never two at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.settings import Settings
from assistant.store.nights import Lease
from ui.night import NOW, Ending, NightProcess, Progress, Run

REST_MS = 3_600_000
"""One that has ended by itself waits this long before it waits for its hours again: a failure must not repeat fast."""


class NightPlan(QObject):
    """Starts and ends the night's process as the person wants it.

    Args:
        process: has the nights.
    """

    began = Signal(object)
    """The Lease of a process that was started."""
    progressed = Signal(object)
    ended = Signal(object)
    """The Ending of a night that was asked for, or that ended by itself."""

    def __init__(self, process: NightProcess) -> None:
        super().__init__()
        self._process = process
        self._wants_now = False
        self._planned: Run | None = None
        self._run: Run | None = None
        self._is_learning = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        process.began.connect(self.began)
        process.progressed.connect(self._hear)
        process.ended.connect(self._end)

    def plan(self, settings: Settings) -> None:
        """Follow the person's plan."""
        wanted = Run("--wait", outlives=settings.night_when_closed) if settings.night_allowed else None
        if wanted is None:
            self._rest.stop()
        self._planned = wanted
        self._settle()

    def learn_now(self) -> None:
        """Have a night now; one that waits for its hours makes room."""
        self._wants_now = True
        self._settle()

    def stop(self) -> None:
        """Pause the night that goes on."""
        self._wants_now = False
        if self._run is not None and self._run != NOW:
            self._rest.start()
            self._process.stop()
        self._settle()

    def leave(self) -> Lease | None:
        """The window closes: only a night that may outlive it goes on.

        Returns:
            One that had made room for a night now, or rested, and waits for its hours from here on; None where none.
        """
        run, self._run = self._run, None
        planned, self._planned = self._planned, None
        self._wants_now = False
        self._rest.stop()
        is_to_end = run is not None and not run.outlives
        goes_on = run == planned and not self._process.is_stopping
        if is_to_end:
            self._process.stop()
        self._process.leave(wait=is_to_end)
        if planned is None or not planned.outlives or goes_on:
            return None
        return self._process.leave_behind(planned)

    def _settle(self) -> None:
        wanted = NOW if self._wants_now else self._planned
        if self._run == wanted:
            return
        if self._run is not None:
            self._process.stop()  # its end comes back here
        elif wanted is not None and (wanted == NOW or not self._rest.isActive()):
            self._run = wanted
            self._process.start(wanted)

    def _hear(self, progress: Progress) -> None:
        self._is_learning = True
        self.progressed.emit(progress)

    def _end(self, ending: Ending) -> None:
        run, self._run = self._run, None
        was_learning, self._is_learning = self._is_learning, False
        has_made_room = run != NOW and (self._wants_now or run != self._planned)
        if run == NOW:
            self._wants_now = False
        elif not has_made_room:
            self._rest.start()
        if run == NOW or was_learning or not has_made_room:
            self.ended.emit(ending)
        self._settle()


def lease_from(value: object) -> Lease | None:
    """A Lease that was kept as a setting; None where there is none."""
    if isinstance(value, list) and len(value) == 2:
        pid, started = value
        if isinstance(pid, int) and isinstance(started, int | float) and pid > 0:
            return Lease(pid, float(started))
    return None
