"""What was forgotten, and facts that are no longer so, are in nothing that a night learns from or is judged by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.rate import choose, rate
from assistant.records import Preference, Sources, Turn, UsedMemory
from assistant.store.store import Store
from assistant.training.examples import Examples, given, is_held_out, off_limits
from assistant.training.night import task_from

STREET = "Oak Street"
TRAINED = [question for n in range(40) if not is_held_out(question := f"What is {n}?")]
HELD_OUT = [question for n in range(40) if is_held_out(question := f"What is {n}?")]
PLAIN = "It depends on many things, and there is no one answer."


@pytest.fixture
def street(store: Store) -> Preference:
    """A fact the person told."""
    return store.preferences.add(f"I live in {STREET}.")


def asked(
    store: Store,
    question: str,
    answer: str = PLAIN,
    *,
    after: Turn | None = None,
    given: Preference | None = None,
    sources: Sources | None = None,
    is_standing: bool = False,
) -> Turn:
    """A whole turn, in a chat of its own or after another one."""
    memory = () if given is None else (UsedMemory(given.id, given.text, 1.0, "it fits", is_standing),)
    turn = store.chats.begin_turn(
        after.chat if after else store.chats.start().id,
        parent=after.id if after else None,
        question=question,
        seed=1,
        sources=replace(sources or Sources(), memories=memory),
    )
    return store.chats.finish_turn(turn.id, answer=answer, finish="stop", stats=None)


def all_of(examples: Examples) -> list[object]:
    return [*examples.thumbs, *examples.pairs, *examples.written, *examples.held_out]


def judged_in_every_way(store: Store, street: Preference) -> None:
    """A thumb, a choice, a choice of neither, an own version and a kept answer, and the same to be held out."""
    for questions in (TRAINED, HELD_OUT):
        up, own, one, other, neither, kept = (
            asked(store, question, f"In {STREET}, number {n}, as you said.", given=street)
            for n, question in enumerate(questions[:6])
        )
        rate(up.id, "up", store=store)
        rate(own.id, "down", better=f"{STREET} is where I live.", store=store)
        for best, first in (("A", one), ("B", other), ("neither", neither)):
            second = asked(store, first.question)
            choose(first.id, second.id, best, store=store)  # type: ignore[arg-type]
        beside = store.chats.begin_turn(kept.chat, parent=None, question=kept.question, seed=2, sources=Sources())
        store.chats.finish_turn(beside.id, answer=PLAIN, finish="stop", stats=None)
        asked(store, TRAINED[9], after=store.chats.turn(beside.id))


def test_no_example_and_no_question_comes_from_what_is_forgotten(store: Store, street: Preference) -> None:
    judged_in_every_way(store, street)
    before = task_from(store, now=3.0)
    assert all((before.examples.thumbs, before.examples.pairs, before.examples.written, before.examples.held_out))
    assert STREET in repr(before)
    store.preferences.forget(street.id)
    after = task_from(store, now=3.0)
    assert STREET not in repr(after)
    marked = {turn.id for turn in store.chats.around_judgements() if turn.has_forgotten}
    assert len(marked) == 12
    assert marked.isdisjoint(after.read.turns | after.asked_in)
    assert not any((after.examples.pairs, after.examples.written, after.examples.held_out))
    assert all(thumb.answer == PLAIN for thumb in after.examples.thumbs), "the other of two still counts by itself"
    assert {TRAINED[0], TRAINED[1]}.isdisjoint(after.questions), "nobody asked these without it"


def test_what_was_written_with_it_before_the_eyes_goes_too(store: Store, street: Preference) -> None:
    """It may say the same again: later answers of the chat, and the answer rewritten; not one beside it."""
    first = asked(store, TRAINED[0], f"In {STREET}.", given=street)
    later = asked(store, TRAINED[1], f"{STREET}, as I said.", after=asked(store, TRAINED[2], "Yes.", after=first))
    beside = store.chats.begin_turn(first.chat, parent=None, question=TRAINED[3], seed=1, sources=Sources())
    beside = store.chats.finish_turn(beside.id, answer=PLAIN, finish="stop", stats=None)
    rewritten = asked(store, TRAINED[4], f"{STREET}!", sources=Sources(revises=first.id))
    for turn in (later, beside, rewritten):
        rate(turn.id, "up", store=store)
    task = task_from(store, now=3.0)
    assert len(task.examples.thumbs) == 3
    assert set(task.questions) == {TRAINED[1], TRAINED[3], TRAINED[4]}, "those whose answers were judged"
    assert task.origins.preferences == {street.id}, "so what learned from them goes with it"
    store.preferences.forget(street.id)
    after = task_from(store, now=3.0)
    assert [thumb.turns for thumb in after.examples.thumbs] == [(beside.id,)]
    assert after.questions == (beside.question,)
    assert STREET not in repr(after)


def test_a_turn_that_is_off_limits_still_shows_where_the_person_went_on(store: Store, street: Preference) -> None:
    first = asked(store, TRAINED[0], "One.")
    asked(store, TRAINED[1], after=first, given=street)
    second = store.chats.begin_turn(first.chat, parent=None, question=TRAINED[0], seed=2, sources=Sources())
    second = store.chats.finish_turn(second.id, answer="Quite another one.", finish="stop", stats=None)
    asked(store, TRAINED[1], after=second)
    assert task_from(store, now=3.0).examples.pairs == ()
    store.preferences.forget(street.id)
    assert task_from(store, now=3.0).examples.pairs == (), "both were gone on from"


def test_a_fact_that_was_edited_teaches_no_more_where_it_was_found(store: Store, street: Preference) -> None:
    found = asked(store, TRAINED[0], f"In {STREET}.", given=street)
    below = asked(store, TRAINED[1], after=found)
    standing = asked(store, TRAINED[2], given=street, is_standing=True)
    for turn in (found, below, standing):
        rate(turn.id, "up", store=store)
    store.preferences.edit(street.id, "I live in Ghent.")
    task = task_from(store, now=3.0)
    assert task.examples.turns == {standing.id}
    assert task.asked_in == {standing.id}


def test_a_wish_in_other_words_leaves_the_ratings_as_they_are(store: Store) -> None:
    wish = store.preferences.add("Short answers.", kind="style")
    turn = asked(store, TRAINED[0], given=wish)
    rate(turn.id, "up", store=store)
    store.preferences.edit(wish.id, "Three sentences.")
    assert len(all_of(task_from(store, now=3.0).examples)) == 1


def test_what_an_answer_was_given_counts_for_those_after_it(store: Store, street: Preference) -> None:
    first = asked(store, TRAINED[0], given=street)
    other = store.preferences.add("I own a dog.")
    second = asked(store, TRAINED[1], after=first, given=other)
    alone = asked(store, TRAINED[2])
    turns = [store.chats.turn(turn.id) for turn in (alone, second, first)]
    assert given(turns) == {first.id: (street.id,), second.id: (street.id, other.id), alone.id: ()}
    assert off_limits(turns) == frozenset()
