"""What steering costs: time per word and the first word, beside the same answers without it, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.answering import OWN_VOICE
from assistant.engine.base import Beside, Finished, Sampling, Speaker
from assistant.records import Message, Stats
from assistant.taste.contrast import wordings
from assistant.taste.sliders import wishes
from assistant.training.answers import messages

ROUNDS = 7
TOKENS = 96
LEVELS = {"warmth": 2}
"""Words that leave the length of the answer alone."""
QUESTIONS = ("How do I keep bread fresh?", "Why is the sky blue?", "What is a good way to learn to swim?")


@dataclass(frozen=True, slots=True)
class Cost:
    """Ratios to the same question without steering; medians over interleaved runs."""

    steered: float
    """Time per word with one sequence beside."""
    steered_first_word: float
    second: float
    """Time per word with a second KV cache beside."""
    second_first_word: float


def steering_cost(speaker: Speaker) -> Cost:
    """Ask each question plainly, steered, and beside a second KV cache, again and again; the history stays read."""
    ratios: list[tuple[float, float, float, float]] = []
    for number in range(ROUNDS):
        question = QUESTIONS[number % len(QUESTIONS)]
        own = messages(question, wishes(LEVELS))
        (opposite,) = wordings(LEVELS, {}, strength=1.0)
        plain = _timed(speaker, own, ())
        steered = _timed(speaker, own, (Beside(messages(question, opposite.wishes), opposite.weight),))
        second = _timed(speaker, own, (Beside(own, -OWN_VOICE, adapters=()),))
        ratios.append(
            (
                plain.tokens_per_s / steered.tokens_per_s,
                steered.first_word_s / plain.first_word_s,
                plain.tokens_per_s / second.tokens_per_s,
                second.first_word_s / plain.first_word_s,
            )
        )
    return Cost(*(median(each) for each in zip(*ratios[1:], strict=True)))


def _timed(speaker: Speaker, asked: Sequence[Message], beside: Sequence[Beside]) -> Stats:
    """Figures of one answer after another question was read: only what all prompts share is cached."""
    for _ in speaker.stream(messages("What is tea?", ()), Sampling(seed=1, max_tokens=1)):
        continue
    *_, last = speaker.stream(asked, Sampling(seed=1, max_tokens=TOKENS), (), beside)
    if not isinstance(last, Finished):
        raise AssertionError("a stream ends with its figures")
    return last.stats
