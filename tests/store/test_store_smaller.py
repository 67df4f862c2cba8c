"""Ratings, slider moves and settings."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.records import Sources
from assistant.store.store import Store


def test_a_new_rating_of_a_turn_replaces_the_old(store: Store) -> None:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources())
    assert store.ratings.of_turn(turn.id) is None
    store.ratings.rate(turn.id, verdict="up", reasons=("short",), better=None, sliders={"length": 1}, space="work")
    last = store.ratings.rate(
        turn.id,
        verdict="down",
        reasons=("too long", "wrong"),
        better="Better.",
        sliders={"warmth": -3},
        space="personal",
    )
    assert (last.verdict, last.reasons, last.better) == ("down", ("too long", "wrong"), "Better.")
    assert (dict(last.sliders), last.space, last.turn) == ({"warmth": -3}, "personal", turn.id)
    assert store.ratings.of_turn(turn.id) == last
    assert store.ratings.list() == [last]


def test_a_rating_needs_a_turn_and_a_verdict(store: Store) -> None:
    with pytest.raises(UsageProblem):
        store.ratings.rate(5, verdict="up", reasons=(), better=None, sliders={}, space="personal")
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources())
    kept = store.ratings.rate(turn.id, verdict="up", reasons=(), better=None, sliders={}, space="personal")
    with pytest.raises(UsageProblem):
        store.ratings.rate(turn.id, verdict="meh", reasons=(), better=None, sliders={}, space="x")  # type: ignore[arg-type]
    assert store.ratings.list() == [kept], "a refused rating takes nothing away"


def test_sliders_keep_every_move(store: Store) -> None:
    assert store.sliders.levels() == {}
    for name, level in (("length", -2), ("warmth", 3), ("length", 1), ("warmth", 0)):
        store.sliders.set(name, level)
    store.sliders.set("length", -3, space="work")
    assert store.sliders.levels() == {"length": 1}
    assert store.sliders.levels("work") == {"length": -3}
    assert [move[:3] for move in store.sliders.history()] == [
        ("length", -2, "personal"),
        ("warmth", 3, "personal"),
        ("length", 1, "personal"),
        ("warmth", 0, "personal"),
        ("length", -3, "work"),
    ]


@pytest.mark.parametrize("level", [-4, 4, 100, 1.5, "high", None])
def test_a_level_that_does_not_exist_is_refused(store: Store, level: object) -> None:
    with pytest.raises(UsageProblem):
        store.sliders.set("length", level)  # type: ignore[arg-type]
    assert store.sliders.history() == []


def test_settings_are_json(store: Store) -> None:
    assert store.settings.get("theme") is None
    values = {"a": "dark", "b": 4096, "c": 0.5, "d": True, "e": None, "f": [1, {"x": "\0"}]}
    for name, value in values.items():
        store.settings.set(name, value)  # type: ignore[arg-type]
    assert store.settings.all() == values
    store.settings.set("a", "light")
    assert store.settings.get("a") == "light"
    for unfit in (object(), float("nan"), b"bytes"):
        with pytest.raises(UsageProblem):
            store.settings.set("a", unfit)  # type: ignore[arg-type]
    assert store.settings.get("a") == "light"
