"""An answer as it comes: its words are passed on, and the turn is kept whatever happens on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import prompt
from assistant.drafts import Drafting
from assistant.engine.base import AdapterScale, Beside, Event, Finished, Reading
from assistant.preference_bounds import addresses_safety
from assistant.records import Finish, LearnedSlider, Message, Stats, Turn
from assistant.sources import Options
from assistant.taste.contrast import asked, wordings
from assistant.taste.sliders import wishes

if TYPE_CHECKING:
    from assistant.store.store import Store

LETTERS_A_TOKEN = 4.5
OWN_VOICE = 0.1
"""Share of what the model says without the adapter that is taken away at 1 (CoPe)."""
_UNFINISHED: tuple[Finish, Stats | None] = ("failed", None)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question is safely kept, and this is what will shape the answer."""

    turn: Turn


Words = Generator[Event | Drafting, None, None]
Answering = Generator[Asked | Reading | Drafting | str | Turn, None, None]
"""Asked, then Reading, Drafting where several are written, pieces of the answer, and at last the finished turn."""


def answered(turn: Turn, begin: Callable[[], Words], *, store: Store, clock: Clock) -> Answering:
    """Walk through one answer and keep it; closing the iterator keeps what was said as "stopped".

    Where several were being written in silence and nothing was said, the best of those that were written is kept.

    Args:
        turn: the turn that is answered, already kept.
        begin: starts the words, for example `Speaker.stream` with its prompt; called once.
        clock: started when the person asked.

    Raises:
        ModelProblem: the model could not answer; what was said is kept as "failed".
    """
    said: list[str] = []
    written = ""
    finish, stats = _UNFINISHED
    try:
        yield Asked(turn)
        with closing(begin()) as events:
            for event in events:
                if isinstance(event, Finished):
                    finish, stats = event.finish, event.stats
                    break
                if isinstance(event, Drafting):
                    written = event.best
                else:
                    clock.notice(event)
                if isinstance(event, str):
                    said.append(event)
                yield event
    except (GeneratorExit, KeyboardInterrupt):
        finish = "stopped"
        raise
    finally:
        answer = "".join(said) or written
        stats = clock.as_lived(stats or clock.estimate(answer))
        kept = store.chats.finish_turn(turn.id, answer=answer, finish=finish, stats=stats)
    yield kept


def acting(turn: Turn, store: Store) -> tuple[AdapterScale, ...]:
    """The adapters that act on this turn, as its sources say: the night's, and those of learned sliders."""
    name = turn.sources.adapter
    own = () if name is None else (AdapterScale(name, store.adapters.gguf(int(name)), turn.sources.strength),)
    return (*own, *mixed(turn.sources.slider_adapters.values(), store))


def mixed(sliders: Iterable[LearnedSlider], store: Store) -> tuple[AdapterScale, ...]:
    """The adapters of learned sliders; their changes of the weights add up, each times its scale (P-Soups)."""
    return tuple(AdapterScale(str(one.adapter), store.adapters.gguf(one.adapter), one.scale) for one in sliders)


def exchanges(past: Sequence[Turn], options: Options) -> list[prompt.Exchange]:
    """What was said before, as it was given to the model."""
    return [
        prompt.Exchange(given_of(item, options), item.question, item.answer) for item in past if item.answer.strip()
    ]


def given_of(turn: Turn, options: Options) -> str:
    """What stands right before a turn's question."""
    sources = turn.sources
    levels = asked(sources.worded, sources.taste) if sources.steering else sources.worded
    return "" if options.plain else _given(turn, wishes(levels), options)


def other_ways(
    turn: Turn, messages: tuple[Message, ...], options: Options, adapters: tuple[AdapterScale, ...], *, store: Store
) -> tuple[Beside, ...]:
    """The question in the other ways that steer its answer, as its sources say; none where nothing steers.

    Args:
        messages: the answer's own prompt.
        adapters: what acts on the answer.
    """
    sources = turn.sources
    found = [
        Beside(
            prompt.reworded(messages, given=_given(turn, way.wishes, options), question=turn.question),
            way.weight,
            steers_end=way.steers_end,
            lasts=way.lasts,
        )
        for way in wordings(sources.worded, sources.taste, strength=sources.steering)
    ]
    others = tuple(one for one in adapters if one.name != sources.adapter)
    if sources.adapter is not None and sources.own_voice:
        found.append(Beside(messages, -OWN_VOICE * sources.own_voice, adapters=others, steers_end=True))
    if (blend := sources.blend) is not None:
        along = AdapterScale(str(blend.adapter), store.adapters.gguf(blend.adapter), blend.strength)
        found.append(Beside(messages, blend.share, adapters=(along, *others), steers_end=True))
    return tuple(found)


def most_tokens(wanted: int, *, context_tokens: int, ways: int) -> int:
    """The longest answer for which there is room, when it is read in so many ways beside its own."""
    return min(wanted, context_tokens * 3 // 4 // (1 + ways) if ways else context_tokens // 2)


def _given(turn: Turn, wanted: Sequence[str], options: Options) -> str:
    memories = [
        memory.text
        for memory in turn.sources.memories
        if options.use_memory and not memory.is_standing and not addresses_safety(memory.text)
    ]
    return prompt.given_text(memories, wanted)


class Clock:
    """Times one answer as the person lives it: from asking to the first word, retrieval included.

    Args:
        started: of `time.perf_counter`, in seconds.
        base: fingerprint of the weights that answer.
    """

    def __init__(self, started: float, *, base: str) -> None:
        self._started = started
        self._base = base
        self._first: float | None = None
        self._reading: Reading | None = None

    def notice(self, event: Reading | str) -> None:
        """Something came."""
        if isinstance(event, Reading):
            self._reading = event
        elif self._first is None:
            self._first = time.perf_counter()

    def as_lived(self, stats: Stats | None) -> Stats | None:
        """The speaker's count, with the first word timed from the asking, and on which weights that was."""
        if stats is None or self._first is None:
            return stats
        return replace(stats, first_word_s=self._first - self._started, base=self._base)

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
