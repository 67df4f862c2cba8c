"""The day on one screen: a question -> what matters -> prompt -> words -> a kept turn."""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import prompt
from assistant.answering import (
    Answering,
    Clock,
    Words,
    acting,
    answered,
    exchanges,
    given_of,
    most_tokens,
    other_ways,
)
from assistant.boundary import Reach, opening_messages, reach
from assistant.drafts import Drafts, said
from assistant.engine.base import Event, Sampling, Speaker
from assistant.errors import UsageProblem
from assistant.records import NO_TASTE, Blend, Chat, Message, Preference, Turn, UsedMemory
from assistant.settings import settings_from
from assistant.sources import Options, gather, standing_block
from assistant.taste.contrast import wordings

if TYPE_CHECKING:
    from assistant.memory.finder import Finder
    from assistant.store.store import Store

LONGEST_STEERED = 300
"""Tokens of a question: what stands after the wishes is read again in every way, so a longer one is asked in words."""


def ask(
    question: str,
    *,
    store: Store,
    speaker: Speaker,
    finder: Finder,
    chat: int | None = None,
    beside: int | None = None,
    space: str = "personal",
    options: Options | None = None,
    taste: Mapping[str, float] = NO_TASTE,
    blend: Blend | None = None,
    drafts: Drafts | None = None,
) -> Answering:
    """Answer a question, word by word.

    Yields Asked once the question is on disk, Reading while the prompt is read, pieces of the answer, and at last the
    finished Turn. Closing the iterator keeps what was said as "stopped".

    Args:
        question: what the person typed.
        chat: the chat to continue at its newest turn; None starts one.
        beside: a turn this one is a new version of (asked again, or edited); its chat is used.
        space: the space of a new chat.
        taste: slider -> -1..1, what ratings show and the answer is to be steered towards.
        blend: what was learned in another space, and speaks along.
        drafts: how many answers are written in silence before the best one is said; None says the first as it comes.

    Raises:
        UsageProblem: an empty question, no such chat or turn.
        ModelProblem: the model could not answer; what was said is kept as "failed".
    """
    clock, options = Clock(time.perf_counter(), base=speaker.base), options or Options()
    if not question.strip():
        raise UsageProblem("The question is empty.", "Type something to ask.")
    with _place(store, chat=chat, beside=beside, space=space) as (place, past):
        standing = standing_block(store, place, is_new=not past) if options.use_memory and not options.plain else []
        sources = gather(
            question,
            place,
            past,
            standing,
            store=store,
            finder=finder,
            base=speaker.base,
            options=options,
            taste=taste,
            blend=blend,
        )
        compares = None if options.tried is None else beside
        sources = replace(sources, compares=compares, best_of=drafts.count if drafts else 1)
        seed = options.seed if options.seed is not None else secrets.randbelow(2**31)
        parent = past[-1].id if past else None
        turn = store.chats.begin_turn(place.id, parent=parent, question=question, seed=seed, sources=sources)

    def begin() -> Words:
        return _words(turn, past, standing, store=store, speaker=speaker, options=options, drafts=drafts)

    yield from answered(turn, begin, store=store, clock=clock)


def _words(
    turn: Turn,
    past: list[Turn],
    standing: list[Preference],
    *,
    store: Store,
    speaker: Speaker,
    options: Options,
    drafts: Drafts | None,
) -> Words:
    """The answer as it comes, with nothing personal where the model would decline by itself, or not at first."""
    # counted here: nothing may need the model before the question is kept
    if turn.sources.steering and speaker.count([turn.question])[0] > LONGEST_STEERED:
        turn = store.chats.leave_to_words(turn.id)
    given, how = turn, options
    messages, sampling = _prepare(turn, past, standing, store=store, speaker=speaker, options=options)
    if unsaid := [memory.id for memory in turn.sources.memories if not _is_said(memory, messages)]:
        turn = given = store.chats.leave_out(turn.id, unsaid)
    adapters = acting(turn, store)
    allowed = Reach.WHOLE if options.plain else reach(turn, past, messages, speaker=speaker, adapters=adapters)
    opening: tuple[Message, ...] = ()
    if allowed is Reach.NOTHING:
        given, how = store.chats.set_aside(turn.id), replace(options, plain=True, blend=None)
        adapters, drafts = (), None
        messages, sampling = _prepare(given, past, [], store=store, speaker=speaker, options=how)
    elif allowed is Reach.AFTER_OPENING:
        given = store.chats.open_by_itself(turn.id)
        opening, drafts = opening_messages(turn.question, past, speaker=speaker), None
    ways = other_ways(given, messages, how, adapters, store=store)

    def stream(seed: int) -> Generator[Event, None, None]:
        return speaker.stream(messages, replace(sampling, seed=seed), adapters, ways, opening)

    return stream(sampling.seed) if drafts is None else said(drafts, stream, seed=sampling.seed)


@contextmanager
def _place(
    store: Store, *, chat: int | None, beside: int | None, space: str
) -> Generator[tuple[Chat, list[Turn]], None, None]:
    """The chat and the turns that come before the new one, oldest first; a new chat goes where its question cannot."""
    if beside is not None:
        turn = store.chats.turn(beside)
        yield store.chats.get(turn.chat), store.chats.path(beside)[:-1]
    elif chat is not None:
        yield store.chats.get(chat), store.chats.branch(chat)
    else:
        begun = store.chats.start(space=space)
        try:
            yield begun, []
        except BaseException:  # also after Ctrl+C
            store.chats.take_back(begun.id)
            raise


def _prepare(
    turn: Turn,
    past: list[Turn],
    standing: list[Preference],
    *,
    store: Store,
    speaker: Speaker,
    options: Options,
) -> tuple[tuple[Message, ...], Sampling]:
    settings = settings_from(store.settings.all())
    room = speaker.info().context_tokens
    ways = len(wordings(turn.sources.worded, turn.sources.taste, strength=turn.sources.steering))
    max_tokens = most_tokens(options.max_tokens or settings.max_tokens, context_tokens=room, ways=ways)
    history = exchanges(past, options)
    texts = [item.text for item in standing]
    while True:
        messages = prompt.build(
            turn.question,
            given=given_of(turn, options),
            standing=texts,
            history=history,
            budget_tokens=room - (1 + ways) * max_tokens,
            count=speaker.count,
        )
        lost = _lost(turn, texts, messages)
        if not lost:
            break
        texts += lost
    return messages, Sampling(seed=turn.seed, max_tokens=max_tokens, temperature=settings.temperature)


def _lost(turn: Turn, texts: list[str], messages: tuple[Message, ...]) -> list[str]:
    """What was to be kept in mind always, but stood in a part of the chat for which there is no room any more."""
    return [
        memory.text
        for memory in turn.sources.memories
        if memory.is_standing and memory.text not in texts and not _is_said(memory, messages)
    ]


def _is_said(memory: UsedMemory, messages: tuple[Message, ...]) -> bool:
    return any(memory.text.strip() in message.content for message in messages)
