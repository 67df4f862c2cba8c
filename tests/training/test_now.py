"""What keeps waiting for the night looks at both clocks, and sees when the one on the wall was set."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant.cli import night as command
from assistant.cli.output import Output
from assistant.cli.unlock import Session
from assistant.engine.catalogue import Model
from assistant.paths import Home
from assistant.place import held
from assistant.store.store import Store
from assistant.training import now
from assistant.training.now import Watch
from assistant.training.pause import Interrupted, Pause
from assistant.training.schedule import Moment


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


def test_where_nobody_can_tell_who_is_there_nights_need_hours(allowed: Store) -> None:
    assert "need hours of their own" in str(Watch(allowed, lambda: None, 0)(False))
    allowed.settings.set("night_begins", time.strftime("%H:00", time.localtime(time.time() - 3600)))
    assert isinstance(Watch(allowed, lambda: None, 0)(False), float)


def test_a_night_that_runs_counts_nothing_again(allowed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(allowed, lambda: 7200.0, 0, base="weights")
    assert isinstance(watch(False), float)
    monkeypatch.setattr(now, "most_new", lambda _: pytest.fail("it is asked every second"))
    assert isinstance(watch(True), float)


def test_a_night_in_its_hours_notices_by_itself_that_somebody_came_back(allowed: Store) -> None:
    idle_s, clock = [7200.0], [0.0]
    pause = Pause(clock=lambda: clock[0])
    decided = command._by_itself(Watch(allowed, lambda: idle_s[0], 0), allowed, pause)
    assert not isinstance(decided, str)
    pause.check()
    idle_s[0] = 0.4
    pause.check()
    clock[0] = 1.0
    with pytest.raises(Interrupted):
        pause.check()


def test_a_night_whose_keeper_is_gone_ends_when_nights_are_switched_off(allowed: Store) -> None:
    pause = Pause()
    command._by_itself(Watch(allowed, lambda: 7200.0, 0), allowed, pause)
    allowed.settings.set("night_allowed", False)
    with pytest.raises(Interrupted):
        pause.check()


def test_a_window_that_crashed_asks_for_no_longer_quiet(home: Home, store: Store, embedded: Model) -> None:
    watch = command._watch(Session(home, None, Output(as_json=True)), store, embedded.path)
    assert not watch.has_window()
    home.window_lock.touch()
    assert not watch.has_window()
    with held(home.window_lock, taken="taken"):
        assert watch.has_window()


def test_without_ratings_a_moved_slider_is_worth_a_night(allowed: Store) -> None:
    for choice in allowed.choices.list():
        allowed.chats.delete(allowed.chats.turn(choice.turn_a).chat)
    assert "worth it from 5" in str(Watch(allowed, lambda: 7200.0, 0, base="weights")(False))
    allowed.sliders.set("warmth", 2)
    assert "worth it from 5" in str(Watch(allowed, lambda: 7200.0, 0)(False))
    assert isinstance(Watch(allowed, lambda: 7200.0, 0, base="weights")(False), float)
