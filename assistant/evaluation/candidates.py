"""Several different answers of the served model to each question, made once and judged by every simulated person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.engine.base import Speaker
from assistant.taste.sliders import wishes
from assistant.training.answers import answer_all

STYLES: Mapping[str, Mapping[str, int]] = {
    "plain": {},
    "short": {"length": -2},
    "long": {"length": 2, "structure": 3},
    "warm": {"warmth": 3, "formality": -2},
}
"""Where the sliders stood for each candidate."""


def candidates(
    speaker: Speaker, questions: Sequence[str], *, seed: int, done: Callable[[int], None] = lambda _: None
) -> dict[str, list[str]]:
    """Question -> its answers; those that were cut, empty or went in circles are left out."""
    found: dict[str, list[str]] = {}
    for number, question in enumerate(questions):
        answers = [answer_all(speaker, [question], wishes=wishes(levels), seed=seed)[0] for levels in STYLES.values()]
        found[question] = list(dict.fromkeys(answer.text for answer in answers if answer.is_healthy))
        done(number + 1)
    return found
