"""A thumb down counts for what it was about: memories, tone, or the answer itself."""

from __future__ import annotations

import pytest

from assistant.rate import judge, rate
from assistant.records import Sources, Stage, UsedMemory
from assistant.store.store import Store
from assistant.taste import comparisons
from assistant.taste.stages import of_answers, of_style
from assistant.training.night import task_from


def answered(store: Store, question: str, answer: str) -> int:
    memory = UsedMemory(store.preferences.add(f"I like {question}").id, f"I like {question}", 0.9, "shares a word")
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=Sources((memory,)))
    store.chats.finish_turn(turn.id, answer=answer, finish="stop", stats=None)
    return turn.id


@pytest.mark.parametrize(
    ("said", "of_the_answer", "of_the_style"),
    [
        ({}, True, True),
        ({"memories": False}, False, False),
        ({"memories": False, "tone": True, "answer": True}, False, False),
        ({"memories": False, "tone": False}, True, True),
        ({"memories": False, "answer": False}, True, True),
        ({"tone": True, "answer": False}, True, False),
        ({"answer": True}, False, False),
        ({"answer": True, "tone": False}, True, True),
        ({"memories": True}, True, True),
    ],
)
def test_a_bare_thumb_down_speaks_of_what_was_wrong(
    store: Store, said: dict[Stage, bool], of_the_answer: bool, of_the_style: bool
) -> None:
    turn = answered(store, "tea", "A long answer about tea.")
    rate(turn, "down", store=store)
    for stage, is_right in said.items():
        judge(turn, stage, is_right=is_right, store=store)
    given, judged = store.ratings.list(), store.judgements.list()
    assert bool(of_answers(given, judged)) is of_the_answer
    assert bool(of_style(given, judged)) is of_the_style
    rate(turn, "down", store=store, reasons=["too long"])
    assert len(of_style(store.ratings.list(), judged)) == 1, "a reason is about the answer"


def test_a_thumb_up_for_an_answer_in_the_wrong_tone_says_nothing_of_its_style(store: Store) -> None:
    turn = answered(store, "tea", "A long answer about tea.")
    rate(turn, "up", store=store)
    judge(turn, "tone", is_right=False, store=store)
    given, judged = store.ratings.list(), store.judgements.list()
    assert (len(of_answers(given, judged)), len(of_style(given, judged))) == (1, 0)


def test_wrong_memories_teach_neither_the_taste_nor_the_night(store: Store) -> None:
    good, bad = answered(store, "tea", "Short."), answered(store, "cake", "A much longer answer than the other one.")
    rate(good, "up", store=store)
    rate(bad, "down", store=store)
    assert len(comparisons.read(store)) == 1
    assert {thumb.is_wanted for thumb in task_from(store, now=0.0).examples.thumbs} >= {True}
    before = len(task_from(store, now=0.0).examples.thumbs)
    judge(bad, "memories", is_right=False, store=store)
    assert comparisons.read(store) == []
    assert all(bad not in thumb.turns for thumb in task_from(store, now=0.0).examples.thumbs)
    assert len(task_from(store, now=0.0).examples.thumbs) <= before


def test_a_wrong_tone_is_a_thumb_down_for_that_reason_where_there_is_none(store: Store) -> None:
    turn = answered(store, "tea", "Hmpf.")
    judge(turn, "tone", is_right=True, store=store)
    assert store.ratings.list() == []
    judge(turn, "tone", is_right=False, store=store)
    assert [(rating.verdict, rating.reasons) for rating in store.ratings.list()] == [("down", ("wrong tone",))]


def test_a_better_version_stays_until_it_is_taken_away(store: Store) -> None:
    turn = answered(store, "tea", "A long answer about tea.")
    rate(turn, "down", store=store, better="Leaves in hot water.")
    assert rate(turn, "up", store=store).better == "Leaves in hot water.", "a thumb says nothing of the version"
    assert judge(turn, "answer", is_right=False, store=store).is_right is False
    assert [rating.better for rating in store.ratings.list()] == ["Leaves in hot water."]
    assert rate(turn, "down", store=store, better="").better is None
