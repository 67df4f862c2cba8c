"""A store that cannot be read any more leaves no answer waiting: what was said stays, and the failure is told."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assistant.errors import StoreDamaged
from tests.ui.conftest import Open
from tests.ui.test_conversation import shown_texts

pytestmark = pytest.mark.window
DAMAGED = "The store cannot be read."


@pytest.mark.parametrize("dies_after", [None, 2], ids=["answered", "broken off"])
def test_an_answer_whose_turn_cannot_be_read_again_ends(
    open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dies_after: int | None
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise StoreDamaged(DAMAGED, "Put a copy back.")

    window = open_window("one two three four", delay_s=0.1, dies_after=dies_after)
    window.ask("Hello?")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and bool(window.transcript.views[-1].answer.text))
    monkeypatch.setattr("assistant.store.chats.Chats.turn", damaged)
    monkeypatch.setattr("assistant.store.chats.Chats.finish_turn", damaged)
    view = window.transcript.views[-1]
    qtbot.waitUntil(lambda: not window.composer._is_busy, timeout=10_000)
    assert DAMAGED in shown_texts(view) or "stopped in the middle" in shown_texts(view)
    assert "Getting ready" not in shown_texts(view)
    assert view.answer.text.startswith("one")
    assert not view._retry.isHidden()
