"""The window is shown on a store that opens; before one that does not stands what is the matter, to be tried again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.engine.scripted import ScriptedSpeaker
from assistant.paths import Home
from assistant.store.keys import StoreKey
from assistant.store.store import open_store
from tests.ui.test_conversation import press, shown_texts
from ui import app
from ui.app import Program

pytestmark = [
    pytest.mark.window,
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # the screen that is no screen says so
]


@pytest.fixture
def program(qapp: QApplication, home: Home, key: StoreKey) -> Iterator[Program]:
    with closing(open_store(home, key)) as store:
        store.preferences.add("I love herons")
    made = Program(qapp, home, speaker=lambda: ScriptedSpeaker(["Hello."]), night=("no-such-program",))
    yield made
    for window in (made.window, made.entrance):
        if window is not None:
            window.close()
            window.deleteLater()
    qapp.processEvents()


def entrance(program: Program) -> str:
    assert program.entrance is not None
    return shown_texts(program.entrance)


@pytest.mark.parametrize("what", ["missing", "damaged"])
def test_a_store_that_does_not_open_is_no_new_attune(
    program: Program, home: Home, key: StoreKey, qtbot: QtBot, what: str
) -> None:
    whole = home.store.read_bytes()
    if what == "missing":
        home.store.unlink()
    else:
        home.store.write_bytes(b"\0" * len(whole))
    program.start(key)
    words = {"missing": "store.db is missing", "damaged": "damaged"}[what]
    qtbot.waitUntil(lambda: words in entrance(program), timeout=20_000)
    assert program.entrance is not None
    assert program.entrance.isVisible()
    assert program.window is None
    press(program.entrance, "Try again")
    qtbot.waitUntil(lambda: words in entrance(program), timeout=20_000)
    home.store.write_bytes(whole)
    home.store.chmod(0o600)
    press(program.entrance, "Try again")
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    assert program.window is not None
    assert program.window.isVisible()
    assert not program.entrance.isVisible()


def test_a_store_that_takes_its_time_is_waited_for_with_a_word(
    program: Program, key: StoreKey, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PATIENCE_MS", 0)
    program.start(key)
    assert "being opened" in entrance(program)
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    assert program.entrance is not None
    assert not program.entrance.isVisible()
