"""A second pass in the window: the new version beside the first, before and after, and what was right of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assistant.rewrite import SAME
from assistant.store.store import Store
from tests.ui.conftest import Open
from tests.ui.test_conversation import press, shown_texts
from ui.chat.before import REWRITTEN
from ui.chat.rating import REWRITE, RatingCard
from ui.panel import WHY
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]


def rewrite(window: MainWindow, qtbot: QtBot, version: str = "2/2") -> None:
    press(window.transcript.views[-1], REWRITE)
    qtbot.waitUntil(
        lambda: version in shown_texts(window.transcript.views[-1]) and not window.conversation.is_busy, timeout=10_000
    )
    qtbot.waitUntil(lambda: window.transcript.views[-1].turn.finish == "stop", timeout=10_000)


def test_the_new_version_is_browsed_and_compared(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window("a long first answer", "short")
    ask(window, "Hello?")
    first = window.transcript.views[-1].turn
    assert REWRITTEN not in shown_texts(window.transcript.views[-1])
    kept.sliders.set("length", -3)
    rewrite(window, qtbot)
    view = window.transcript.views[-1]
    assert view.answer.text == "short"
    assert kept.chats.turn(view.turn.id).sources.revises == first.id
    assert REWRITTEN in shown_texts(view)
    assert "a long first answer" not in visible_text(view)
    press(view, "Show the answer before")
    assert "a long first answer" in visible_text(view)
    press(view, "Hide the answer before")
    assert "a long first answer" not in visible_text(view)
    window.right.show_why(view.turn)
    qtbot.waitUntil(lambda: "rewritten to your wishes" in shown_texts(window.panel.sources))
    assert window.panel.page == WHY
    press(view, "Earlier version")
    qtbot.waitUntil(lambda: window.transcript.views[-1].answer.text == "a long first answer", timeout=10_000)
    assert REWRITTEN not in shown_texts(window.transcript.views[-1])


def visible_text(view: QWidget) -> str:
    """What stands on the page for the eye, without what is inside something hidden."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


def test_the_same_answer_once_more_is_said_so(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window("the same")
    ask(window, "Hello?")
    kept.sliders.set("length", -3)
    rewrite(window, qtbot)
    assert SAME in shown_texts(window.transcript.views[-1])


def test_without_wishes_there_is_one_sentence_and_the_field_is_free_again(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    ask(window, "Hello?")
    window.composer.editor.setPlainText("half a thought")
    press(window.transcript.views[-1], REWRITE)
    qtbot.waitUntil(lambda: not window.notice.isHidden() and not window.composer._is_busy, timeout=10_000)
    assert "nothing to rewrite" in shown_texts(window.notice)
    assert window.composer.text() == "half a thought"
    assert len(window.transcript.views) == 1


def test_three_questions_come_after_a_thumb_down_and_are_kept_at_once(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    kept.preferences.add("I love lentil soup")
    ask(window, "How do I cook lentil soup?")
    view = window.transcript.views[-1]
    press(view, "Good answer")
    assert not [chip for chip in view.findChildren(QAbstractButton) if chip.accessibleName().startswith("Right tone?")]
    press(view, "Bad answer")
    press(view, "Right memories? No")
    press(view, "Right tone? No")
    press(view, "Right tone? Yes")
    qtbot.waitUntil(lambda: kept.judgements.of_turn(view.turn.id) == {"memories": False, "tone": True})
    rating = kept.ratings.of_turn(view.turn.id)
    assert rating is not None
    assert rating.verdict == "down"
    qtbot.waitUntil(lambda: view._shown.judged == {"memories": False, "tone": True})
    view._thumb("down")
    qtbot.waitUntil(lambda: chosen(view) == ["Right memories? No", "Right tone? Yes"])
    window.conversation.open(view.turn.chat)
    qtbot.waitUntil(lambda: window.transcript.views[-1] is not view)
    assert window.transcript.views[-1]._shown.judged == {"memories": False, "tone": True}


def chosen(view: QWidget) -> list[str]:

    return [
        chip.accessibleName()
        for card in view.findChildren(RatingCard)
        if not card.isHidden()
        for chip in card.findChildren(QAbstractButton)
        if chip.isChecked() and chip.accessibleName().startswith("Right")
    ]


def test_memories_are_not_asked_about_where_none_were_found(window: MainWindow, ask: Ask) -> None:
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    press(view, "Bad answer")
    names = {chip.accessibleName() for chip in view.findChildren(QAbstractButton)}
    assert "Right tone? No" in names
    assert "Right memories? No" not in names


def test_the_keyboard_reaches_all_of_it(window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    ask(window, "Hello?")
    view = window.transcript.views[-1]
    press(view, "Bad answer")
    reached = [
        button
        for button in view.findChildren(QAbstractButton)
        if button.accessibleName() in (REWRITE, "Right tone? No", "Right answer? Yes")
    ]
    assert len(reached) == 4, "the action, the same after a thumb down, and two of the questions"
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in reached)
    no = next(button for button in reached if button.accessibleName() == "Right tone? No")
    no.setFocus()
    qtbot.keyClick(no, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: kept.judgements.of_turn(view.turn.id) == {"tone": False})
