"""Chats, turns, versions, branches and the frozen block."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.records import Sources, Stats, Turn, UsedMemory
from assistant.store.store import Store

STATS = Stats(
    prompt_tokens=9, reusable_tokens=8, cached_tokens=7, generated_tokens=6, first_word_s=0.5, tokens_per_s=4.5
)


def ask(store: Store, chat: int, question: str, *, parent: int | None = None, sources: Sources | None = None) -> Turn:
    turn = store.chats.begin_turn(chat, parent=parent, question=question, seed=7, sources=sources or Sources())
    return store.chats.finish_turn(turn.id, answer=f"About {question}", finish="stop", stats=STATS)


def test_a_question_is_kept_before_its_answer(store: Store) -> None:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="What tea?", seed=2**40, sources=Sources())
    assert (turn.finish, turn.answer, turn.stats, turn.seed) == ("pending", "", None, 2**40)
    assert store.chats.get(chat.id).head == turn.id
    done = store.chats.finish_turn(turn.id, answer="Green.", finish="stopped", stats=STATS)
    assert (done.answer, done.finish, done.stats) == ("Green.", "stopped", STATS)
    assert store.chats.turn(turn.id) == done


def test_sources_come_back_as_they_were(store: Store) -> None:
    tea = store.preferences.add("I drink tea.")
    sources = Sources(
        memories=(UsedMemory(tea.id, tea.text, 0.75, "it is about tea"),),
        sliders={"length": -2, "warmth": 3},
        adapter="night-3",
        strength=0.5,
        steering=1.25,
    )
    turn = ask(store, store.chats.start().id, "What tea?", sources=sources)
    assert turn.sources == sources
    assert store.chats.turn(turn.id).sources == sources


def test_a_memory_that_was_forgotten_meanwhile_is_left_out(store: Store) -> None:
    gone = store.preferences.add("I drink tea.")
    kept = store.preferences.add("I bake bread.")
    store.preferences.forget(gone.id)
    used = tuple(UsedMemory(item.id, item.text, 0.5, "why") for item in (gone, kept))
    turn = ask(store, store.chats.start().id, "What tea?", sources=Sources(memories=used))
    assert [memory.id for memory in turn.sources.memories] == [kept.id]
    assert turn.has_forgotten, "it may have acted all the same"
    assert not ask(store, turn.chat, "And bread?", sources=Sources(memories=used[1:])).has_forgotten


def test_an_untitled_chat_is_named_after_its_first_question(store: Store) -> None:
    named, unnamed = store.chats.start(title="Tea"), store.chats.start()
    ask(store, named.id, "What tea?")
    ask(store, unnamed.id, "What\n  coffee " + "x" * 100)
    ask(store, unnamed.id, "And then?")
    assert store.chats.get(named.id).title == "Tea"
    title = store.chats.get(unnamed.id).title
    assert title.startswith("What coffee x")
    assert len(title) <= 60


def test_pinned_chats_come_first_then_the_last_touched(store: Store) -> None:
    first, second, third = (store.chats.start(title=title) for title in "abc")
    ask(store, first.id, "again")
    assert [chat.id for chat in store.chats.list()] == [first.id, third.id, second.id]
    store.chats.pin(second.id, True)
    assert [chat.id for chat in store.chats.list()] == [second.id, first.id, third.id]
    assert [chat.id for chat in store.chats.list(limit=1)] == [second.id]
    store.chats.pin(second.id, False)
    assert store.chats.list()[0].id == first.id


def test_rename_and_draft(store: Store) -> None:
    chat = store.chats.start(space="work")
    store.chats.rename(chat.id, "New name")
    store.chats.save_draft(chat.id, "half a thou")
    found = store.chats.get(chat.id)
    assert (found.title, found.draft, found.space, found.pinned) == ("New name", "half a thou", "work", False)


def test_versions_branch_and_show(store: Store) -> None:
    chat = store.chats.start().id
    one = ask(store, chat, "one")
    two = ask(store, chat, "two", parent=one.id)
    three = ask(store, chat, "three", parent=two.id)
    beside = ask(store, chat, "two, said otherwise", parent=one.id)
    assert store.chats.versions(two.id) == store.chats.versions(beside.id) == [two.id, beside.id]
    assert store.chats.versions(one.id) == [one.id]
    assert [turn.id for turn in store.chats.branch(chat)] == [one.id, beside.id]
    assert store.chats.show(two.id).head == three.id
    assert [turn.id for turn in store.chats.branch(chat)] == [one.id, two.id, three.id]
    assert [turn.id for turn in store.chats.path(two.id)] == [one.id, two.id]
    assert store.chats.show(beside.id).head == beside.id


def test_first_questions_are_versions_only_within_their_chat(store: Store) -> None:
    chats = [store.chats.start().id for _ in range(2)]
    mine, other = (ask(store, chat, "one") for chat in chats)
    again = ask(store, chats[0], "one again")
    assert store.chats.versions(mine.id) == [mine.id, again.id]
    assert store.chats.versions(other.id) == [other.id]
    assert store.chats.branch(store.chats.start().id) == []


def test_deleting_a_chat_takes_all_with_it_and_no_number_is_used_again(store: Store) -> None:
    chat = store.chats.start()
    turn = ask(store, chat.id, "zanzibar")
    store.ratings.rate(turn.id, verdict="up", reasons=(), better=None, sliders={}, space="personal")
    store.chats.delete(chat.id)
    assert store.chats.list() == []
    assert store.ratings.list() == []
    assert store.search.turns("zanzibar") == []
    fresh = store.chats.start()
    assert fresh.id != chat.id
    assert ask(store, fresh.id, "new").id != turn.id


def test_the_standing_block_stays_as_it_was_frozen(store: Store) -> None:
    chat = store.chats.start().id
    tea, bread, cake = (store.preferences.add(text, always=True) for text in ("Tea.", "Bread.", "Cake."))
    store.chats.freeze_standing(chat, [bread.id, tea.id, cake.id])
    edited = store.preferences.edit(tea.id, "Green tea.")
    store.preferences.forget(cake.id)
    standing = store.chats.standing(chat)
    assert [item.text for item in standing] == ["Bread.", "Tea."]
    assert [item.state for item in standing] == ["active", "superseded"]
    store.chats.freeze_standing(chat, [bread.id, edited.id, cake.id])
    assert [item.text for item in store.chats.standing(chat)] == ["Bread.", "Green tea."]


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, 10**30])
def test_what_does_not_exist_is_a_usage_problem(store: Store, number: int) -> None:
    for method in ("get", "delete", "branch", "turn", "path", "versions", "show", "standing"):
        with pytest.raises(UsageProblem):
            getattr(store.chats, method)(number)
    with pytest.raises(UsageProblem):
        store.chats.rename(number, "x")
    with pytest.raises(UsageProblem):
        store.chats.finish_turn(number, answer="", finish="stop", stats=None)
    with pytest.raises(UsageProblem):
        store.chats.begin_turn(number, parent=None, question="x", seed=1, sources=Sources())


def test_a_parent_in_another_chat_is_refused(store: Store) -> None:
    turn = ask(store, store.chats.start().id, "one")
    other = store.chats.start()
    with pytest.raises(UsageProblem):
        ask(store, other.id, "two", parent=turn.id)
    assert store.chats.get(other.id) == other
