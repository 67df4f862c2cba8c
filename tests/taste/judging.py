"""Answers of our own writing and a person who judges them, in a real store."""

from __future__ import annotations

from assistant.rate import choose, rate
from assistant.records import Finish, Sources, Turn
from assistant.store.store import Store

THINGS = (
    *("bread", "rain", "a bicycle", "a river", "a library", "tea", "a garden", "a clock", "a bridge", "wool", "a map"),
    *("salt", "a candle", "a piano", "glass", "a ship", "a mirror", "snow", "a kite", "honey"),
)


def short(thing: str) -> str:
    return f"You use {thing} every day, and it is a good thing to have."


def long(thing: str) -> str:
    return (
        f"There are many things that one can say about {thing}, and it is not easy to know where to begin. First of "
        f"all, {thing} has been known for a very long time, and in nearly every country people have found a use for "
        f"it. Some of them say that {thing} is the most important of all the things they have at home. Others "
        "say that it is only one of many. In the end, it is for you to decide what you think of it, and "
        "there is no need to do so today. You can read about it, ask the people around you, and see what they know."
    )


def asked(
    store: Store,
    question: str,
    answer: str,
    *,
    beside: Turn | None = None,
    finish: Finish = "stop",
    space: str = "personal",
) -> Turn:
    """A kept turn in a chat of its own, or beside another one."""
    chat = beside.chat if beside is not None else store.chats.start(space=space).id
    levels = store.sliders.levels()
    turn = store.chats.begin_turn(chat, parent=None, question=question, seed=1, sources=Sources(sliders=levels))
    return store.chats.finish_turn(turn.id, answer=answer, finish=finish, stats=None)


def choose_short(store: Store, count: int, *, first: int = 0, space: str = "personal") -> list[int]:
    """Choices of the shorter of two answers; returns the better turns."""
    better = []
    for thing in THINGS[first : first + count]:
        one = asked(store, f"What about {thing}?", long(thing), space=space)
        other = asked(store, f"What about {thing}?", short(thing), beside=one)
        choose(one.id, other.id, "B", store=store)
        better.append(other.id)
    return better


def rewrite_short(store: Store, thing: str) -> int:
    """A better version, shorter than the answer."""
    turn = asked(store, f"What of {thing}?", long(thing))
    rate(turn.id, "down", store=store, better=short(thing))
    return turn.id
