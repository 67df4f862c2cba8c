"""The first minutes with Attune: a passphrase, the recovery code, and the way back in with either."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from assistant.paths import Home, prepare
from assistant.store import keys
from assistant.store.keys import Created
from assistant.store.store import Store
from tests.ui.test_conversation import press, shown_texts
from ui.app import Program, way_in
from ui.unlock import UnlockPage

pytestmark = pytest.mark.window


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


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen that is no screen says so
def test_a_store_made_with_a_key_file_shows_its_recovery_code(
    qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path
) -> None:
    """In the window, not on a stream that may end in a log."""
    key_file = tmp_path / "key"
    key_file.write_text("ab" * 32)
    key_file.chmod(0o600)
    prepare(home)
    made = way_in(home, key_file)
    assert isinstance(made, Created)
    program = Program(qapp, home)
    program.start(made)
    assert program.entrance is not None
    assert made.recovery_code in shown_texts(program.entrance)
    program.entrance.close()
    page = UnlockPage(home, program.theme)
    qtbot.addWidget(page)
    opened: list[object] = []
    page.unlocked.connect(opened.append)
    page.show_code(made)
    assert made.recovery_code in shown_texts(page)
    press(page, "I wrote it down")
    assert opened == [made.key] == [way_in(home, key_file)]


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
    del copied
    QApplication.clipboard().clear()  # Qt's clipboard outlives Python here, and what Python made must not
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
