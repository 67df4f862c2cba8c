"""The day on one screen: a question -> what matters -> prompt -> words -> a kept turn."""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import prompt
from assistant.engine.base import AdapterScale, Finished, Reading, Sampling, Speaker
from assistant.errors import UsageProblem
from assistant.records import Chat, Finish, Message, Preference, Stats, Turn
from assistant.settings import settings_from
from assistant.sources import Options, gather, standing_block
from assistant.taste.sliders import wishes

if TYPE_CHECKING:
    from assistant.memory.finder import Finder
    from assistant.store.store import Store

LETTERS_A_TOKEN = 4.5
_UNFINISHED: tuple[Finish, Stats | None] = ("failed", None)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question is safely kept, and this is what will shape the answer."""

    turn: Turn


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
) -> Generator[Asked | Reading | str | Turn, None, None]:
    """Answer a question, word by word.

    Yields Asked once the question is on disk, Reading while the prompt is read, pieces of the
    answer, and at last the finished Turn. Closing the iterator keeps what was said as "stopped".

    Args:
        question: what the person typed.
        chat: the chat to continue at its newest turn; None starts one.
        beside: a turn this one is a new version of (asked again, or edited); its chat is used.
        space: the space of a new chat.

    Raises:
        UsageProblem: an empty question, no such chat or turn.
        ModelProblem: the model could not answer; what was said is kept as "failed".
    """
    options = options or Options()
    clock = _Clock(time.perf_counter())
    if not question.strip():
        raise UsageProblem("The question is empty.", "Type something to ask.")
    place, past = _place(store, chat=chat, beside=beside, space=space)
    standing = standing_block(store, place, is_new=not past) if options.use_memory and not options.plain else []
    sources = gather(question, place, past, standing, store=store, finder=finder, base=speaker.base, options=options)
    seed = options.seed if options.seed is not None else secrets.randbelow(2**31)
    turn = store.chats.begin_turn(
        place.id, parent=past[-1].id if past else None, question=question, seed=seed, sources=sources
    )
    said: list[str] = []
    finish, stats = _UNFINISHED
    try:
        yield Asked(turn)
        messages, sampling = _prepare(turn, past, standing, store=store, speaker=speaker, options=options)
        with closing(speaker.stream(messages, sampling, _adapters(turn, store))) as events:
            for event in events:
                if isinstance(event, Finished):
                    finish, stats = event.finish, event.stats
                    break
                clock.notice(event)
                if isinstance(event, str):
                    said.append(event)
                yield event
    except (GeneratorExit, KeyboardInterrupt):
        finish = "stopped"
        raise
    finally:
        answer = "".join(said)
        stats = clock.as_lived(stats or clock.estimate(answer))
        kept = store.chats.finish_turn(turn.id, answer=answer, finish=finish, stats=stats)
    yield kept


def _place(store: Store, *, chat: int | None, beside: int | None, space: str) -> tuple[Chat, list[Turn]]:
    """The chat and the turns that come before the new one, oldest first."""
    if beside is not None:
        turn = store.chats.turn(beside)
        return store.chats.get(turn.chat), store.chats.path(beside)[:-1]
    if chat is None:
        return store.chats.start(space=space), []
    place = store.chats.get(chat)
    return place, store.chats.branch(chat)


def _adapters(turn: Turn, store: Store) -> tuple[AdapterScale, ...]:
    name = turn.sources.adapter
    return () if name is None else (AdapterScale(name, store.adapters.gguf(int(name)), turn.sources.strength),)


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
    max_tokens = options.max_tokens or settings.max_tokens
    room = speaker.info().context_tokens
    max_tokens = min(max_tokens, room // 2)
    history = [
        prompt.Exchange(_given(item, options), item.question, item.answer) for item in past if item.answer.strip()
    ]
    texts = [item.text for item in standing]
    while True:
        messages = prompt.build(
            turn.question,
            given=_given(turn, options),
            standing=texts,
            history=history,
            budget_tokens=room - max_tokens,
            count=speaker.count,
        )
        lost = _lost(turn, texts, messages)
        if not lost:
            break
        texts += lost
    return messages, Sampling(seed=turn.seed, max_tokens=max_tokens, temperature=settings.temperature)


def _lost(turn: Turn, texts: list[str], messages: tuple[Message, ...]) -> list[str]:
    """What was to be kept in mind always, but stood in a part of the chat for which there is no room any more."""
    told = "\n".join(message.content for message in messages)
    return [
        memory.text
        for memory in turn.sources.memories
        if memory.is_standing and memory.text not in texts and memory.text.strip() not in told
    ]


def _given(turn: Turn, options: Options) -> str:
    if options.plain:
        return ""
    memories = [memory.text for memory in turn.sources.memories if not memory.is_standing] if options.use_memory else []
    return prompt.given_text(memories, wishes(turn.sources.sliders))


class _Clock:
    """Times one answer as the person lives it: from asking to the first word, retrieval included."""

    def __init__(self, started: float) -> None:
        self._started = started
        self._first: float | None = None
        self._reading: Reading | None = None

    def notice(self, event: Reading | str) -> None:
        if isinstance(event, Reading):
            self._reading = event
        elif self._first is None:
            self._first = time.perf_counter()

    def as_lived(self, stats: Stats | None) -> Stats | None:
        """The speaker's count, with the first word timed from the asking."""
        if stats is None or self._first is None:
            return stats
        return replace(stats, first_word_s=self._first - self._started)

    def estimate(self, answer: str) -> Stats | None:
        """For an answer that broke off before the speaker counted: its tokens from its letters."""
        if self._first is None or self._reading is None:
            return None
        tokens = round(len(answer) / LETTERS_A_TOKEN)
        elapsed = time.perf_counter() - self._first
        return Stats(
            prompt_tokens=self._reading.prompt_tokens,
            reusable_tokens=self._reading.reusable_tokens,
            cached_tokens=self._reading.cached_tokens,
            generated_tokens=tokens,
            first_word_s=0.0,
            tokens_per_s=tokens / elapsed if elapsed > 0 else 0.0,
        )
