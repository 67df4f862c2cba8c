"""Sliders, preferences and sources on the right side, and the first minutes with Attune."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from assistant.paths import Home
from assistant.store import keys
from assistant.store.store import Store
from tests.ui.test_conversation import press, shown_texts
from ui.app import Program
from ui.panel import MEMORY, WHY
from ui.unlock import UnlockPage
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]


def test_a_slider_is_kept_and_shapes_the_next_answer(window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    row = window.panel.sliders.row("length")
    qtbot.waitUntil(row.isEnabled)
    qtbot.keyClick(row.stops, Qt.Key.Key_Left)
    qtbot.keyClick(row.stops, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: kept.sliders.levels() == {"length": -2})
    assert "sentences" in shown_texts(row)
    ask(window, "Hello?")
    assert dict(window.transcript.views[-1].turn.sources.sliders) == {"length": -2}
    press(window.panel.sliders, "All to the middle")
    qtbot.waitUntil(lambda: kept.sliders.levels() == {})


def test_levels_are_shown_as_they_were_left(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    kept.sliders.set("warmth", 3)
    window.right.refresh()
    qtbot.waitUntil(lambda: window.panel.sliders.row("warmth").stops.value() == 3)
    assert kept.sliders.history()[-1][:2] == ("warmth", 3), "showing a level does not set it again"
    assert len(kept.sliders.history()) == 1


def test_a_preference_is_told_edited_kept_in_mind_and_forgotten(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    panel = window.panel.memory
    qtbot.keyClicks(panel.entry, "I love herons")
    qtbot.keyClick(panel.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept.preferences.list()) == 1)
    first = kept.preferences.list()[0].id
    qtbot.waitUntil(lambda: panel.card(first) is not None)
    press(panel, "Edit: I love herons")
    card = panel.card(first)
    assert card is not None
    field = card.findChild(QLineEdit)
    assert field is not None
    field.setText("I love grey herons")
    press(card, "Save the new words")
    qtbot.waitUntil(lambda: [item.text for item in kept.preferences.list()] == ["I love grey herons"])
    second = kept.preferences.list()[0].id
    qtbot.waitUntil(lambda: panel.card(second) is not None)
    press(panel, "Always keep in mind: I love grey herons")
    qtbot.waitUntil(lambda: kept.preferences.list()[0].always)
    qtbot.waitUntil(lambda: panel.card(second) is not None)
    press(panel, "Forget: I love grey herons")
    press(panel, "Forget it for good")
    qtbot.waitUntil(lambda: kept.preferences.list() == [])


def test_why_names_the_memory_and_lets_it_be_forgotten_in_place(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window.right.remember("I love grey herons")
    qtbot.waitUntil(lambda: len(kept.preferences.list()) == 1)
    ask(window, "Where do grey herons nest?")
    press(window.transcript.views[-1], "Why this answer")
    assert window.panel.page == WHY
    text = shown_texts(window.panel.sources)
    assert "I love grey herons" in text
    assert "herons" in text.split("I love grey herons", 1)[1]
    press(window.panel.sources, "Forget: I love grey herons")
    assert window.panel.page == MEMORY
    press(window.panel.memory, "Forget it for good")
    qtbot.waitUntil(lambda: kept.preferences.list() == [])


def entrance(qtbot: QtBot, qapp: QApplication, home: Home) -> tuple[UnlockPage, list[object]]:
    page = UnlockPage(home, Program(qapp, home).theme)
    qtbot.addWidget(page)
    opened: list[object] = []
    page.unlocked.connect(opened.append)
    page.begin()
    return page, opened


def has_field(page: UnlockPage, name: str) -> bool:
    return any(entry.accessibleName() == name for entry in page.findChildren(QLineEdit))


def field(page: UnlockPage, name: str) -> QLineEdit:
    return next(
        entry for entry in page.findChildren(QLineEdit) if entry.accessibleName() == name and not entry.isHidden()
    )


def test_first_run_with_a_passphrase_then_unlock_wrong_and_right(qtbot: QtBot, qapp: QApplication, home: Home) -> None:
    page, opened = entrance(qtbot, qapp, home)
    assert "Welcome" in shown_texts(page)
    qtbot.waitUntil(lambda: has_field(page, "Passphrase"), timeout=20_000)
    field(page, "Passphrase").setText("three blind mice")
    field(page, "The same again").setText("three blind rats")
    press(page, "Start")
    assert "differ" in shown_texts(page)
    assert keys.slots(home) == frozenset()
    field(page, "The same again").setText("three blind mice")
    press(page, "Start")
    qtbot.waitUntil(lambda: "recovery code" in shown_texts(page), timeout=20_000)
    code = next(label.text() for label in page.findChildren(QLabel) if label.accessibleName() == "Your recovery code")
    press(page, "Copy")
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == code
    assert copied.data("x-kde-passwordManagerHint").data() == b"secret", "clipboard histories leave it out"
    press(page, "I wrote it down")
    assert len(opened) == 1
    page, opened = entrance(qtbot, qapp, home)
    field(page, "Passphrase").setText("wrong")
    press(page, "Open")
    qtbot.waitUntil(lambda: "does not open" in shown_texts(page), timeout=20_000)
    assert opened == []
    field(page, "Passphrase").setText("three blind mice")
    press(page, "Open")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)
    page, opened = entrance(qtbot, qapp, home)
    press(page, "Use the recovery code")
    field(page, "Recovery code").setText(code.lower().replace("-", " "))
    press(page, "Open")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)


def test_a_damaged_sidecar_is_a_sentence(qtbot: QtBot, qapp: QApplication, home: Home, kept: Store) -> None:
    assert kept
    for path in (home.keyslots, home.keyslots_copy):
        path.write_text("{", encoding="utf-8")
    page, opened = entrance(qtbot, qapp, home)
    assert opened == []
    assert shown_texts(page).count(".") >= 1
    assert home.store.exists()
