"""The prompt: its order, its budget, and that what was read stays a prefix."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.prompt import SYSTEM_TEXT, Exchange, build, first_kept, given_text, revision
from assistant.records import Message


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def make(
    question: str, history: Sequence[Exchange] = (), *, budget: int = 10_000, standing: Sequence[str] = ()
) -> tuple[Message, ...]:
    return build(question, given="", standing=standing, history=history, budget_tokens=budget, count=count)


def test_order_is_system_history_given_question() -> None:
    messages = build(
        "What tea?",
        given=given_text(["I avoid caffeine"], ["Be brief."]),
        standing=["My name is Ada."],
        history=[Exchange("", "Hello", "Hi!")],
        budget_tokens=1000,
        count=count,
    )
    assert [message.role for message in messages] == ["system", "user", "assistant", "user"]
    assert messages[0].content.startswith(SYSTEM_TEXT)
    assert "My name is Ada." in messages[0].content
    last = messages[-1].content
    assert last.index("I avoid caffeine.") < last.index("Be brief.") < last.index("What tea?")
    assert last.endswith("What tea?")


def test_nothing_is_added_when_nothing_matters() -> None:
    assert make("What tea?") == (Message("system", SYSTEM_TEXT), Message("user", "What tea?"))


def test_given_text_ends_each_statement() -> None:
    assert given_text(["I like tea", "No sugar!"], []) == "About me: I like tea. No sugar!"
    assert given_text([], []) == ""


def test_a_follow_up_begins_with_all_that_was_read() -> None:
    first = make("One?")
    second = make("Two?", [Exchange("", "One?", "1.")])
    assert second[: len(first)] == first


def test_the_oldest_exchanges_go_first_and_the_question_stays() -> None:
    history = [Exchange("", f"question {n} " + "word " * 50, f"answer {n}") for n in range(20)]
    messages = make("The newest?", history, budget=400)
    text = " ".join(message.content for message in messages)
    assert messages[-1].content == "The newest?"
    assert "question 19 " in text
    assert "question 0 " not in text
    assert sum(count([message.content for message in messages])) <= 400


def test_standing_preferences_never_crowd_out_the_conversation() -> None:
    messages = make("Hi?", standing=["word " * 30] * 100, budget=400)
    assert sum(count([messages[0].content])) <= 400 * 0.25 + 40


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=60), st.integers(1, 60), st.integers(70, 400))
def test_what_is_kept_fits(pairs: list[int], newest: int, room: int) -> None:
    start = first_kept(pairs, newest=newest, room=room)
    assert 0 <= start <= len(pairs)
    assert sum(pairs[start:]) + newest <= room


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=60), st.integers(200, 400))
def test_the_cut_moves_seldom_as_the_conversation_grows(pairs: list[int], room: int) -> None:
    starts = [first_kept(pairs[:n], newest=0, room=room) for n in range(len(pairs) + 1)]
    assert starts == sorted(starts)
    moves = sum(1 for before, after in itertools.pairwise(starts) if after != before)
    assert moves <= 1 + sum(pairs) / (room * 0.5 - 60)


def test_the_request_to_revise_says_what_there_is_and_no_more() -> None:
    assert revision([], ["Be short."]) == "Rewrite your answer. Be short."
    assert revision(["I am vegetarian"], []) == (
        "About me: I am vegetarian.\n\nRewrite your answer so that it suits me."
    )
    assert revision(["I am vegetarian"], ["Be short"]) == (
        "About me: I am vegetarian.\n\nRewrite your answer. Be short."
    )
