"""What your ratings say stands on the sliders' page, follows each rating, and asks before anything moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from assistant.store.store import Store
from assistant.taste.calibration_pairs import PAIRS
from tests.taste.judging import choose_short, long, rewrite_short
from tests.ui.test_conversation import press, shown_texts
from ui.dashboard.taste import NOTHING, TEN_PAIRS, DirectionBar, DirectionRow
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]


def test_it_begins_with_a_sentence_and_follows_each_rating(
    open_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window(long("bread"))
    card = window.panel.sliders.taste
    assert NOTHING in shown_texts(card)
    ask(window, "What about bread?")
    turn = window.transcript.views[-1].turn.id
    window.conversation.rate(turn, "down", ("too long",), "It is food.")
    qtbot.waitUntil(lambda: "from 1 judgement" in shown_texts(card))
    assert NOTHING not in shown_texts(card)
    assert "Shorter" in shown_texts(card)
    bars = card.findChildren(DirectionBar)
    assert bars
    assert "probability" in bars[0].toolTip()


def test_the_newest_answers_are_measured_beside_each_slider(
    open_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    window = open_window("One two three four five.")
    row = window.panel.sliders.row("length")
    assert "Last" not in shown_texts(row)
    ask(window, "Count?")
    qtbot.waitUntil(lambda: "Last answer: 5 words on average" in shown_texts(row))
    assert "Last answer: 5 words on average" in row.stops.accessibleDescription()


@pytest.mark.parametrize("answer", ["Move it", "Leave it"])
def test_it_asks_and_does_what_was_answered(answer: str, window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    kept.sliders.set("length", 1)
    choose_short(kept, 20)
    window.right.refresh()
    window.taste.refresh()
    box = window.panel.sliders.taste.question
    qtbot.waitUntil(box.isVisible)
    assert "Your ratings lean shorter than your length slider. Move it?" in shown_texts(box)
    assert "A short paragraph" not in shown_texts(box)
    assert kept.sliders.levels() == {"length": 1}, "it never moves by itself"
    press(box, "Move the length slider one stop" if answer == "Move it" else "Leave the length slider where it is")
    qtbot.waitUntil(lambda: "length slider" not in shown_texts(box) or box.isHidden())
    assert kept.sliders.levels() == ({} if answer == "Move it" else {"length": 1})
    assert window.panel.sliders.row("length").stops.hasFocus() or not window.isActiveWindow()


def test_what_made_it_so_can_be_opened(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    turn = rewrite_short(kept, "an umbrella")
    window.taste.refresh()
    card = window.panel.sliders.taste
    qtbot.waitUntil(lambda: "from 1 judgement" in shown_texts(card))
    press(card, "Which ratings say so: shorter")
    link = next(one for one in card.findChildren(QPushButton) if one.toolTip() == "Open: What of an umbrella?")
    link.click()
    qtbot.waitUntil(lambda: [view.turn.id for view in window.transcript.views] == [turn])


def test_the_ten_pairs_are_named_as_what_made_it_so(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    kept.calibration.keep({pair.name: "A" for pair in PAIRS})
    window.taste.refresh()
    card = window.panel.sliders.taste
    qtbot.waitUntil(lambda: "judgement" in shown_texts(card))
    card.findChildren(DirectionRow)[0]._why.click()
    assert TEN_PAIRS in shown_texts(card)
