"""A day in the window: asking, stopping, versions, ratings, chats."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assistant.store.store import Store
from tests.ui.conftest import ANSWER, Open
from ui.chat.rating import RatingCard
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]


def press(parent: QWidget, name: str) -> None:
    QApplication.processEvents()  # what was just laid out is shown with the next events
    buttons = [b for b in parent.findChildren(QAbstractButton) if b.accessibleName() == name and not b.isHidden()]
    assert buttons, f"no button {name!r}"
    buttons[-1].click()


def shown_texts(parent: QWidget) -> str:
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if not label.isHidden())


def test_a_question_is_answered_and_kept(window: MainWindow, ask: Ask, kept: Store) -> None:
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    assert view.answer.text == ANSWER
    assert window.composer.text() == ""
    turn = kept.chats.turn(view.turn.id)
    assert (turn.question, turn.answer, turn.finish) == ("Hello?", ANSWER, "stop")
    assert window.sidebar.list.item(1).text() == "Hello?"


def test_a_slider_moved_before_sending_has_moved_however_busy_the_store_is(
    window: MainWindow, ask: Ask, kept: Store
) -> None:
    window._desk.run(lambda _: time.sleep(0.5))
    window.panel.sliders.moved.emit("length", -2)
    ask(window, "Hello?")
    assert dict(kept.chats.turn(window.transcript.views[-1].turn.id).sources.sliders) == {"length": -2}


def test_an_answer_that_is_kept_before_its_page_is_read_stands_there_once(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    ask(window, "Hello?")
    talk = window.conversation
    # its last word was said, and that it ended has not been told yet
    talk._speaking, talk._said = window.transcript.views[-1].turn, ANSWER
    with qtbot.waitSignal(talk.opened):
        talk.open(talk.chat)
    assert window.transcript.views[-1].answer.text == ANSWER


def test_enter_sends_and_shift_enter_breaks_the_line(window: MainWindow, qtbot: QtBot) -> None:
    editor = window.composer.editor
    qtbot.keyClicks(editor, "one")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "two")
    assert window.composer.text() == "one\ntwo"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.transcript.views) and not window.conversation.is_busy)
    assert window.transcript.views[0].turn.question == "one\ntwo"


def test_stop_keeps_what_was_said(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window("word " * 400, delay_s=0.02)
    window.ask("Tell me a lot.")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and len(window.transcript.views[-1].answer.text) > 20)
    assert window.composer._send.accessibleName() == "Stop"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.transcript.views[-1].turn.finish == "stopped", timeout=10_000)
    turn = kept.chats.turn(window.transcript.views[-1].turn.id)
    assert turn.finish == "stopped"
    assert 0 < len(turn.answer) < 2000
    assert turn.answer == window.transcript.views[-1].answer.text
    assert window.composer._send.accessibleName() == "Send"


def test_answering_again_makes_a_version_and_arrows_go_between(open_window: Open, ask: Ask, qtbot: QtBot) -> None:
    window = open_window("first", "second")
    ask(window, "Hello?")
    press(window.transcript.views[-1], "Answer again")
    qtbot.waitUntil(lambda: window.transcript.views[-1].answer.text == "second", timeout=10_000)
    qtbot.waitUntil(lambda: not window.conversation.is_busy)
    assert "2/2" in shown_texts(window.transcript.views[-1])
    press(window.transcript.views[-1], "Earlier version")
    qtbot.waitUntil(lambda: window.transcript.views[-1].answer.text == "first", timeout=10_000)
    assert "1/2" in shown_texts(window.transcript.views[-1])


def test_an_edited_question_branches_and_destroys_nothing(
    open_window: Open, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window("one", "two", "three")
    ask(window, "First?")
    ask(window, "Second?")
    first = window.transcript.views[0].turn
    press(window.transcript.views[0], "Edit this question")
    assert window.composer.text() == "First?"
    window.composer.editor.setPlainText("First, better?")
    window.composer._press()
    qtbot.waitUntil(lambda: len(window.transcript.views) == 1 and not window.conversation.is_busy, timeout=10_000)
    assert window.transcript.views[0].turn.question == "First, better?"
    assert kept.chats.turn(first.id).answer == "one"
    assert len(kept.chats.versions(first.id)) == 2


def test_up_in_an_empty_composer_edits_the_last_question(window: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(window, "Hello?")
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Up)
    assert window.composer.text() == "Hello?"
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Escape)
    assert window.composer.text() == ""


def test_a_thumb_a_reason_and_a_better_version_are_kept(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    press(view, "Bad answer")
    qtbot.waitUntil(lambda: kept.ratings.of_turn(view.turn.id) is not None)
    card = view.findChild(RatingCard)
    assert card is not None
    press(card, "Reason: too long")
    card._better.setPlainText("Hi.")
    press(card, "Keep your better version")
    qtbot.waitUntil(lambda: (rating := kept.ratings.of_turn(view.turn.id)) is not None and rating.better == "Hi.")
    rating = kept.ratings.of_turn(view.turn.id)
    assert rating is not None
    assert (rating.verdict, rating.reasons) == ("down", ("too long",))
    press(view, "Good answer")
    qtbot.waitUntil(lambda: (found := kept.ratings.of_turn(view.turn.id)) is not None and found.verdict == "up")
    rating = kept.ratings.of_turn(view.turn.id)
    assert rating is not None
    assert rating.better == "Hi.", "it stays when the thumb is turned"
    turned = view._card
    assert turned is not None
    assert turned._better.toPlainText() == "Hi."
    turned._better.clear()
    press(turned, "Keep your better version")
    qtbot.waitUntil(lambda: (found := kept.ratings.of_turn(view.turn.id)) is not None and found.better is None)


def test_a_dying_speaker_costs_one_click(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window("one two three four", dies_after=2)
    qtbot.waitUntil(lambda: window.models.button.name == "scripted · CPU", timeout=10_000)
    window.models.button.show_name("")
    window.ask("Hello?")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and not window.conversation.is_busy, timeout=10_000)
    view = window.transcript.views[-1]
    qtbot.waitUntil(lambda: "stopped in the middle" in shown_texts(view), timeout=10_000)
    assert kept.chats.turn(view.turn.id).answer == "one two"
    qtbot.waitUntil(
        lambda: window.models.button.name == "scripted · CPU", timeout=10_000
    )  # it is started again at once
    press(view, "Ask again")
    qtbot.waitUntil(lambda: len(kept.chats.versions(view.turn.id)) == 2, timeout=10_000)


def test_a_refused_question_stays_in_the_field(window: MainWindow, qtbot: QtBot) -> None:
    window.conversation._chat = 999
    window.composer.editor.setPlainText("Where am I?")
    window.composer._press()
    qtbot.waitUntil(lambda: not window.notice.isHidden(), timeout=10_000)
    assert "999" in shown_texts(window.notice)
    assert window.composer.text() == "Where am I?"


def test_chats_are_listed_searched_renamed_pinned(window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    ask(window, "About herons?")
    window.new_chat()
    ask(window, "About bread?")
    listed = window.sidebar.list
    qtbot.waitUntil(lambda: listed.count() == 3)
    window.sidebar.search.setText("heron")
    qtbot.waitUntil(lambda: listed.count() == 2 and "herons" in listed.item(1).text(), timeout=10_000)
    listed.itemClicked.emit(listed.item(1))
    qtbot.waitUntil(lambda: window.transcript.views[-1].turn.question == "About herons?", timeout=10_000)
    window.sidebar.search.clear()
    chat = window.conversation.chat
    assert chat is not None
    window.sidebar.renamed.emit(chat, "Birds")
    window.sidebar.pinned.emit(chat, True)
    qtbot.waitUntil(lambda: listed.count() == 4 and listed.item(0).text() == "Pinned", timeout=10_000)
    assert (kept.chats.get(chat).title, kept.chats.get(chat).pinned) == ("Birds", True)


def test_a_deleted_chat_comes_back_with_undo_and_goes_without(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    ask(window, "Hello?")
    chat = window.conversation.chat
    assert chat is not None
    window.sidebar.deleted.emit(chat)
    qtbot.waitUntil(lambda: window.sidebar.list.count() == 0)
    assert len(kept.chats.list()) == 1, "not deleted while it can be undone"
    press(window.notice, "Undo: The chat is deleted.")
    qtbot.waitUntil(lambda: window.sidebar.list.count() == 2)
    window.sidebar.deleted.emit(chat)
    press(window.notice, "Close this message")
    qtbot.waitUntil(lambda: kept.chats.list() == [])


def test_a_draft_survives_a_restart(open_window: Open, ask: Ask, qtbot: QtBot) -> None:
    window = open_window()
    ask(window, "Hello?")
    chat = window.conversation.chat
    window.composer.editor.setPlainText("half a thou")
    window.close()
    again = open_window()
    again.conversation.open(chat)
    qtbot.waitUntil(lambda: again.composer.text() == "half a thou", timeout=10_000)


def test_a_draft_in_no_chat_yet_survives_a_restart(open_window: Open, ask: Ask, qtbot: QtBot) -> None:
    window = open_window()
    window.composer.editor.setPlainText("not yet a question")
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.composer.text() == "not yet a question", timeout=10_000)
    ask(again, "Hello?")
    again.close()
    third = open_window()
    qtbot.waitUntil(lambda: third.sidebar.list.count() == 2, timeout=10_000)
    assert third.composer.text() == ""


def test_another_chat_can_be_read_while_an_answer_comes(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window("word " * 60, delay_s=0.02)
    window.ask("Long?")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and len(window.transcript.views[-1].answer.text) > 10)
    chat = window.conversation.chat
    window.new_chat()
    assert window.transcript.views == []
    window.conversation.open(chat)
    qtbot.waitUntil(lambda: not window.conversation.is_busy, timeout=20_000)
    qtbot.waitUntil(lambda: window.transcript.views[-1].turn.finish == "stop", timeout=10_000)
    assert window.transcript.views[-1].answer.text == kept.chats.branch(chat or 0)[-1].answer


@pytest.mark.model
def test_the_real_model_answers_in_the_window(open_window: Open, ask: Ask, kept: Store) -> None:
    window = open_window(real=True)
    kept.settings.set("max_tokens", 24)
    ask(window, "Name three colours.")
    turn = kept.chats.turn(window.transcript.views[-1].turn.id)
    assert turn.answer
    assert turn.answer == window.transcript.views[-1].answer.text
    assert turn.stats is not None
    assert turn.stats.generated_tokens <= 24
