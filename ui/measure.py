"""Opens the real window on a throw-away home, lets it answer once, and prints what it measured as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import NoReturn

import psutil
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from assistant.errors import AttuneError
from assistant.paths import find_home
from assistant.records import Turn
from assistant.store.keys import StoreKey
from ui.app import Program, way_in
from ui.window import MainWindow

QUESTION = "Tell me about the history of bread."
SETTLE_MS = 500


class Measurement(QObject):
    """One run: the first paint, the memory, one answer."""

    def __init__(self, application: QApplication, window: MainWindow, started: float) -> None:
        super().__init__()
        self._application = application
        self._window = window
        self._started = started
        self._found: dict[str, float] = {}
        QTimer.singleShot(0, self._painted)
        self._window.conversation.answered.connect(self._answered)
        self._window.conversation.refused.connect(self._give_up)
        self._window.conversation.broke.connect(lambda _, problem: self._give_up(problem))

    def _painted(self) -> None:
        self._found["on_screen_s"] = time.time() - self._started
        QTimer.singleShot(SETTLE_MS, self._ask_when_warm)

    def _ask_when_warm(self) -> None:
        # loading memory by meaning would be measured too, and happens once
        self._window.when_warm(lambda: self._window.ask(QUESTION))

    def _give_up(self, problem: AttuneError) -> None:
        sys.stderr.write(f"{problem}\n")
        self._application.exit(1)

    def _answered(self, turn: Turn) -> None:
        if turn.stats is not None:
            self._found["tokens_per_s"] = turn.stats.tokens_per_s
            self._found["prompt_tokens"] = turn.stats.prompt_tokens
            self._found["generated_tokens"] = turn.stats.generated_tokens
        self._found["rss_mb"] = psutil.Process().memory_info().rss / 1e6
        sys.stdout.write(json.dumps(self._found) + "\n")
        sys.stdout.flush()
        self._window.close()
        self._application.quit()


class Measured(Program):
    """Measures the window from the moment it is there."""

    started = 0.0

    def enter(self, key: StoreKey) -> None:
        """See `Program.enter`."""
        super().enter(key)
        if self.window is not None:
            self.measurement = Measurement(self.application, self.window, self.started)


def main() -> NoReturn:
    """Run one measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", required=True)
    parser.add_argument("--key-file", required=True)
    parser.add_argument("--started", type=float, required=True, help="Unix time at which this process was asked for")
    chosen = parser.parse_args()
    home = find_home(chosen.home)
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    program = Measured(application, home)
    program.started = chosen.started
    program.start(way_in(home, Path(chosen.key_file)))
    program.end(application.exec())


if __name__ == "__main__":
    main()
