"""The bar above the conversation: a failure never takes away what can still be undone, and is told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assistant.errors import StoreProblem
from assistant.store.store import Store
from tests.ui.test_conversation import press, shown_texts
from ui import errors
from ui.errors import Notice
from ui.theme.theme import Theme
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]
PROBLEM = StoreProblem("The store is busy.", "Try again.")
UNDO = "Undo: It is done."


@pytest.fixture
def notice(qtbot: QtBot, qapp: QApplication) -> Iterator[Notice]:
    around = QWidget()
    qtbot.addWidget(around)
    made = Notice(Theme(qapp))
    made.setParent(around)
    yield made


def offer(notice: Notice, happened: list[str]) -> None:
    notice.offer("It is done.", "Undo", lambda: happened.append("undone"), lambda: happened.append("lapsed"))


@pytest.mark.parametrize(("button", "then"), [(UNDO, "undone"), ("Close this message", "lapsed")])
def test_a_failure_waits_until_an_offer_is_over(notice: Notice, button: str, then: str) -> None:
    happened: list[str] = []
    offer(notice, happened)
    notice.tell(PROBLEM)
    assert happened == []
    assert "It is done." in shown_texts(notice)
    press(notice, button)
    assert happened == [then]
    assert "The store is busy." in shown_texts(notice)
    assert not notice.isHidden()
    press(notice, "Close this message")
    assert notice.isHidden()
    assert happened == [then]


def test_it_is_told_after_an_offer_that_nobody_took(
    notice: Notice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "SHOWN_MS", 50)
    happened: list[str] = []
    offer(notice, happened)
    notice.tell(PROBLEM)
    qtbot.waitUntil(lambda: happened == ["lapsed"])
    assert "The store is busy." in shown_texts(notice)


def test_a_failure_that_stands_there_comes_back_after_an_offer(notice: Notice) -> None:
    happened: list[str] = []
    notice.tell(PROBLEM)
    offer(notice, happened)
    assert "It is done." in shown_texts(notice)
    press(notice, "Close this message")
    assert happened == ["lapsed"]
    assert "The store is busy." in shown_texts(notice)


def test_a_deleted_chat_can_be_brought_back_whatever_else_fails(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    ask(window, "Hello?")
    window.chats.delete(window.conversation.chat or 0)
    window.right.remember("  ")  # cannot be kept
    told: list[bool] = []
    window._desk.run(lambda _: True, told.append)
    qtbot.waitUntil(lambda: bool(told))
    press(window.notice, "Undo: The chat is deleted.")
    qtbot.waitUntil(lambda: window.sidebar.list.count() == 2)
    assert len(kept.chats.list()) == 1
    assert not window.notice.isHidden(), "and then it is told"
