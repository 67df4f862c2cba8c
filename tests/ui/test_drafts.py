"""What is typed stays with its chat, whatever is asked, edited or opened meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assistant.errors import StoreProblem
from assistant.store.store import Store
from tests.ui.conftest import Open
from tests.ui.test_conversation import press
from ui.chat.drafts import DRAFT
from ui.window import MainWindow

pytestmark = pytest.mark.window
LONG = "word " * 99 + "word"
Ask = Callable[[MainWindow, str], None]


def open_chat(window: MainWindow, chat: int | None, question: str, qtbot: QtBot) -> None:
    window.conversation.open(chat)
    qtbot.waitUntil(
        lambda: bool(window.transcript.views) and window.transcript.views[-1].turn.question == question, timeout=10_000
    )


def test_a_draft_stays_in_its_chat_while_an_answer_comes(
    open_window: Open, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window("short", "word " * 200, delay_s=0.02)
    ask(window, "First?")
    first = window.conversation.chat
    window.new_chat()
    window.ask("Second?")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and len(window.transcript.views[-1].answer.text) > 10)
    second = window.conversation.chat
    window.composer.editor.setPlainText("only for the second")
    open_chat(window, first, "First?", qtbot)
    assert window.conversation.is_busy
    assert window.composer.text() == ""
    window.composer.editor.setPlainText("only for the first")
    open_chat(window, second, "Second?", qtbot)
    assert window.composer.text() == "only for the second"
    window.conversation.stop()
    qtbot.waitUntil(lambda: not window.conversation.is_busy, timeout=10_000)
    window.drafts.keep()
    qtbot.waitUntil(lambda: kept.chats.get(first or 0).draft == "only for the first", timeout=10_000)
    qtbot.waitUntil(lambda: kept.chats.get(second or 0).draft == "only for the second", timeout=10_000)


def test_a_question_that_is_kept_late_empties_only_its_own_field(
    open_window: Open, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window()
    ask(window, "First?")
    first = window.conversation.chat
    window.composer.editor.setPlainText("mine")
    window.new_chat()
    qtbot.waitUntil(lambda: window.transcript.views == [])
    window.composer.editor.setPlainText("Second?")
    window.composer._press()
    open_chat(window, first, "First?", qtbot)
    qtbot.waitUntil(lambda: not window.composer._is_busy and len(kept.chats.list()) == 2, timeout=10_000)
    qtbot.waitUntil(lambda: kept.settings.get(DRAFT) in (None, ""), timeout=10_000)
    assert window.composer.text() == "mine"
    window.new_chat()
    assert window.composer.text() == ""


def test_what_is_typed_after_sending_goes_on_in_the_new_chat(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window("word " * 60, delay_s=0.02)
    window.composer.editor.setPlainText("Hello?")
    window.composer._press()
    window.composer.editor.setPlainText("and then")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and not window.conversation.is_busy, timeout=20_000)
    assert window.composer.text() == "and then"
    qtbot.waitUntil(lambda: kept.chats.get(window.conversation.chat or 0).draft == "and then", timeout=10_000)
    assert kept.settings.get(DRAFT) in (None, "")


def test_editing_gives_the_draft_back(open_window: Open, ask: Ask, qtbot: QtBot) -> None:
    window = open_window("one", "two", "three")
    ask(window, "Hello?")
    window.composer.editor.setPlainText("half a thought")
    press(window.transcript.views[0], "Edit this question")
    assert window.composer.text() == "Hello?"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    assert window.composer.text() == "half a thought"
    press(window.transcript.views[0], "Edit this question")
    window.composer.editor.setPlainText("Hello, you?")
    window.composer._press()
    qtbot.waitUntil(lambda: window.composer.text() == "half a thought", timeout=10_000)
    qtbot.waitUntil(lambda: window.transcript.views[0].turn.question == "Hello, you?", timeout=10_000)


def test_another_version_ends_editing(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window("one", "two", "three")
    ask(window, "Hello?")
    press(window.transcript.views[0], "Answer again")
    qtbot.waitUntil(lambda: window.transcript.views[0].answer.text == "two", timeout=10_000)
    qtbot.waitUntil(lambda: not window.conversation.is_busy)
    press(window.transcript.views[0], "Edit this question")
    press(window.transcript.views[0], "Earlier version")
    qtbot.waitUntil(lambda: window.transcript.views[0].answer.text == "one", timeout=10_000)
    assert window.composer.text() == ""
    ask(window, "And then?")
    assert window.transcript.views[-1].turn.parent == window.transcript.views[0].turn.id


def test_an_answer_grows_on_its_own_turn_only(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window("one", LONG, delay_s=0.02)
    ask(window, "Hello?")
    first = window.transcript.views[0].turn.id
    press(window.transcript.views[0], "Answer again")
    qtbot.waitUntil(lambda: window.transcript.views[0].answer.text.startswith("word word"), timeout=10_000)
    second = window.transcript.views[0].turn.id
    window.conversation.show_version(first)
    qtbot.waitUntil(lambda: window.transcript.views[0].turn.id == first, timeout=10_000)
    qtbot.waitUntil(lambda: not window.conversation.is_busy, timeout=20_000)
    assert window.transcript.views[0].answer.text == "one"
    assert kept.chats.turn(second).answer == LONG
    window.conversation.show_version(second)
    qtbot.waitUntil(lambda: window.transcript.views[0].turn.id == second, timeout=10_000)
    assert window.transcript.views[0].answer.text == LONG


def test_what_could_not_be_kept_stays_on_the_page(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*values: object, **names: object) -> None:
        raise StoreProblem("The disk is full.", "Make room; nothing that was kept is lost.")

    window = open_window("All of it.")
    monkeypatch.setattr("assistant.store.chats.Chats.finish_turn", full)
    window.ask("Hello?")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and not window.conversation.is_busy, timeout=10_000)
    view = window.transcript.views[-1]
    qtbot.waitUntil(lambda: any("disk is full" in label.text() for label in view.findChildren(QLabel)), timeout=10_000)
    assert view.answer.text == "All of it."


def test_a_rating_is_shown_as_it_was_kept(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window()
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    press(view, "Bad answer")
    press(view, "Reason: too long")
    qtbot.waitUntil(
        lambda: (rating := kept.ratings.of_turn(view.turn.id)) is not None and rating.reasons == ("too long",)
    )
    QApplication.processEvents()
    press(view, "Bad answer")
    press(view, "Reason: wrong")
    qtbot.waitUntil(lambda: set(getattr(kept.ratings.of_turn(view.turn.id), "reasons", ())) == {"too long", "wrong"})


def test_esc_stops_the_answer_from_anywhere(open_window: Open, qtbot: QtBot) -> None:
    window = open_window("word " * 400, delay_s=0.02)
    window.ask("Tell me a lot.")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and len(window.transcript.views[-1].answer.text) > 20)
    qtbot.keyClick(window.sidebar.list, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.transcript.views[-1].turn.finish == "stopped", timeout=10_000)


def test_a_draft_that_the_store_refused_is_kept_as_soon_as_it_can_be(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    def full(*_: object) -> None:
        raise StoreProblem("The disk is full.", "Make room; nothing that was kept is lost.")

    def refused() -> bool:
        return not window.notice.isHidden() and not window.notice.hide()

    ask(window, "Hello?")
    chat = window.conversation.chat or 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.store.chats.Chats.save_draft", full)
        window.composer.editor.setPlainText("in the chat")
        window.drafts.keep()
        qtbot.waitUntil(refused, timeout=10_000)
        window.new_chat()
        assert window.composer.text() == ""
    window.composer.editor.setPlainText("in no chat yet")
    window.drafts.keep()
    qtbot.waitUntil(lambda: kept.settings.get(DRAFT) == "in no chat yet", timeout=10_000)
    qtbot.waitUntil(lambda: kept.chats.get(chat).draft == "in the chat", timeout=10_000)
