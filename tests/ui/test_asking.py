"""How often a choice is asked for, and of how many answers the best is shown: both are kept, or go back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assistant.errors import StoreProblem
from assistant.settings import settings_from
from assistant.store.store import Store
from tests.ui.conftest import Open
from tests.ui.test_conversation import press, shown_texts

pytestmark = pytest.mark.window


def test_both_settings_are_kept_and_say_what_they_cost(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window(asks=True)
    card = window.panel.sliders.asking
    qtbot.waitUntil(card.isEnabled)
    assert "You are asked twice a day at most." in shown_texts(card)
    assert not card.often.isVisibleTo(window)
    press(card, "Change how answers are chosen between")
    assert card.often.isVisibleTo(window)
    press(card, "Ask me to choose between two answers: never")
    qtbot.waitUntil(lambda: settings_from(kept.settings.all()).choices_a_day == 0)
    assert "No second answer is written." in shown_texts(card)
    press(card, "Write several answers, show the best: 3")
    qtbot.waitUntil(lambda: settings_from(kept.settings.all()).best_of == 3)
    assert "3 times as long" in shown_texts(card)
    assert "You are never asked. The best of 3 answers is shown." in shown_texts(card)


def test_a_setting_that_could_not_be_kept_goes_back_to_where_it_was(
    open_window: Open, qtbot: QtBot, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(asks=True)
    card = window.panel.sliders.asking
    qtbot.waitUntil(card.isEnabled)

    def full(*_: object) -> None:
        raise StoreProblem("The disk is full.", "Make room.")

    monkeypatch.setattr("assistant.store.settings.StoredSettings.set", full)
    press(card, "Change how answers are chosen between")
    press(card, "Ask me to choose between two answers: never")
    assert "You are never asked." in shown_texts(card)
    qtbot.waitUntil(lambda: "You are asked twice a day at most." in shown_texts(card))
    assert settings_from(kept.settings.all()).choices_a_day == 2
