"""What an evaluation may claim: means with their uncertainty, and how often one thing beats another."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

RESAMPLES = 2000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over prompts, with the bounds of its bootstrap interval."""

    value: float
    low: float
    high: float


def bootstrap(values: Sequence[float], *, seed: int) -> Estimate:
    """The mean of one value a prompt, with its 95 % percentile bootstrap interval (Efron 1979).

    For a comparison give the differences, prompt by prompt: that makes it a paired one.

    Raises:
        ValueError: there is no value.
    """
    if not values:
        raise ValueError("a mean of nothing")
    draw = random.Random(seed)  # resampling, not a secret
    means = sorted(fmean(draw.choices(values, k=len(values))) for _ in range(RESAMPLES))
    outside = (1 - CONFIDENCE) / 2
    return Estimate(fmean(values), means[int(outside * RESAMPLES)], means[int((1 - outside) * RESAMPLES) - 1])


def win_rate(first: Sequence[float], second: Sequence[float]) -> float:
    """0..1, how often the first one's score is the higher, prompt by prompt; a tie is half a win."""
    wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a, b in zip(first, second, strict=True)]
    return fmean(wins)
