"""A second pass: the model revises an answer it gave toward the person's wishes, as a version beside it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import prompt
from assistant.answering import Answering, Clock, acting, answered, exchanges
from assistant.boundary import Reach, leaning, opening_messages, plain_messages
from assistant.engine.base import Event, Sampling, Speaker
from assistant.errors import UsageProblem
from assistant.records import NO_TASTE, Chat, Message, Preference, Sources, Turn, UsedMemory
from assistant.settings import settings_from
from assistant.sources import Options, gather, standing_block
from assistant.taste import reasons
from assistant.taste.contrast import in_words
from assistant.taste.sliders import wishes

if TYPE_CHECKING:
    from assistant.memory.finder import Finder
    from assistant.store.store import Store

MOST_FOUND = 5
SAME = "The new version says the same as the one before."
EMPTY = "The model left the new version empty."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an answer is to be revised toward, in sentences the model reads."""

    style: tuple[str, ...]
    memories: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.style or self.memories)


def rewrite(
    turn_id: int,
    *,
    store: Store,
    speaker: Speaker,
    finder: Finder,
    options: Options | None = None,
    taste: Mapping[str, float] = NO_TASTE,
) -> Answering:
    """Give the model its own answer and have it revised; yields what `ask` yields.

    The new version stands beside the first one and names it in its sources. It is kept as `ask`
    keeps an answer, also when it is stopped or breaks off.

    Args:
        turn_id: the turn whose answer is revised; it stays as it is.
        taste: slider -> -1..1, what ratings show where no slider was moved; it is asked for in words.

    Raises:
        UsageProblem: no such turn, no answer yet, a question the model would decline, or nothing to revise it toward.
        ModelProblem: the model could not answer; what was said is kept as "failed".
    """
    options = options or Options()
    clock = Clock(time.perf_counter(), base=speaker.base)
    first = store.chats.turn(turn_id)
    if not first.answer.strip():
        raise UsageProblem(f"Turn {turn_id} has no answer to rewrite.", "Ask it again first.")
    place, past = store.chats.get(first.chat), store.chats.path(turn_id)[:-1]
    standing = standing_block(store, place, is_new=False) if options.use_memory else []
    sources = _sources(first, place, past, standing, store=store, speaker=speaker, finder=finder, options=options)
    # nothing is steered: what acts is asked for in words
    asked = reasons.wishes(store.ratings.of_turn(first.id), store.judgements.of_turn(first.id))
    sources = replace(sources, revises=first.id, steering=0.0, own_voice=0.0, taste=taste, asked=asked)
    wanted = _wishes(sources)
    if not wanted:
        raise UsageProblem(
            "There is nothing to rewrite this answer toward: no slider is moved, and nothing you told matters here.",
            "Move a slider, or tell Attune something about you, and try again.",
        )
    allowed = Reach.NOTHING
    if not first.sources.set_aside:
        allowed = leaning(plain_messages(first.question, past, speaker=speaker), speaker=speaker)
    if allowed is Reach.NOTHING:
        raise UsageProblem(
            "The model by itself leans to declining this, so its answer is not rewritten to your wishes.",
            "Ask something else.",
        )
    opening: tuple[Message, ...] = ()
    if allowed is Reach.AFTER_OPENING:
        opening = opening_messages(first.question, past, speaker=speaker)
    sources = replace(sources, own_opening=bool(opening))
    seed = options.seed if options.seed is not None else secrets.randbelow(2**31)
    turn = store.chats.begin_turn(place.id, parent=first.parent, question=first.question, seed=seed, sources=sources)

    def begin() -> Generator[Event, None, None]:
        texts = [item.text for item in standing]
        messages, sampling = _prepare(first, turn, past, texts, wanted, store=store, speaker=speaker, options=options)
        return speaker.stream(messages, sampling, acting(turn, store), (), opening)

    yield from answered(turn, begin, store=store, clock=clock)


def remark(turn: Turn, first: Turn) -> str:
    """What there is to say of a finished revision of `first` that brought nothing new; empty for any other."""
    if turn.finish not in ("stop", "length"):
        return ""
    if not turn.answer.strip():
        return EMPTY
    return SAME if turn.answer.split() == first.answer.split() else ""


def _sources(
    first: Turn,
    place: Chat,
    past: list[Turn],
    standing: list[Preference],
    *,
    store: Store,
    speaker: Speaker,
    finder: Finder,
    options: Options,
) -> Sources:
    """What shapes the revision: as for an answer, with the memories of the first one, unless they were not right.

    Sliders act in words, also learned ones: a revision has to be told what to revise.
    """
    gathered = gather(
        first.question, place, past, standing, store=store, finder=finder, base=speaker.base, options=options
    )
    sources = replace(gathered, slider_adapters={})
    if not options.use_memory:
        return sources
    used = [memory for memory in first.sources.memories if not memory.is_standing]
    in_mind = [memory for memory in sources.memories if memory.is_standing]
    current = {item.id for item in store.preferences.among(memory.id for memory in used)}
    current -= {memory.id for memory in in_mind}
    if store.judgements.of_turn(first.id).get("memories", True):
        found = [memory for memory in used if memory.id in current]
    else:
        found, current = [], {memory.id for memory in used}
    found += [memory for memory in sources.memories if not memory.is_standing and memory.id not in current]
    return replace(sources, memories=(*in_mind, *found[:MOST_FOUND]))


def _wishes(sources: Sources) -> Wishes:
    style = (*wishes(sources.sliders), *in_words(sources.taste), *sources.asked)
    return Wishes(style=tuple(dict.fromkeys(style)), memories=_texts(sources.memories))


def _texts(memories: Sequence[UsedMemory]) -> tuple[str, ...]:
    return tuple(memory.text for memory in memories)


def _prepare(
    first: Turn,
    turn: Turn,
    past: list[Turn],
    standing: list[str],
    wanted: Wishes,
    *,
    store: Store,
    speaker: Speaker,
    options: Options,
) -> tuple[tuple[Message, ...], Sampling]:
    """The conversation up to the first answer, and the request to revise it.

    The first answer stands as the model's own words in its own place, so that nothing in it reads
    as a request. It was given bare: what it was told then would pull against what is wished now.
    """
    settings = settings_from(store.settings.all())
    room = speaker.info().context_tokens
    max_tokens = min(options.max_tokens or settings.max_tokens, room // 2)
    messages = prompt.build(
        prompt.revision(wanted.memories, wanted.style),
        given="",
        standing=standing,
        history=[*exchanges(past, options), prompt.Exchange("", first.question, first.answer)],
        budget_tokens=room - max_tokens,
        count=speaker.count,
        kept=1,
    )
    return messages, Sampling(seed=turn.seed, max_tokens=max_tokens, temperature=settings.temperature)
