"""The things of the night that Attune keeps and hands around, as frozen records; every field says its unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["adopted", "rejected", "skipped", "paused", "failed"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an adapter is for: the taste shown in one space, or one end of one slider, whatever the space."""

    space: str = "personal"
    slider: str = ""
    """Empty: the person's own taste."""
    direction: int = 0
    """-1 or 1, the end of the slider; 0 without one."""


PERSONAL = Purpose()


@dataclass(frozen=True, slots=True)
class Origins:
    """What something was learned from, by id. It goes when any of it is forgotten."""

    turns: frozenset[int] = frozenset()
    preferences: frozenset[int] = frozenset()


NOTHING_OF_THEIRS = Origins()


@dataclass(frozen=True, slots=True)
class Adapter:
    """What one night learned."""

    id: int
    base: str
    """Fingerprint of the weights it belongs to."""
    made: float
    strength: float
    """0..1, how strongly it acts, or acted when it was last used."""
    active: bool
    purpose: Purpose = PERSONAL


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure a night was judged by, with the adapter in use (or none) and with the new one."""

    before: float
    after: float
    passed: bool
    low: float | None = None
    """Lower bound, where it was estimated from a sample.

    Of `after` for language and nearness, of `before` for refusals, flattery and bias, else of what changed.
    """
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One of Attune's own questions, answered before and after the night."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NightReport:
    """How a night ended; also when nothing was learned."""

    began: float
    """Unix time in seconds."""
    seconds: float
    """Time it worked, pauses left out."""
    outcome: Outcome
    reason: str
    """One plain sentence."""
    adapter: int | None = None
    strength: float | None = None
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()
    learned_from: Mapping[str, int] = field(default_factory=dict)
    """How many "pairs", "thumbs", "wishes" and "held out" there were."""
    purpose: Purpose = PERSONAL
    base: str = ""
    """Fingerprint of the weights it learned on; empty in reports from before it was kept."""
