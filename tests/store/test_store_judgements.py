"""Judgements of stages live and end with their turn and with the memories they are about."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.records import JudgedMemory, Preference, Sources, Turn, UsedMemory
from assistant.store.store import Store


def turn(store: Store, question: str, *found: Preference, standing: Preference | None = None) -> Turn:
    used = [UsedMemory(item.id, item.text, 0.7, "why") for item in found]
    if standing is not None:
        used.append(UsedMemory(standing.id, standing.text, 1.0, "always", is_standing=True))
    chat = store.chats.start()
    return store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=Sources(memories=(*used,)))


def test_a_later_judgement_replaces_the_earlier(store: Store) -> None:
    made = turn(store, "Tea?")
    store.judgements.judge(made.id, "tone", is_right=True)
    store.judgements.judge(made.id, "answer", is_right=True)
    store.judgements.judge(made.id, "tone", is_right=False)
    assert store.judgements.of_turn(made.id) == {"tone": False, "answer": True}
    assert [(one.turn, one.is_right) for one in store.judgements.list(stage="tone")] == [(made.id, False)]
    assert len(store.judgements.list()) == 2
    with pytest.raises(UsageProblem, match="no turn 99"):
        store.judgements.judge(99, "tone", is_right=True)
    with pytest.raises(UsageProblem):
        store.judgements.judge(made.id, "smell", is_right=True)  # type: ignore[arg-type]


def test_memories_are_judged_where_they_were_found(store: Store) -> None:
    tea, soup, name = (store.preferences.add(text) for text in ("I love tea", "I love soup", "My name is Ada"))
    both = turn(store, "Tea or soup?", tea, soup, standing=name)
    one = turn(store, "Tea?", tea)
    turn(store, "Not judged?", tea)
    store.judgements.judge(both.id, "memories", is_right=False)
    store.judgements.judge(both.id, "tone", is_right=True)
    store.judgements.judge(one.id, "memories", is_right=True)
    assert store.judgements.of_memories([tea.id, name.id]) == [
        JudgedMemory(tea.id, "Tea or soup?", is_right=False, among=2),
        JudgedMemory(tea.id, "Tea?", is_right=True, among=1),
    ]
    assert store.judgements.of_memories([]) == []


def test_a_judgement_goes_with_its_turn_and_with_its_last_memory(store: Store) -> None:
    tea, soup = store.preferences.add("I love tea"), store.preferences.add("I love soup")
    both, gone = turn(store, "Tea or soup?", tea, soup), turn(store, "Tea?", tea)
    for made in (both, gone):
        store.judgements.judge(made.id, "memories", is_right=False)
        store.judgements.judge(made.id, "tone", is_right=False)
    store.preferences.forget(tea.id)
    assert store.judgements.of_turn(both.id) == {"memories": False, "tone": False}
    assert store.judgements.of_turn(gone.id) == {"tone": False}, "there is nothing left that it was about"
    store.chats.delete(both.chat)
    store.chats.delete(gone.chat)
    assert store.judgements.list() == []


def test_a_revision_outlives_nothing_but_names_what_it_revises(store: Store) -> None:
    first = turn(store, "Tea?")
    second = store.chats.begin_turn(first.chat, parent=None, question="Tea?", seed=1, sources=Sources(revises=first.id))
    assert store.chats.turn(second.id).sources.revises == first.id
    assert store.chats.turn(first.id).sources.revises is None
