"""Preferences: said twice, edited, confirmed, rejected, forgotten, turned into vectors."""

from __future__ import annotations

import struct

import pytest

from assistant.errors import UsageProblem
from assistant.paths import Home
from assistant.records import Sources, UsedMemory
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey


def test_a_preference_comes_back_as_it_was_said(store: Store) -> None:
    said = store.preferences.add("Short answers.", kind="style", always=True, space="work")
    assert (said.text, said.kind, said.always, said.space) == ("Short answers.", "style", True, "work")
    assert (said.source, said.state, said.confirmations, said.ended, said.replaces) == (
        "typed",
        "active",
        1,
        None,
        None,
    )
    assert store.preferences.get(said.id) == said


def test_the_same_words_count_as_a_confirmation(store: Store) -> None:
    first = store.preferences.add("I drink  tea")
    again = store.preferences.add(" i DRINK tea\n")
    assert (again.id, again.confirmations, again.text) == (first.id, 2, "I drink  tea")
    assert store.preferences.add("I drink tea", space="work").id != first.id
    assert store.preferences.add("I drink teas").id != first.id


def test_typing_a_candidate_accepts_it(store: Store) -> None:
    found = store.preferences.add("I drink tea", source="model", state="candidate", quote="tea!", confidence=0.4)
    assert store.preferences.list() == []
    typed = store.preferences.add("I drink tea", always=True)
    assert (typed.id, typed.state, typed.source, typed.confidence) == (found.id, "active", "confirmed", 1.0)
    assert typed.always
    found_again = store.preferences.add("I drink tea", source="model", state="candidate")
    assert (found_again.state, found_again.source) == ("active", "confirmed")


def test_many_at_once_or_none(store: Store) -> None:
    assert len(store.preferences.add_many(["a", "b", "A"], kind="style")) == 3
    assert [item.text for item in store.preferences.list()] == ["a", "b"]
    with pytest.raises(UsageProblem):
        store.preferences.add_many(["c", " "])
    assert [item.text for item in store.preferences.list()] == ["a", "b"]


def test_list_by_state_and_space(store: Store) -> None:
    home, work = store.preferences.add("a"), store.preferences.add("b", space="work")
    store.preferences.add("c", state="candidate")
    assert store.preferences.list() == [home, work]
    assert store.preferences.list(space="work") == [work]
    assert [item.text for item in store.preferences.list(state="candidate")] == ["c"]


def test_an_edit_is_a_new_preference_that_replaces_the_old(store: Store) -> None:
    old = store.preferences.add("I drink tea", kind="style", always=True, space="work", source="imported")
    new = store.preferences.edit(old.id, "I drink green tea")
    assert new.id != old.id
    assert (new.text, new.replaces, new.source) == ("I drink green tea", old.id, "typed")
    assert (new.kind, new.always, new.space) == ("style", True, "work")
    was = store.preferences.get(old.id)
    assert (was.state, was.text) == ("superseded", "I drink tea")
    assert was.ended is not None
    assert store.preferences.list() == [new]
    with pytest.raises(UsageProblem):
        store.preferences.edit(old.id, "again")
    with pytest.raises(UsageProblem):
        store.preferences.confirm(old.id)


def test_an_edit_may_only_change_case_but_not_repeat_another(store: Store) -> None:
    tea, bread = store.preferences.add("tea"), store.preferences.add("bread")
    assert store.preferences.edit(tea.id, "TEA").text == "TEA"
    with pytest.raises(UsageProblem):
        store.preferences.edit(bread.id, "tea ")
    assert store.preferences.get(bread.id).state == "active"
    assert store.preferences.add("tea").text == "TEA", "a replaced wording does not come back"


def test_inbox(store: Store) -> None:
    yes = store.preferences.add("a", source="model", state="candidate", confidence=0.3)
    no = store.preferences.add("b", source="model", state="candidate")
    accepted = store.preferences.confirm(yes.id)
    assert (accepted.state, accepted.source, accepted.confidence) == ("active", "confirmed", 1.0)
    assert store.preferences.confirm(yes.id).confirmations == 2
    store.preferences.reject(no.id)
    with pytest.raises(UsageProblem):
        store.preferences.get(no.id)
    with pytest.raises(UsageProblem):
        store.preferences.reject(yes.id)
    assert store.preferences.set_always(yes.id, True).always
    assert not store.preferences.set_always(yes.id, False).always


@pytest.mark.parametrize("which", [0, 1, 2])
def test_forgetting_one_version_forgets_all_everywhere(store: Store, which: int) -> None:
    versions = [store.preferences.add("tea")]
    for text in ("green tea", "white tea"):
        versions.append(store.preferences.edit(versions[-1].id, text))
    other = store.preferences.add("bread")
    store.preferences.put_vectors("m", [(versions[2].id, b"1234"), (other.id, b"5678")])
    chat = store.chats.start()
    used = tuple(UsedMemory(item.id, item.text, 0.5, "why") for item in (*versions, other))
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources(memories=used))
    store.chats.freeze_standing(chat.id, [item.id for item in versions])
    store.preferences.forget(versions[which].id)
    for item in versions:
        with pytest.raises(UsageProblem):
            store.preferences.get(item.id)
    assert store.preferences.list() == [other]
    assert [memory.text for memory in store.chats.turn(turn.id).sources.memories] == ["bread"]
    assert store.chats.standing(chat.id) == []
    assert list(store.preferences.vectors("m")) == [(other.id, b"5678")]
    assert store.search.preferences("tea") == []


@pytest.mark.parametrize("which", [0, 1])
def test_answers_that_were_given_what_is_forgotten_are_marked(store: Store, which: int) -> None:
    versions = [store.preferences.add("tea")]
    versions.append(store.preferences.edit(versions[0].id, "green tea"))
    other = store.preferences.add("bread")
    chat = store.chats.start()
    turns = [
        store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources(memories=used)).id
        for used in (*((UsedMemory(item.id, item.text, 0.5, "why"),) for item in (*versions, other)), ())
    ]
    store.chats.set_aside(turns[1])
    assert not any(store.chats.turn(turn).has_forgotten for turn in turns)
    store.preferences.forget(versions[which].id)
    assert [store.chats.turn(turn).has_forgotten for turn in turns] == [True, False, False, False]
    assert not store.chats.turn(turns[1]).sources.memories, "it did not act there"


def test_forgetting_how_answers_are_to_sound_leaves_what_was_rated(store: Store) -> None:
    style = store.preferences.add("Be brief.", kind="style", always=True)
    used = (UsedMemory(style.id, style.text, 1.0, "always", is_standing=True),)
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources(memories=used))
    store.preferences.forget(style.id)
    assert not store.chats.turn(turn.id).has_forgotten


def test_a_memory_is_outdated_once_a_fact_was_edited_and_nothing_says_it_any_more(store: Store) -> None:
    fact, style = store.preferences.add("I live in Ghent"), store.preferences.add("Answer in verse", kind="style")
    chat = store.chats.start()
    used = tuple(UsedMemory(item.id, item.text, 0.5, "why") for item in (fact, style))
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources(memories=used)).id

    def outdated() -> list[bool]:
        return [memory.is_outdated for memory in store.chats.turn(turn).sources.memories]

    store.preferences.edit(style.id, "Answer in rhymes")
    respelt = store.preferences.edit(fact.id, "I live  in GHENT")
    assert outdated() == [False, False]
    moved = store.preferences.edit(respelt.id, "I live in Oslo")
    assert outdated() == [True, False]
    store.preferences.edit(moved.id, "I live in Ghent")
    assert outdated() == [False, False]


def test_revision_counts_every_change_by_anyone(store: Store, home: Home, key: StoreKey) -> None:
    seen = [store.preferences.revision()]
    store.sliders.set("length", 1)
    assert store.preferences.revision() == seen[0]
    with open_store(home, key) as other:
        first = other.preferences.add("a")
    seen.append(store.preferences.revision())
    second = store.preferences.edit(first.id, "b")
    seen.append(store.preferences.revision())
    store.preferences.confirm(second.id)
    seen.append(store.preferences.revision())
    store.preferences.forget(second.id)
    seen.append(store.preferences.revision())
    assert len(set(seen)) == len(seen)


def test_vectors(store: Store) -> None:
    one, two, three = store.preferences.add_many(["one", "two", "three"])
    waiting = store.preferences.add("four", state="candidate")
    assert [item.id for item in store.preferences.without_vectors("m", limit=2)] == [one.id, two.id]
    vector = struct.pack("<2f", 0.5, -1)
    store.preferences.put_vectors("m", [(one.id, vector), (two.id, vector), (999, vector), (waiting.id, vector)])
    store.preferences.put_vectors("m", [(two.id, b"")])
    assert list(store.preferences.vectors("m")) == [(one.id, vector), (two.id, b"")]
    assert list(store.preferences.vectors("another")) == []
    assert store.preferences.without_vectors("m", limit=9) == [three]
    store.preferences.edit(one.id, "uno")
    assert [preference for preference, _ in store.preferences.vectors("m")] == [two.id]


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_preference_is_refused(store: Store, text: str) -> None:
    with pytest.raises(UsageProblem):
        store.preferences.add(text)
    kept = store.preferences.add("a")
    with pytest.raises(UsageProblem):
        store.preferences.edit(kept.id, text)
    assert store.preferences.list() == [kept]


@pytest.mark.parametrize("name", ["get", "confirm", "reject", "forget"])
def test_what_does_not_exist_is_a_usage_problem(store: Store, name: str) -> None:
    for number in (0, 77, 10**30):
        with pytest.raises(UsageProblem):
            getattr(store.preferences, name)(number)


def test_values_that_do_not_fit_are_refused(store: Store) -> None:
    with pytest.raises(UsageProblem):
        store.preferences.add("a", kind="mood")  # type: ignore[arg-type]
    with pytest.raises(UsageProblem):
        store.preferences.add("a", confidence=7.0)
    assert store.preferences.list() == []
