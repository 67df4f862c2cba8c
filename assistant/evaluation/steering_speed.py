"""What steering costs: time per word and the first word, beside the same answers without it, in one run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.answering import OWN_VOICE
from assistant.ask import ask
from assistant.engine.base import Beside, Finished, Sampling, Speaker
from assistant.engine.llama import STEERED_TOKENS
from assistant.memory.finder import NoFinder
from assistant.records import Message
from assistant.sources import Options
from assistant.store.store import Store
from assistant.taste.contrast import wordings
from assistant.taste.sliders import wishes
from assistant.training.answers import messages

ROUNDS = 7
TOKENS = STEERED_TOKENS
"""So far every word is steered; after that most styles cost nothing."""
LEVELS = {"warmth": 2}
"""Words that leave the length of the answer alone."""
QUESTIONS = ("How do I keep bread fresh?", "Why is the sky blue?", "What is a good way to learn to swim?")


@dataclass(frozen=True, slots=True)
class Cost:
    """Ratios to the same question without steering; medians over interleaved runs."""

    steered: float
    """Time per word with one sequence beside."""
    steered_first_word: float
    steered_next_words: float
    """When the second piece of text is there: words that come fast reach the window joined."""
    second: float
    """Time per word with a second KV cache beside."""
    second_first_word: float
    second_next_words: float


def steering_cost(speaker: Speaker) -> Cost:
    """Ask each question plainly, steered, and beside a second KV cache, again and again; the history stays read."""
    ratios: list[tuple[float, ...]] = []
    for number in range(ROUNDS):
        question = QUESTIONS[number % len(QUESTIONS)]
        own = messages(question, wishes(LEVELS))
        (opposite,) = wordings(LEVELS, {}, strength=1.0)
        plain = _timed(speaker, own, ())
        steered = _timed(speaker, own, (Beside(messages(question, opposite.wishes), opposite.weight),))
        second = _timed(speaker, own, (Beside(own, -OWN_VOICE, adapters=()),))
        ratios.append(tuple(mine / its for other in (steered, second) for mine, its in zip(other, plain, strict=True)))
    return Cost(*(median(each) for each in zip(*ratios[1:], strict=True)))


def asked_first_word(store: Store, speaker: Speaker) -> tuple[float, float]:
    """Seconds from a question to its first word by day, with a slider moved and with nothing personal.

    With a slider it is first looked whether the model would decline by itself; the figures above are without that.
    """
    seconds: list[tuple[float, float]] = []
    for number in range(ROUNDS):
        question = QUESTIONS[number % len(QUESTIONS)]
        seconds.append((_asked(question, 2, store, speaker), _asked(question, 0, store, speaker)))
    with_it, without = zip(*seconds[1:], strict=True)
    return median(with_it), median(without)


def _asked(question: str, level: int, store: Store, speaker: Speaker) -> float:
    """Seconds to its first word in a new chat, after another question was read."""
    store.sliders.set("warmth", level)
    for _ in speaker.stream(messages("What is tea?", ()), Sampling(seed=1, max_tokens=1)):
        continue
    began = time.perf_counter()
    events = ask(question, store=store, speaker=speaker, finder=NoFinder(), options=Options(seed=1, max_tokens=16))
    try:
        next(event for event in events if isinstance(event, str))
        return time.perf_counter() - began
    finally:
        events.close()


def _timed(speaker: Speaker, asked: Sequence[Message], beside: Sequence[Beside]) -> tuple[float, float, float]:
    """Seconds per word, to the first word and to the next piece of text, after another question was read.

    Only what all prompts share is cached.
    """
    for _ in speaker.stream(messages("What is tea?", ()), Sampling(seed=1, max_tokens=1)):
        continue
    began = time.perf_counter()
    pieces: list[float] = []
    for event in speaker.stream(asked, Sampling(seed=1, max_tokens=TOKENS), (), beside):
        if isinstance(event, str):
            pieces.append(time.perf_counter() - began)
        elif isinstance(event, Finished):
            stats = event.stats
    return 1 / stats.tokens_per_s, stats.first_word_s, pieces[1]
