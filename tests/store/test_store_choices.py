"""Choices between two answers: kept, replaced, and gone with their turns."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.rate import choose, rate
from assistant.records import Sources, Turn
from assistant.store import moments
from assistant.store.store import Store


def answered(store: Store, question: str = "Tea?") -> Turn:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=Sources())
    return store.chats.finish_turn(turn.id, answer="Yes.", finish="stop", stats=None)


def test_a_choice_is_kept_with_the_sliders_of_that_moment(store: Store) -> None:
    a, b = answered(store), answered(store)
    store.sliders.set("length", -2)
    kept = choose(a.id, b.id, "B", store=store)
    assert (kept.turn_a, kept.turn_b, kept.best, dict(kept.sliders)) == (a.id, b.id, "B", {"length": -2})
    assert store.choices.list() == [kept]


def test_a_later_choice_between_the_same_two_replaces_the_earlier_in_either_order(store: Store) -> None:
    a, b, c = answered(store), answered(store), answered(store)
    choose(a.id, b.id, "A", store=store)
    other = choose(a.id, c.id, "A", store=store)
    newest = choose(b.id, a.id, "neither", store=store)
    assert store.choices.list() == [other, newest]


def test_a_choice_goes_with_its_chat(store: Store) -> None:
    a, b = answered(store), answered(store)
    choose(a.id, b.id, "A", store=store)
    store.chats.delete(b.chat)
    assert store.choices.list() == []


def test_only_answers_of_one_space_are_compared(store: Store) -> None:
    a = answered(store)
    turn = store.chats.begin_turn(
        store.chats.start(space="work").id, parent=None, question="Tea?", seed=1, sources=Sources()
    )
    b = store.chats.finish_turn(turn.id, answer="No.", finish="stop", stats=None)
    with pytest.raises(UsageProblem, match="spaces"):
        choose(a.id, b.id, "A", store=store)


def test_only_answers_to_the_same_question_are_compared(store: Store) -> None:
    a, b = answered(store), answered(store, "Coffee?")
    empty = store.chats.begin_turn(a.chat, parent=a.id, question="Tea?", seed=1, sources=Sources())
    for first, second in ((a.id, b.id), (a.id, a.id), (a.id, empty.id), (a.id, 999)):
        with pytest.raises(UsageProblem):
            choose(first, second, "A", store=store)
    assert store.choices.list() == []


def test_what_is_judged_later_is_later_whatever_the_clock_says(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = answered(store), answered(store), answered(store)
    monkeypatch.setattr(moments.time, "time", lambda: 4e9)
    ahead = choose(a.id, b.id, "A", store=store)
    monkeypatch.setattr(moments.time, "time", lambda: 1.5e9)
    again = rate(c.id, "up", store=store)
    changed = choose(a.id, b.id, "B", store=store)
    assert ahead.made < again.made < changed.made < ahead.made + 1
