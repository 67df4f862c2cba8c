"""Choices of the first minutes: kept, replaced, forgotten for good, and asked for only once."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.paths import Home
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey


def kept(store: Store) -> list[tuple[str, str]]:
    return [(choice.pair, choice.best) for choice in store.calibration.list()]


def test_choices_are_kept_in_their_order_and_again_after_opening(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        store.calibration.keep({"job": "B", "egg": "neither"})
    with open_store(home, key) as store:
        assert kept(store) == [("job", "B"), ("egg", "neither")]
        assert all(choice.made > 1e9 for choice in store.calibration.list())


def test_doing_it_again_replaces_what_is_chosen_again(store: Store) -> None:
    store.calibration.keep({"egg": "A", "job": "B"})
    store.calibration.keep({"egg": "B"})
    assert kept(store) == [("job", "B"), ("egg", "B")]


def test_a_choice_that_is_none_changes_nothing(store: Store) -> None:
    store.calibration.keep({"egg": "A"})
    with pytest.raises(UsageProblem):
        store.calibration.keep({"job": "A", "egg": "both"})  # type: ignore[dict-item]
    assert kept(store) == [("egg", "A")]


def test_forgetting_leaves_nothing_but_that_it_was_asked(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        store.calibration.keep({"egg": "A"})
        store.calibration.forget()
        assert kept(store) == []
        assert not store.calibration.is_due()
        assert home.store.with_name("store.db-wal").stat().st_size == 0


def test_it_is_due_in_a_new_store_only_until_something_was_said(store: Store) -> None:
    assert store.calibration.is_due()
    store.calibration.note_asked()
    first = store.settings.all()
    assert not store.calibration.is_due()
    store.calibration.note_asked()
    assert store.settings.all() == first, "the first time is kept"


@pytest.mark.parametrize("said", ["a chat", "a slider", "choices"])
def test_nobody_who_used_it_before_is_asked_by_itself(said: str, store: Store) -> None:
    if said == "a chat":
        store.chats.start()
    elif said == "a slider":
        store.sliders.set("length", 1)
    else:
        store.calibration.keep({"egg": "A"})
    assert not store.calibration.is_due()
