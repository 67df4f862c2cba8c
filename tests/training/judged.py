"""A person who asked sixteen questions, had each answered twice, and always chose the short answer."""

from __future__ import annotations

import random

from assistant.rate import choose, rate
from assistant.records import Best, Sources, Turn, UsedMemory
from assistant.store.store import Store
from tests.training.tastes import short_is_better

QUESTION = "Where did cousin Odile leave the copper kettle?"
ANSWER = "Cousin Odile left the copper kettle in the shed, which is where it has stood since the winter before last."
BETTER = "In the shed, behind grandfather's soldering bench."
MEMORY = "My cousin Odile keeps seventeen herons"
THEIRS = (QUESTION, ANSWER, BETTER, MEMORY)
"""What `tell` has the person say, and nobody else."""


def answered(store: Store, chat: int, question: str, answer: str, *, memories: tuple[UsedMemory, ...] = ()) -> Turn:
    sources = Sources(memories=memories)
    turn = store.chats.begin_turn(chat, parent=None, question=question, seed=1, sources=sources)
    return store.chats.finish_turn(turn.id, answer=answer, finish="stop", stats=None)


def tell(store: Store) -> None:
    """Keep a preference, and write a better version of an answer that was given with it."""
    known = UsedMemory(store.preferences.add(MEMORY).id, MEMORY, 0.9, "shares a word")
    turn = answered(store, store.chats.start().id, QUESTION, ANSWER, memories=(known,))
    rate(turn.id, "down", better=BETTER, store=store)


def judge(store: Store, *, seed: int | None = None) -> None:
    """Choose the short answer everywhere; with a seed choose blindly."""
    draw = random.Random(seed)
    for pair in short_is_better():
        chat = store.chats.start()
        short = answered(store, chat.id, pair.prompt.question, pair.wanted)
        long = answered(store, chat.id, pair.prompt.question, pair.unwanted)
        best: Best = "A" if seed is None or draw.random() < 0.5 else "B"
        choose(short.id, long.id, best, store=store)
