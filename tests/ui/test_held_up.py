"""Under the plan of the nights stands why the last one was not had."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from assistant.store.store import Store
from assistant.training.schedule import Run, Wait
from assistant.training.waited import note
from tests.ui.test_conversation import shown_texts
from tests.ui.test_dashboard import settle
from ui.panel import LEARNING
from ui.window import MainWindow

pytestmark = pytest.mark.window


def test_why_no_night_was_had_stands_under_the_plan(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    def shown() -> str:
        window.learning.refresh()
        settle(window, qtbot)
        return shown_texts(window.panel.learning.plan)

    kept.settings.set("night_allowed", True)
    window.panel.show_page(LEARNING)
    assert "held up" not in shown()
    note(Wait("The night waits for power.", is_hindrance=True), store=kept, now=time.time())
    assert ". The night waits for power." in shown()
    note(Run(60.0), store=kept, now=time.time())
    assert "held up" not in shown()
