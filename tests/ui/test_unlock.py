"""The way in, with a keyring that asks the person first, or that the person sends away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from assistant.paths import Home
from assistant.store import keys
from assistant.store.keyring_slot import NOBODY_S, SystemKeyring
from tests.ui.test_conversation import press, shown_texts
from ui.app import Program
from ui.unlock import UnlockPage

pytestmark = pytest.mark.window
WORDS = "three blind mice"
AGAIN, ELSE = "Try the login keyring again", "Use another way"


class AskingKeyring:
    """Keeps what it is given, and asks the person before it gives anything."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.answered = threading.Event()
        self.is_refused = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        from keyring.errors import KeyringLocked

        self.answered.wait()
        if self.is_refused:
            raise KeyringLocked("dismissed")
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def asking() -> Iterator[AskingKeyring]:
    made = AskingKeyring()
    yield made
    made.answered.set()


Enter = Callable[[], tuple[UnlockPage, list[object]]]


@pytest.fixture
def enter(qtbot: QtBot, qapp: QApplication, home: Home, asking: AskingKeyring) -> Enter:
    def make() -> tuple[UnlockPage, list[object]]:
        page = UnlockPage(home, Program(qapp, home).theme, ring=SystemKeyring(lambda: [asking], limit_s=60))
        qtbot.addWidget(page)
        opened: list[object] = []
        page.unlocked.connect(opened.append)
        page.begin()
        return page, opened

    return make


def make_store(home: Home, asking: AskingKeyring, **how: str) -> keys.Created:
    asking.answered.set()
    made = keys.create(home, keyring=True, ring=SystemKeyring(lambda: [asking]), **how)  # type: ignore[arg-type]
    asking.answered.clear()
    return made


def entry_of(page: UnlockPage) -> QLineEdit:
    return next(entry for entry in page.findChildren(QLineEdit) if not entry.isHidden())


def test_the_keyring_may_take_its_time_and_another_way_is_open_meanwhile(
    enter: Enter, home: Home, asking: AskingKeyring, qtbot: QtBot
) -> None:
    made = make_store(home, asking)
    page, opened = enter()
    press(page, ELSE)
    entry_of(page).setText(made.recovery_code)
    press(page, "Open")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)
    asking.answered.set()
    qtbot.waitUntil(lambda: not any(thread.name in ("aside", "keyring") for thread in threading.enumerate()))
    QApplication.processEvents()
    assert opened == [made.key], "the key is handed on once, whoever was first"


def test_a_late_answer_of_the_keyring_opens_or_leaves_the_form_alone(
    enter: Enter, home: Home, asking: AskingKeyring, qtbot: QtBot
) -> None:
    made = make_store(home, asking)
    page, opened = enter()
    press(page, ELSE)
    entry_of(page).setText("half a code")
    asking.is_refused = True
    asking.answered.set()
    qtbot.waitUntil(lambda: not any(thread.name in ("aside", "keyring") for thread in threading.enumerate()))
    QApplication.processEvents()
    assert entry_of(page).text() == "half a code"
    asking.answered.clear()
    asking.is_refused = False
    press(page, AGAIN)
    press(page, ELSE)
    asking.answered.set()
    qtbot.waitUntil(lambda: opened == [made.key], timeout=20_000)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen that is no screen says so
def test_a_keyring_that_was_dismissed_can_be_tried_again(
    enter: Enter, home: Home, asking: AskingKeyring, qtbot: QtBot
) -> None:
    made = make_store(home, asking, passphrase=WORDS)
    asking.is_refused = True
    asking.answered.set()
    page, opened = enter()
    page.show()
    qtbot.waitUntil(lambda: "keyring is locked" in shown_texts(page), timeout=20_000)
    assert page.focusWidget() is entry_of(page)
    press(page, "Use the recovery code")
    asking.is_refused = False
    press(page, AGAIN)
    qtbot.waitUntil(lambda: opened == [made.key], timeout=20_000)


def test_a_first_start_does_not_wait_for_the_keyring(enter: Enter, asking: AskingKeyring, qtbot: QtBot) -> None:
    page, _ = enter()
    start = next(one for one in page.findChildren(QAbstractButton) if "login" in one.text())
    assert not start.isEnabled()
    press(page, "Use a passphrase instead")
    entry_of(page).setText("half a passphrase")
    asking.answered.set()
    qtbot.waitUntil(lambda: not any(thread.name in ("aside", "keyring") for thread in threading.enumerate()))
    QApplication.processEvents()
    assert entry_of(page).text() == "half a passphrase"
    again, opened = enter()
    start = next(one for one in again.findChildren(QAbstractButton) if "login" in one.text())
    qtbot.waitUntil(start.isEnabled, timeout=20_000)
    start.click()
    qtbot.waitUntil(lambda: "recovery code" in shown_texts(again), timeout=20_000)
    press(again, "I wrote it down")
    assert len(opened) == 1


def test_a_person_gets_more_time_than_a_program(qtbot: QtBot, qapp: QApplication, home: Home) -> None:
    page = UnlockPage(home, Program(qapp, home).theme)
    qtbot.addWidget(page)
    assert page._ring._limit_s >= 12 * NOBODY_S


def test_after_a_wrong_passphrase_it_can_be_typed_over_at_once(qtbot: QtBot, qapp: QApplication, home: Home) -> None:
    keys.create(home, passphrase=WORDS)
    page = UnlockPage(home, Program(qapp, home).theme)
    qtbot.addWidget(page)
    page.begin()
    entry = entry_of(page)
    entry.setText("wrong")
    press(page, "Open")
    page.setFocus()
    qtbot.waitUntil(lambda: "does not open" in shown_texts(page), timeout=20_000)
    assert page.focusWidget() is entry
    assert entry.selectedText() == "wrong"
