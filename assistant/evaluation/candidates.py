"""Several different answers of the served model to each question, made once and judged by every simulated person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.engine.llama import LlamaSpeaker
from assistant.engine.several import MOST
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
    speaker: LlamaSpeaker, questions: Sequence[str], *, seed: int, done: Callable[[int], None] = lambda _: None
) -> dict[str, list[str]]:
    """Question -> its answers; those that were cut, empty or went in circles are left out."""
    found: dict[str, list[str]] = {}
    for begin in range(0, len(questions), MOST):
        asked = questions[begin : begin + MOST]
        styles = [answer_all(speaker, asked, wishes=wishes(levels), seed=seed) for levels in STYLES.values()]
        for question, *answers in zip(asked, *styles, strict=True):
            found[question] = list(dict.fromkeys(answer.text for answer in answers if answer.is_healthy))
        done(len(found))
    return found
