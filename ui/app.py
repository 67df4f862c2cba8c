"""Starts the window: one at a time, unlocked, on a store that opens, in the theme the person chose."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox

from assistant.crashes import leave_no_core
from assistant.engine.base import Speaker
from assistant.errors import AttuneError, StoreProblem, UsageProblem
from assistant.paths import Home, prepare
from assistant.store import keys
from assistant.store.keys import Created, StoreKey
from assistant.store.store import open_store
from assistant.wiring import Assistant, open_assistant
from ui.background import Aside, Collector, kill_children
from ui.night import COMMAND, NightProcess
from ui.signals import Signals
from ui.spares import hold_spare_references
from ui.theme.icons import draw
from ui.theme.theme import Theme
from ui.theme.tokens import LIGHT
from ui.unlock import UnlockPage
from ui.window import MainWindow

PATIENCE_MS = 500
"""A store that opens within this needs no word about it."""


class Program:
    """The windows of one run, and what they share.

    Args:
        home: whose.
        speaker: speaks instead of the chosen model.
        night: the program that has the nights.
    """

    def __init__(
        self,
        application: QApplication,
        home: Home,
        *,
        speaker: Callable[[], Speaker] | None = None,
        night: Sequence[str] = COMMAND,
    ) -> None:
        hold_spare_references()
        self.application = application
        self.theme = Theme(application)
        Collector(application)
        self.window: MainWindow | None = None
        self.entrance: QMainWindow | None = None
        self._home = home
        self._speaker = speaker
        self._night = night
        self._aside = Aside(application)

    def start(self, way: StoreKey | Created | None = None) -> None:
        """Show the window, or first the card that unlocks it, or that tells the recovery code of a new store."""
        page = UnlockPage(self._home, self.theme)
        page.unlocked.connect(lambda key: self._try(page, key))
        self.entrance = QMainWindow()
        self.entrance.setWindowTitle("Attune")
        self.entrance.resize(1280, 800)
        self.entrance.setCentralWidget(page)
        if isinstance(way, StoreKey):
            self._try(page, way)
            # where the store opens at once, nothing flashes by before the window
            QTimer.singleShot(PATIENCE_MS, self._show_entrance)
            return
        if way is None:
            page.begin()
        else:
            page.show_code(way)
        self.theme.dress(page)
        self._show_entrance()

    def _show_entrance(self) -> None:
        if self.window is None and self.entrance is not None:
            self.entrance.show()

    def end(self, code: int) -> NoReturn:
        """Close the windows, their threads and child processes, and leave with this exit code.

        At once, because Python would take the remaining Qt objects apart in no particular order, and
        Qt aborts on some of them.
        """
        for window in (self.window, self.entrance):
            if window is not None:
                window.close()
        kill_children()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # a program without a console has none
                stream.flush()
        os._exit(code)

    def _try(self, page: UnlockPage, key: StoreKey) -> None:
        """See that the store opens before the window is there: on one that does not, it would look like a new one."""
        page.show_opening()

        def tell(problem: AttuneError) -> None:
            page.show_stuck(problem, lambda: self._try(page, key))
            self._show_entrance()

        self._aside.run(lambda: open_store(self._home, key).close(), lambda _: self.enter(key), tell)

    def enter(self, key: StoreKey) -> None:
        """Show the window, on a store that is known to open."""

        def open_view() -> Assistant:
            # each thread has its own; a speaker starts at its first use, so the desk's never does
            return open_assistant(self._home, key, speaker=self._speaker() if self._speaker else None)

        self.window = MainWindow(open_view, self.theme, NightProcess(self._home, key, self._night))
        self.window.show()
        if self.entrance is not None:
            self.entrance.close()
        QTimer.singleShot(0, self.window.begin)


def run(home: Home, key_file: Path | None) -> int:
    """Open the window and stay until it is closed; returns only when there is no window to open.

    `ui.display` says first whether Qt finds what it needs.
    """
    leave_no_core()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Attune")
    application.setDesktopFileName("attune")
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(draw("sparkles", LIGHT.accent)))
    Signals(application)
    try:
        prepare(home)
        lock = take_lock(home)
        program = Program(application, home)
        program.start(way_in(home, key_file) if key_file is not None else None)
    except AttuneError as problem:
        _tell(problem, application)
        return 1
    code = application.exec()
    lock.unlock()
    return program.end(code)


def _tell(problem: AttuneError, application: QApplication) -> None:
    """Say why there is no window: to a terminal, and in a box for who started it from a menu."""
    if sys.stderr is not None:
        sys.stderr.write(f"{problem}\n")
        sys.stderr.flush()
    if QApplication.platformName() == "offscreen":  # nobody could close it
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "Attune", problem.sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(problem.advice)
    box.show()
    application.exec()  # until it is closed; a box's own loop would not hear the end of the session


def take_lock(home: Home) -> QLockFile:
    """Be the one window of this home until the lock is given back.

    Raises:
        UsageProblem: another window has it.
        StoreProblem: it cannot be had, because the folder or the disk refuses.
    """
    lock = QLockFile(str(home.window_lock))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return lock
    if lock.error() is QLockFile.LockError.LockFailedError:
        raise UsageProblem("Attune is open already.", "Look for its window.")
    raise StoreProblem(
        f"The file {home.window_lock} cannot be written.", "Make room on the disk and check that its folder is yours."
    )


def way_in(home: Home, key_file: Path) -> StoreKey | Created:
    """The key that a key file gives; in an empty home the store is made. Raises AttuneError."""
    return keys.unlock_with_key_file(home, key_file) if keys.slots(home) else keys.create(home, key_file=key_file)
