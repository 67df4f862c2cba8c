"""One figure of an evaluation, with its bounds and what it is to be compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.metrics import bootstrap


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that may be claimed."""

    value: float
    low: float
    high: float
    baseline: float
    count: int
    """Prompts, texts or runs it was taken from."""


def mean(values: Sequence[float], *, baseline: float) -> Figure:
    """The mean of one value a prompt, with its bootstrap bounds."""
    found = bootstrap(values, seed=0)
    return Figure(found.value, found.low, found.high, baseline, len(values))


def single(value: float, *, baseline: float, count: int = 1) -> Figure:
    """A value that has no bounds of its own."""
    return Figure(value, value, value, baseline, count)


def against(values: Sequence[float], base: Sequence[float]) -> Figure:
    """A mean beside the base's bounds: within them, nothing has surely changed."""
    found = bootstrap(base, seed=0)
    return Figure(sum(values) / len(values), found.low, found.high, found.value, len(values))


def pooled(runs: Sequence[Mapping[str, Figure]]) -> dict[str, Figure]:
    """Every figure over several seeds: the mean of those that have it, between the lowest and the highest bound."""
    names = dict.fromkeys(name for figures in runs for name in figures)
    found = {}
    for name in names:
        each = [figures[name] for figures in runs if name in figures]
        found[name] = Figure(
            value=fmean(figure.value for figure in each),
            low=min(figure.low for figure in each),
            high=max(figure.high for figure in each),
            baseline=fmean(figure.baseline for figure in each),
            count=sum(figure.count for figure in each),
        )
    return found
