"""How strongly wishes act is set on the sliders' page, acts on the next answer, and says what it costs."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assistant.records import Sources, Turn, UsedMemory
from assistant.settings import settings_from
from assistant.store.store import Store
from assistant.taste.cost import NOT_YET
from assistant.why import NOTHING, REWRITTEN
from tests.taste.judging import choose_short
from tests.ui.test_conversation import shown_texts
from tests.ui.test_dashboard import settle
from tests.ui.test_learning import had_night
from ui.dashboard.sliders import SlidersPanel
from ui.dashboard.steering import BY_RATINGS, NEEDS_STRENGTH, SteeringCard
from ui.panel import SLIDERS
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]
ANSWER = "one two three four five six seven eight nine ten"


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot) -> SteeringCard:
    """The card, filled."""
    window.panel.show_page(SLIDERS)
    qtbot.waitUntil(window.panel.sliders.isEnabled)
    settle(window, qtbot)
    return window.panel.sliders.steering


def press_keys(qtbot: QtBot, card: SteeringCard, key: Qt.Key, times: int) -> None:
    for _ in range(times):
        qtbot.keyClick(card.strength.stops, key)


def test_the_dial_is_kept_and_acts_on_the_next_answer(
    window: MainWindow, card: SteeringCard, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    assert card.strength.stops.value() == 100
    assert "As usual: the model is told" in shown_texts(card)
    press_keys(qtbot, card, Qt.Key.Key_Right, 2)
    qtbot.waitUntil(lambda: kept.settings.get("steering") == 1.5)
    assert "More strongly than usual: " in shown_texts(card)
    kept.sliders.set("length", -2)
    ask(window, "Hello?")
    assert window.transcript.views[-1].turn.sources.steering == 1.5
    assert card.strength.stops.value() == 150
    qtbot.keyClick(card.strength.stops, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: kept.settings.get("steering") == 1.0)


def test_what_was_set_elsewhere_is_shown_and_not_set_again(
    window: MainWindow, card: SteeringCard, qtbot: QtBot, kept: Store
) -> None:
    kept.settings.set("steering", 0.3)
    window.taste.refresh()
    qtbot.waitUntil(lambda: card.strength.stops.value() == 30)
    settle(window, qtbot)
    assert kept.settings.get("steering") == 0.3, "also between two stops"


def test_quick_turns_are_not_taken_back_by_what_arrives_late(
    window: MainWindow, card: SteeringCard, qtbot: QtBot, kept: Store
) -> None:
    seen: list[int] = []
    card.strength.stops.valueChanged.connect(seen.append)
    for _ in range(4):
        qtbot.keyClick(card.strength.stops, Qt.Key.Key_Left)
        window.taste.refresh()
        QApplication.processEvents()
    settle(window, qtbot)
    QApplication.processEvents()
    assert card.strength.stops.value() == 0
    assert seen == [75, 50, 25, 0]
    assert kept.settings.get("steering") == 0.0


def test_in_words_only_ratings_cannot_act(
    window: MainWindow, card: SteeringCard, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    choose_short(kept, 20)
    card.by_ratings.switch.click()
    qtbot.waitUntil(lambda: kept.settings.get("steering_by_ratings") is True)
    ask(window, "Hello?")
    assert window.transcript.views[-1].turn.sources.taste
    assert BY_RATINGS[1] in shown_texts(card)
    press_keys(qtbot, card, Qt.Key.Key_Home, 1)
    assert not card.by_ratings.switch.isEnabled()
    assert NEEDS_STRENGTH in shown_texts(card)
    qtbot.waitUntil(lambda: kept.settings.get("steering") == 0)
    assert settings_from(kept.settings.all()).steering_by_ratings, "it stays as it was chosen"
    ask(window, "Hello again?")
    assert not window.transcript.views[-1].turn.sources.taste
    press_keys(qtbot, card, Qt.Key.Key_Right, 1)
    assert card.by_ratings.switch.isEnabled()
    assert card.by_ratings.switch.isChecked()


def test_how_much_of_me_is_asked_only_while_something_learned_acts(
    window: MainWindow, card: SteeringCard, qtbot: QtBot, kept: Store
) -> None:
    assert card.voice.isHidden()
    had_night(kept, base="another model")
    window.learning.refresh()
    settle(window, qtbot)
    assert card.voice.isHidden(), "it belongs to another model"
    had_night(kept)
    window.learning.refresh()
    qtbot.waitUntil(lambda: not card.voice.isHidden())
    qtbot.keyClick(card.voice.stops, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: kept.settings.get("own_voice") == 0.25)
    window.panel.learning.versions.switched_off.emit()
    qtbot.waitUntil(card.voice.isHidden)
    assert kept.settings.get("own_voice") == 0.25


def test_what_it_costs_is_said_once_it_was_measured(
    open_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    window = open_window(ANSWER)
    card = window.panel.sliders.steering
    for level in (0, -3):
        kept.sliders.set("length", level)
        for _ in range(3):
            assert NOT_YET in shown_texts(card)
            ask(window, "Hello?")
    qtbot.waitUntil(lambda: "per word here (measured on 6 of your last answers)" in shown_texts(card))
    assert NOT_YET not in shown_texts(card)


@pytest.mark.skipif(os.name != "posix", reason="a full disk is imitated by a limit of POSIX")
def test_what_could_not_be_kept_goes_back(window: MainWindow, card: SteeringCard, qtbot: QtBot, kept: Store) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        press_keys(qtbot, card, Qt.Key.Key_Right, 1)
        qtbot.waitUntil(lambda: not window.notice.isHidden(), timeout=20_000)
        qtbot.waitUntil(lambda: card.strength.stops.value() == 100, timeout=20_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert kept.settings.get("steering") is None


def test_sliders_that_pull_against_each_other_are_named_at_once(window: MainWindow, qtbot: QtBot) -> None:
    panel = SlidersPanel(window.look.theme, {"detail": {"length": 0.6}})
    qtbot.addWidget(panel)
    panel.show_levels({"detail": 2})
    assert "pulls against" not in shown_texts(panel)
    panel.row("length").stops.setValue(-1)
    assert "More detail pulls against shorter." in visible_texts(panel)
    panel.row("length").stops.setValue(1)
    assert "pulls against" not in visible_texts(panel)


def visible_texts(parent: SlidersPanel) -> str:
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent))


def shown_why(window: MainWindow, store: Store, sources: Sources) -> str:
    chat = store.chats.start()
    turn: Turn = store.chats.begin_turn(chat.id, parent=None, question="Bread?", seed=1, sources=sources)
    window.panel.sources.show_turn(turn)
    return shown_texts(window.panel.sources)


def test_why_shows_everything_with_its_strength(window: MainWindow, kept: Store) -> None:
    memory = kept.preferences.add("I bake")
    text = shown_why(
        window,
        kept,
        Sources(
            memories=(UsedMemory(memory.id, memory.text, 0.82, 'shares the word "bake"'),),
            sliders={"length": -3},
            adapter="7",
            strength=0.6,
            steering=1.5,
            taste={"warmth": 0.8},
            own_voice=0.5,
        ),
    )
    for words in (
        *("I bake", "82%", "Length", "-3", "One short sentence.", "Warmer", "80%"),
        *("More strongly than usual", "1.5 of 2", "Version 7", "60%", "A little more of you", "0.5 of 2"),
    ):
        assert words in text.split("\n")
    assert NOTHING not in text


def test_why_says_nothing_mattered_only_where_nothing_did(window: MainWindow, kept: Store) -> None:
    assert NOTHING in shown_why(window, kept, Sources())
    assert NOTHING not in shown_why(window, kept, Sources(adapter="7", strength=0.6))
    assert NOTHING not in shown_why(window, kept, Sources(taste={"length": 1.0}, steering=1.0))
    assert "In words only" in shown_why(window, kept, Sources(sliders={"length": 2}))
    assert REWRITTEN in shown_why(window, kept, Sources(revises=1, sliders={"length": 1}))
