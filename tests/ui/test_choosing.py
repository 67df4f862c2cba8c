"""A second answer is written quietly, offered, put beside the first when wanted, and chosen by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assistant.records import Turn
from assistant.store.store import Store
from assistant.taste.questions import TALLY, tally_from
from tests.taste.judging import long, short
from tests.ui.conftest import Open
from tests.ui.test_conversation import press, shown_texts
from tests.ui.test_dashboard import settle
from ui.chat.pair import ASKING, SAID, OfferLine, PairView
from ui.chat.turn import TurnView
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]
FIRST, SECOND = long("tea"), short("tea")
COMPARE, LATER = "Compare the two answers", "Not now: leave the answer as it is"


def newest(window: MainWindow) -> TurnView:
    return window.transcript.views[-1]


def said(window: MainWindow) -> str:
    """What the line under the newest answer says; empty where there is none."""
    lines = [line for view in window.transcript.views[-1:] for line in view.findChildren(OfferLine)]
    return "\n".join(shown_texts(line) for line in lines if line.isVisibleTo(window))


def rest(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until whatever comes after an answer has come to its end."""
    settle(window, qtbot)
    done: list[object] = []
    window._speech.run(lambda _: True, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    settle(window, qtbot)


def offered(window: MainWindow, qtbot: QtBot) -> TurnView:
    qtbot.waitUntil(lambda: SAID["ready"] in said(window), timeout=20_000)
    return newest(window)


@pytest.fixture
def asked(open_window: Open, ask: Ask, qtbot: QtBot) -> MainWindow:
    """A window with a first answer and the offer of a second one."""
    window = open_window(FIRST, SECOND, "third", asks=True)
    ask(window, "What about tea?")
    offered(window, qtbot)
    return window


@pytest.fixture
def opened(asked: MainWindow, qtbot: QtBot) -> MainWindow:
    """Both stand beside each other."""
    press(newest(asked), COMPARE)
    qtbot.waitUntil(lambda: newest(asked).findChild(PairView) is not None)
    return asked


def pair(window: MainWindow) -> PairView:
    found = newest(window).findChild(PairView)
    assert found is not None
    return found


def test_the_first_is_whole_and_shown_while_the_second_is_written(
    open_window: Open, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window(FIRST, "word " * 40, delay_s=0.02, asks=True)
    ask(window, "What about tea?")
    qtbot.waitUntil(lambda: SAID["writing"] in said(window), timeout=20_000)
    view = newest(window)
    assert view.answer.text == FIRST
    assert view.turn.finish == "stop"
    assert not window.conversation.is_busy
    assert window.composer._send.accessibleName() == "Send"
    qtbot.waitUntil(lambda: len(kept.chats.versions(view.turn.id)) == 2, timeout=20_000)
    assert [turn.id for turn in kept.chats.branch(view.turn.chat)] == [view.turn.id], "the first stays shown"


def test_a_new_question_goes_first_and_ends_the_second(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window(FIRST, "word " * 300, delay_s=0.01, asks=True)
    ask(window, "What about tea?")
    qtbot.waitUntil(lambda: SAID["writing"] in said(window), timeout=20_000)
    first = newest(window).turn
    window.composer.editor.setPlainText("And then?")
    window.composer._press()
    qtbot.waitUntil(lambda: len(window.transcript.views) == 2 and newest(window).turn.finish == "stop", timeout=20_000)
    assert newest(window).turn.answer.startswith("word word")
    assert newest(window).turn.parent == first.id
    assert window.transcript.views[0].answer.text == FIRST
    assert SAID["writing"] not in shown_texts(window.transcript.views[0])
    assert kept.chats.versions(first.id) == [first.id], "what was cut off is no version to look at"


def test_the_two_stand_side_by_side_and_the_answer_is_kept(opened: MainWindow, qtbot: QtBot, kept: Store) -> None:
    view = newest(opened)
    assert ASKING in shown_texts(pair(opened))
    assert view.answer.isHidden()
    assert pair(opened).hasFocus() or not opened.isActiveWindow()
    press(pair(opened), "Answer 2 is better")
    qtbot.waitUntil(lambda: [choice.best for choice in kept.choices.list()] == ["B"])
    choice = kept.choices.list()[0]
    first, second = kept.chats.turn(choice.turn_a), kept.chats.turn(choice.turn_b)
    assert (first.answer, second.answer, second.sources.compares) == (FIRST, SECOND, first.id)
    qtbot.waitUntil(lambda: newest(opened).answer.text == SECOND)
    qtbot.waitUntil(lambda: SAID["kept"] in said(opened))
    assert "2/2" in shown_texts(newest(opened))
    assert [turn.id for turn in kept.chats.branch(first.chat)] == [second.id]
    assert opened.composer.editor.hasFocus() or not opened.isActiveWindow()
    qtbot.waitUntil(lambda: "from 1 judgement" in shown_texts(opened.panel.sliders.taste))


@pytest.mark.parametrize(("pressed", "best"), [(Qt.Key.Key_1, "A"), (Qt.Key.Key_2, "B"), (Qt.Key.Key_0, "neither")])
def test_the_keyboard_chooses(opened: MainWindow, qtbot: QtBot, kept: Store, pressed: Qt.Key, best: str) -> None:
    qtbot.keyClick(pair(opened), pressed)
    qtbot.waitUntil(lambda: [choice.best for choice in kept.choices.list()] == [best])
    shown = SECOND if best == "B" else FIRST
    qtbot.waitUntil(lambda: newest(opened).answer.text == shown and not newest(opened).answer.isHidden())
    assert newest(opened).findChild(PairView) is None or newest(opened).findChild(PairView).isHidden()


@pytest.mark.parametrize("when", ["ready", "open"])
def test_not_now_leaves_everything_as_it_is(asked: MainWindow, qtbot: QtBot, kept: Store, when: str) -> None:
    view = newest(asked)
    if when == "open":
        press(view, COMPARE)
        qtbot.keyClick(pair(asked), Qt.Key.Key_Escape)
    else:
        press(view, LATER)
    qtbot.waitUntil(lambda: not view.answer.isHidden() and said(asked) == "")
    rest(asked, qtbot)
    assert view.answer.text == FIRST
    assert kept.choices.list() == []
    assert len(kept.chats.versions(view.turn.id)) == 2, "it can still be looked at"


def test_not_now_while_it_is_written_stops_it(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window(FIRST, "word " * 400, delay_s=0.02, asks=True)
    ask(window, "What about tea?")
    qtbot.waitUntil(lambda: SAID["writing"] in said(window), timeout=20_000)
    press(newest(window), LATER)
    assert said(window) == ""
    qtbot.waitUntil(lambda: tally_from(kept.settings.get(TALLY)).turn is not None, timeout=20_000)
    second = tally_from(kept.settings.get(TALLY)).turn or 0
    qtbot.waitUntil(lambda: kept.chats.turn(second).finish == "stopped", timeout=20_000)
    rest(window, qtbot)
    assert said(window) == ""


def test_two_that_do_not_differ_are_not_asked_about(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    window = open_window(FIRST, asks=True)
    ask(window, "What about tea?")
    qtbot.waitUntil(lambda: len(kept.chats.versions(newest(window).turn.id)) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: SAID["writing"] not in said(window), timeout=20_000)
    rest(window, qtbot)
    assert said(window) == ""


def test_a_second_answer_that_breaks_off_is_nobodys_trouble(
    open_window: Open, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window("one two", " ".join(["word"] * 30), dies_after=20, asks=True)
    ask(window, "What about tea?")
    qtbot.waitUntil(lambda: tally_from(kept.settings.get(TALLY)).count == 1, timeout=20_000)
    qtbot.waitUntil(lambda: SAID["writing"] not in said(window), timeout=20_000)
    rest(window, qtbot)
    assert window.notice.isHidden()
    assert newest(window).answer.text == "one two"


def test_never_two_in_a_row_and_never_more_than_allowed(open_window: Open, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    kept.settings.set("choices_a_day", 1)
    window = open_window(FIRST, SECOND, asks=True)

    def asked_about(question: str) -> bool:
        before = tally_from(kept.settings.get(TALLY)).turn
        window.new_chat()
        ask(window, question)
        rest(window, qtbot)
        return tally_from(kept.settings.get(TALLY)).turn != before

    assert asked_about("One?")
    kept.settings.set("choices_a_day", 20)
    assert not asked_about("Two?"), "never two in a row"
    kept.settings.set("choices_a_day", 1)
    assert not asked_about("Three?"), "once a day"
    tally = tally_from(kept.settings.get(TALLY))
    assert (tally.day, tally.count) == (date.today().isoformat(), 1)
    kept.settings.set(TALLY, replace(tally, day="2001-01-01").kept)
    assert asked_about("Four?"), "it is another day"


def test_who_says_never_is_never_asked(window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    kept.settings.set("choices_a_day", 0)
    ask(window, "What about tea?")
    rest(window, qtbot)
    assert said(window) == ""
    assert kept.settings.get(TALLY) is None


def test_an_offer_comes_back_with_its_chat_and_goes_with_the_next_question(
    asked: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    chat = asked.conversation.chat
    asked.new_chat()
    asked.conversation.open(chat)
    offered(asked, qtbot)
    ask(asked, "And then?")
    assert all(SAID["ready"] not in shown_texts(view) for view in asked.transcript.views)


def test_what_shaped_the_second_is_said(opened: MainWindow, qtbot: QtBot, kept: Store) -> None:
    press(pair(opened), "Answer 2 is better")
    qtbot.waitUntil(lambda: newest(opened).answer.text == SECOND)
    press(newest(opened), "Why this answer")
    qtbot.waitUntil(lambda: "so that you could choose between two" in shown_texts(opened.panel.sources))
    assert "on purpose" in shown_texts(opened.panel.sources)
    assert kept.sliders.levels() == {}


def test_they_are_read_from_their_beginning(open_window: Open, ask: Ask, qtbot: QtBot) -> None:
    window = open_window("\n\n".join([FIRST] * 2), SECOND, asks=True)
    window.resize(900, 600)
    ask(window, "What about tea?")
    press(offered(window, qtbot), COMPARE)
    bar = window.transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: newest(window).findChild(PairView) is not None and bar.maximum() > 300)
    qtbot.waitUntil(lambda: 0 <= newest(window).mapTo(window.transcript.viewport(), QPoint(0, 0)).y() < 40)


@pytest.mark.parametrize(("width", "side"), [(700, "LeftToRight"), (400, "TopToBottom")])
def test_they_are_stacked_where_it_is_narrow(window: MainWindow, qtbot: QtBot, width: int, side: str) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    shown = PairView("one", "two", window.look.theme)
    shown.setParent(around)
    around.show()
    shown.resize(width, 300)
    shown.show()
    qtbot.waitUntil(lambda: shown._box.direction() is getattr(QBoxLayout.Direction, side))


def test_where_several_are_written_it_says_so_and_shows_the_best(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    from tests.taste.judging import choose_short

    choose_short(kept, 12)
    kept.settings.set("best_of", 2)
    kept.settings.set("choices_a_day", 0)
    window = open_window(FIRST, SECOND, delay_s=0.005)
    window.ask("What about tea?")
    qtbot.waitUntil(
        lambda: bool(window.transcript.views) and "Writing answer 2 of 2" in shown_texts(newest(window)), timeout=20_000
    )
    assert newest(window).answer.text == ""
    qtbot.waitUntil(lambda: newest(window).turn.finish == "stop", timeout=20_000)
    turn: Turn = kept.chats.turn(newest(window).turn.id)
    assert (turn.answer, turn.sources.best_of) == (SECOND, 2)
    assert newest(window).answer.text == SECOND
    press(newest(window), "Why this answer")
    qtbot.waitUntil(lambda: "Of up to 2 answers that were written" in shown_texts(window.panel.sources))
