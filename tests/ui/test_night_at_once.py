"""A night at once: begun with one press, followed, paused, told as it ended, and undone."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from assistant.store.store import Store
from tests.ui.conftest import Nights, Open, is_alive
from tests.ui.test_conversation import press, shown_texts
from tests.ui.test_learning import WHY_SO, has_button, refresh
from ui.learning import PROCESS
from ui.night import COMMAND
from ui.nightplan import lease_from
from ui.panel import LEARNING
from ui.window import MainWindow

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(os.name != "posix", reason="the stand-in hears SIGTERM, which only POSIX has"),
]
Ask = Callable[[MainWindow, str], None]


def test_a_night_at_once_is_followed_and_answers_go_on(
    open_window: Open, ask: Ask, nights: Nights, qtbot: QtBot
) -> None:
    window = open_window(night=nights.command("long"))
    card = window.panel.learning.now
    window.panel.show_page(LEARNING)
    press(card, "Learn now")
    qtbot.waitUntil(lambda: "Learning …" in shown_texts(card) and "minutes left" in shown_texts(card), timeout=20_000)
    bar = card.findChild(QProgressBar)
    assert bar is not None
    assert 0 < bar.value() < bar.maximum()
    ask(window, "Tea?")
    press(card, "Stop learning; it goes on from there later")
    assert "Pausing …" in shown_texts(card)
    qtbot.waitUntil(lambda: "it goes on from where it was" in shown_texts(card), timeout=5000)
    assert has_button(window, "Learn now")
    assert not has_button(window, "Stop learning; it goes on from there later")


def test_what_a_night_adopted_is_reported_acts_and_is_undone_in_one_click(
    open_window: Open, ask: Ask, nights: Nights, qtbot: QtBot, kept: Store
) -> None:
    window = open_window(night=nights.command("adopted"))
    window.panel.show_page(LEARNING)
    press(window.panel.learning.now, "Learn now")
    qtbot.waitUntil(lambda: "Attune learned from 14 ratings." in shown_texts(window.morning), timeout=20_000)
    # Qt shows what was added to a card that is on screen one turn of its loop later
    qtbot.waitUntil(lambda: "Attune learned from 14 ratings." in shown_texts(window.panel.learning.report))
    assert WHY_SO in shown_texts(window.panel.learning.report)
    ask(window, "Tea?")
    assert (window.transcript.views[-1].turn.sources.adapter, window.transcript.views[-1].turn.sources.strength) == (
        "1",
        0.75,
    )
    assert "What version 1 learned acted at 75%" in shown_texts(window.panel.sources)
    press(window.morning, "Undo what the last night learned")
    qtbot.waitUntil(lambda: kept.adapters.active() is None)
    qtbot.waitUntil(lambda: window.morning.isHidden() and "Undone" in shown_texts(window.notice))
    ask(window, "Tea again?")
    assert window.transcript.views[-1].turn.sources.adapter is None
    window.notice._act()
    qtbot.waitUntil(lambda: kept.adapters.active() is not None)
    refresh(window, qtbot)
    assert window.morning.isHidden(), "what was undone once needs no line any more"


@pytest.mark.parametrize(
    ("mode", "words"),
    [("skipped", "too little to learn from"), ("refused", "Another night is going on."), ("killed", "memory ran out")],
)
def test_a_night_that_came_to_nothing_says_why(
    mode: str, words: str, open_window: Open, nights: Nights, qtbot: QtBot
) -> None:
    window = open_window(night=nights.command(mode))
    press(window.panel.learning.now, "Learn now")
    qtbot.waitUntil(lambda: words in shown_texts(window.panel.learning.now), timeout=20_000)
    refresh(window, qtbot)
    assert words in shown_texts(window.panel.learning.now)


def test_the_real_program_understands_the_window(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window(night=COMMAND)
    card = window.panel.learning.now
    press(card, "Learn now")
    qtbot.waitUntil(lambda: "too little to learn from" in shown_texts(card), timeout=60_000)
    asked = kept.settings.get(PROCESS)
    kept.settings.set("night_allowed", True)
    window.learning.refresh()
    qtbot.waitUntil(lambda: kept.settings.get(PROCESS) != asked, timeout=20_000)
    waiting = lease_from(kept.settings.get(PROCESS))
    assert waiting is not None
    qtbot.wait(2000)
    assert is_alive(waiting.pid), "it waits for its hours"
    kept.settings.set("night_allowed", False)
    window.learning.refresh()
    qtbot.waitUntil(lambda: not is_alive(waiting.pid), timeout=20_000)
