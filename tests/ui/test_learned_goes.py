"""What was learned from a preference or a chat goes with it, and the page about learning shows so at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from assistant.nightrecords import Origins
from assistant.store.store import Store
from tests.ui.test_conversation import press, shown_texts
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]


def learn_from(window: MainWindow, qtbot: QtBot, kept: Store, origins: Origins) -> int:
    """A version that acts, on the page."""
    made = kept.adapters.add(b"GGUF", base="scripted", settings={}, origins=origins)
    kept.adapters.use(made.id)
    window.learning.refresh()
    qtbot.waitUntil(lambda: f"Version {made.id}" in shown_texts(window.panel.learning.versions), timeout=10_000)
    return made.id


def wait_gone(window: MainWindow, qtbot: QtBot, kept: Store, version: int) -> None:
    qtbot.waitUntil(lambda: f"Version {version}" not in shown_texts(window.panel.learning.versions), timeout=10_000)
    assert kept.adapters.all() == []


def test_a_version_goes_from_the_page_with_the_preference_it_learned_from(
    window: MainWindow, qtbot: QtBot, kept: Store
) -> None:
    item = kept.preferences.add("I love herons")
    window.right.refresh()
    qtbot.waitUntil(lambda: window.panel.memory.card(item.id) is not None)
    version = learn_from(window, qtbot, kept, Origins(frozenset(), frozenset({item.id})))
    press(window.panel.memory, "Forget: I love herons")
    press(window.panel.memory, "Forget it for good")
    wait_gone(window, qtbot, kept, version)


def test_a_version_goes_from_the_page_with_the_chat_it_learned_from(
    window: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    ask(window, "Hello?")
    turn = window.transcript.views[-1].turn
    version = learn_from(window, qtbot, kept, Origins(frozenset({turn.id}), frozenset()))
    window.chats.delete(turn.chat)
    press(window.notice, "Close this message")
    wait_gone(window, qtbot, kept, version)


def test_a_version_that_is_gone_is_told_of_in_plain_words(window: MainWindow, qtbot: QtBot) -> None:
    window.panel.learning.versions.used.emit(7)
    qtbot.waitUntil(lambda: not window.notice.isHidden(), timeout=10_000)
    assert "There is no version 7" in shown_texts(window.notice)
    assert "`" not in shown_texts(window.notice)
