"""Takes pictures of the window, without a screen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from ui.app import Program
from ui.window import MainWindow

SIZES = ((1280, 800), (1920, 1080))
TALL = ((1280, 1600),)
NARROW = ((320, 640),)


def settle(seconds: float = 0.4) -> None:
    """Let events and threads run."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QApplication.processEvents()
        time.sleep(0.005)


def until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something to become so."""
    ends = time.monotonic() + seconds
    while not is_so() and time.monotonic() < ends:
        settle(0.05)


class Camera:
    """Takes each screen in both sizes and both themes."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program = program
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
        """One screen, all its pictures."""
        for width, height in sizes:
            widget.resize(width, height)
            for theme in ("light", "dark"):
                self._program.theme.choose(theme)
                settle()
                widget.grab().save(str(self._folder / f"{name}-{width}-{theme}.png"))


def ask(window: MainWindow, question: str) -> None:
    """Ask and wait for the answer."""
    window.composer.show_draft(question)
    window.ask(question)
    until(lambda: not window.conversation.is_busy)
    settle()
