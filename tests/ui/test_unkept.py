"""Nothing is said to be kept before it is: where the store refuses, the window shows what is stored, and tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.errors import StoreFull
from assistant.store.chats import Chats
from assistant.store.choices import Choices
from assistant.store.judgements import Judgements
from assistant.store.preferences import Preferences
from assistant.store.ratings import Ratings
from assistant.store.sliders import SliderMoves
from assistant.store.store import Store
from tests.taste.judging import long, short
from tests.ui.conftest import Open
from tests.ui.test_conversation import press, shown_texts
from ui.chat.pair import SAID, PairView
from ui.chat.rating import KEPT, NOT_KEPT, RatingCard
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]
FULL = "The disk is full, so that was not kept."


@contextmanager
def refused(kind: type, write: str) -> Iterator[None]:
    """For a while the store refuses one kind of write."""

    def refuse(*_: object, **__: object) -> None:
        raise StoreFull(FULL, "Make room.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, write, refuse)
        yield


def wait_told(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.notice.isHidden() and FULL in shown_texts(window.notice), timeout=10_000)


def is_on(parent: QWidget, name: str) -> bool:
    return [one for one in parent.findChildren(QAbstractButton) if one.accessibleName() == name][-1].isChecked()


def test_a_thumb_is_lit_and_thanked_for_once_it_is_kept(window: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    with refused(Ratings, "rate"):
        press(view, "Good answer")
        wait_told(window, qtbot)
    card = view.findChild(RatingCard)
    assert card is not None
    assert NOT_KEPT in shown_texts(card)
    assert not is_on(view, "Good answer")
    card._better.setPlainText("Hi.")
    press(card, "Reason: clear")
    qtbot.waitUntil(lambda: KEPT["up"] in shown_texts(card), timeout=10_000)
    assert is_on(view, "Good answer")
    assert card._better.toPlainText() == "Hi."


def test_a_reason_and_a_judgement_that_were_not_kept_go_out_again(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    press(view, "Bad answer")
    press(view, "Reason: wrong")
    press(view, "Right tone? No")
    qtbot.waitUntil(lambda: kept.judgements.of_turn(view.turn.id) == {"tone": False}, timeout=10_000)
    qtbot.waitUntil(lambda: view._shown.judged == {"tone": False})
    with refused(Judgements, "judge"), refused(Ratings, "rate"):
        press(view, "Right tone? Yes")
        press(view, "Reason: too long")
        press(view, "Good answer")
        wait_told(window, qtbot)
        qtbot.waitUntil(lambda: not is_on(view, "Good answer"))
    assert is_on(view, "Bad answer")
    press(view, "Bad answer")
    assert (is_on(view, "Right tone? No"), is_on(view, "Right tone? Yes")) == (True, False)
    assert (is_on(view, "Reason: wrong"), is_on(view, "Reason: too long")) == (True, False)
    assert KEPT["down"] in shown_texts(view)


def test_a_choice_stays_open_until_it_is_kept(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window(long("tea"), short("tea"), "third", asks=True)
    ask(window, "What about tea?")
    qtbot.waitUntil(lambda: SAID["ready"] in shown_texts(window.transcript), timeout=20_000)
    press(window.transcript, "Compare the two answers")
    with refused(Choices, "choose"):
        press(window.transcript, "Answer 2 is better")
        wait_told(window, qtbot)
        assert SAID["kept"] not in shown_texts(window.transcript)
        pair = window.transcript.views[-1].findChild(PairView)
        assert pair is not None
        assert not pair.isHidden()
    press(pair, "Answer 2 is better")
    qtbot.waitUntil(lambda: SAID["kept"] in shown_texts(window.transcript), timeout=10_000)
    assert [choice.best for choice in kept.choices.list()] == ["B"]


def test_a_slider_goes_back(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    row = window.panel.sliders.row("length")
    qtbot.waitUntil(row.isEnabled)
    qtbot.keyClick(row.stops, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: kept.sliders.levels() == {"length": -1})
    with refused(SliderMoves, "set"):
        qtbot.keyClick(row.stops, Qt.Key.Key_Left)
        wait_told(window, qtbot)
        qtbot.waitUntil(lambda: row.stops.value() == -1)
    assert kept.sliders.levels() == {"length": -1}


def test_the_tick_of_a_preference_goes_back(window: MainWindow, qtbot: QtBot) -> None:
    window.right.remember("I love herons")
    name = "Always keep in mind: I love herons"
    qtbot.waitUntil(lambda: any(one.accessibleName() == name for one in window.findChildren(QAbstractButton)))
    with refused(Preferences, "set_always"):
        press(window.panel.memory, name)
        assert is_on(window.panel.memory, name)
        wait_told(window, qtbot)
        qtbot.waitUntil(lambda: not is_on(window.panel.memory, name))


def test_a_chat_that_could_not_be_deleted_comes_back(window: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(window, "Hello?")
    qtbot.waitUntil(lambda: window.sidebar.list.count() == 2)
    window.chats.delete(window.conversation.chat or 0)
    qtbot.waitUntil(lambda: window.sidebar.list.count() == 0)
    with refused(Chats, "delete"):
        window.notice.settle()
        wait_told(window, qtbot)
        qtbot.waitUntil(lambda: window.sidebar.list.count() == 2)
