"""What keeps waiting for the night looks at both clocks, and sees when the one on the wall was set."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant.store.store import Store
from assistant.training import now
from assistant.training.now import Watch
from assistant.training.schedule import Moment
from tests.training.judged import judge


@pytest.fixture
def allowed(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Nights are allowed at any hour, and there is enough to learn from."""
    monkeypatch.setattr(now, "on_mains", lambda: True)
    judge(store)
    far = time.strftime("%H:00", time.localtime(time.time() + 12 * 3600))
    store.settings.set("night_allowed", True)
    store.settings.set("night_begins", far)
    store.settings.set("night_ends", far)
    return store


def looks(*moments: tuple[float, float]) -> Iterator[Moment]:
    return iter([Moment(time.time() + wall, 1000 + steady, "a") for wall, steady in moments])


def test_a_night_waits_after_the_clock_was_set(allowed: Store) -> None:
    moments = looks((0, 0), (86400, 60), (86460, 120))
    watch = Watch(allowed, lambda: 7200.0, 0, clock=lambda: next(moments))
    assert isinstance(watch(False), float)
    assert "clock was just changed" in str(watch(False))
    assert isinstance(watch(False), float)


def test_with_the_window_open_it_waits_longer(allowed: Store) -> None:
    assert isinstance(Watch(allowed, lambda: 1000.0, 0)(False), float)
    assert "left alone for 30 minutes" in str(Watch(allowed, lambda: 1000.0, 0, has_window=lambda: True)(False))


def test_without_ratings_a_moved_slider_is_worth_a_night(allowed: Store) -> None:
    for choice in allowed.choices.list():
        allowed.chats.delete(allowed.chats.turn(choice.turn_a).chat)
    assert "worth it from 5" in str(Watch(allowed, lambda: 7200.0, 0, base="weights")(False))
    allowed.sliders.set("warmth", 2)
    assert "worth it from 5" in str(Watch(allowed, lambda: 7200.0, 0)(False))
    assert isinstance(Watch(allowed, lambda: 7200.0, 0, base="weights")(False), float)
