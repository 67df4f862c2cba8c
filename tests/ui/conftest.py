"""A real window on a real store, with a scripted speaker unless a test asks for the model."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.engine.scripted import ScriptedSpeaker
from assistant.paths import Home
from assistant.store.keys import StoreKey
from assistant.store.store import Store, open_store
from ui.app import Program
from ui.spares import hold_spare_references
from ui.window import MainWindow

ANSWER = "A **bold** answer.\n\n```python\nprint('hi')\n```\n\nAnd an end."
Open = Callable[..., MainWindow]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def spare_references() -> None:
    hold_spare_references()


@pytest.fixture
def kept(home: Home, key: StoreKey) -> Iterator[Store]:
    """The store as another program sees it, to check what was really kept."""
    with open_store(home, key) as store:
        yield store


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, home: Home, key: StoreKey) -> Iterator[Open]:
    """Opens the window; arguments go to the scripted speaker. `real=True` takes the model; `night` has the nights.

    Only with `asks=True` is a second answer written after a first one: other tests count the answers.
    """
    opened: list[MainWindow] = []

    def make(
        *answers: str,
        real: bool = False,
        night: Sequence[str] = ("no-such-program",),
        asks: bool = False,
        **how: Any,
    ) -> MainWindow:
        if not asks:
            with open_store(home, key) as store:
                store.settings.set("choices_a_day", 0)
        speaker = None if real else (lambda: ScriptedSpeaker(answers or [ANSWER], **how))
        program = Program(qapp, home, speaker=speaker, night=night)
        program.enter(key)
        assert program.window is not None
        opened.append(program.window)
        return program.window

    yield make
    for window in opened:
        window.close()
        window.deleteLater()  # a window that lives on would be styled anew by every later test
    qapp.processEvents()


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window()


@pytest.fixture
def ask(qtbot: QtBot) -> Callable[[MainWindow, str], None]:
    """Types a question, sends it, and waits for the end of the answer."""

    def run(window: MainWindow, question: str) -> None:
        count = len(window.transcript.views)
        window.composer.editor.setPlainText(question)
        window.composer._press()
        qtbot.waitUntil(
            lambda: len(window.transcript.views) > count and not window.conversation.is_busy, timeout=60_000
        )
        # a short answer is read back finished before the window hears that it ended
        qtbot.waitUntil(
            lambda: window.transcript.views[-1].turn.finish != "pending" and not window.composer._is_busy,
            timeout=10_000,
        )

    return run


class Nights:
    """Makes commands of the stand-in, and reads what it noted."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def command(self, mode: str) -> tuple[str, ...]:
        return (sys.executable, str(ROOT / "tests" / "ui" / "scripted_night.py"), mode, str(self.log))

    @property
    def had(self) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    @property
    def pids(self) -> list[int]:
        return [one["pid"] for one in self.had if is_alive(one["pid"])]


def is_alive(pid: int) -> bool:
    with suppress(psutil.Error):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nights]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = Nights(tmp_path / "nights.log")
    yield made
    for pid in made.pids:
        psutil.Process(pid).kill()
