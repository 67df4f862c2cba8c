"""Ctrl+C and the end of a session close the windows as their cross does, so that the draft is kept."""

from __future__ import annotations

import os
import signal
import threading

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication


class Signals(QObject):
    """Quits the application at SIGINT and SIGTERM.

    Python runs a handler only when it next runs Python, which a quiet window may not do for hours.
    So the system's own handler writes to a pipe, on every system, and a thread waits at its other end.
    """

    _came = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._came.connect(application.quit)
        out, into = os.pipe()
        if hasattr(os, "set_blocking"):  # Python 3.11 on Windows has it not, and asks for it only elsewhere
            os.set_blocking(into, False)
        signal.set_wakeup_fd(into, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        threading.Thread(target=self._wait, args=(out,), name="signals", daemon=True).start()

    def _wait(self, out: int) -> None:
        while os.read(out, 1):
            self._came.emit()
