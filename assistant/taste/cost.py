"""What steering costs on this machine: how much longer a word takes where something acts, measured on real answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from assistant.records import Sources, Stats
from assistant.taste.contrast import wordings

NEWEST = 200
"""Answers that are looked at; a machine, and what else runs on it, may change."""
LEAST = 3
"""Answers of each kind, before anything is said."""
MOST = 20
"""Answers of each kind that count, the newest."""
LEAST_TOKENS = 8
"""A shorter answer's speed is mostly chance."""
NOT_YET = "What it costs is shown after a few answers with and without it."
_COUNTS = ("no", "one", "two", "three")


@dataclass(frozen=True, slots=True)
class Cost:
    """One kind of steered answer beside answers that nothing steers."""

    ways: int
    """0..3, in how many ways the question was put beside its own."""
    is_pushed: bool
    """True: it was also weighed against the model without its adapter, in a context of its own."""
    has_sliders: bool
    """True: one of the ways is the opposite of moved sliders; the others are what ratings showed."""
    ratio: float
    """Median time per word, beside the median of answers that nothing steers."""
    answers: int
    """How many were measured, of both kinds."""
    lasts: bool = False
    """True: every word was steered; else the first ones, so that a long answer costs less a word than a short one."""

    @property
    def sentence(self) -> str:
        """All of it in plain words."""
        longer = "no longer" if self.ratio < 1.05 else f"{self.ratio:.1f} times as long"
        return (
            f"Answers with {self._what} take {longer} per word here (measured on {self.answers} of your last answers)."
        )

    @property
    def _what(self) -> str:
        shown = self.ways - self.has_sliders
        things = ["moved sliders"] if self.has_sliders else []
        if shown:
            things.append(f"{_COUNTS[shown]} thing{'s' if shown > 1 else ''} your ratings show")
        if self.is_pushed:
            things.append("more of you")
        among = " (length or formality among them)" if self.lasts and not self.is_pushed else ""
        return " and ".join(things) + among


def costs(timed: Iterable[tuple[Sources, Stats]]) -> tuple[Cost, ...]:
    """What each kind of steering costs, the cheapest kind first; only what was measured often enough.

    Args:
        timed: answers of one model, newest first.
    """
    kinds: dict[tuple[int, bool, bool], list[tuple[bool, float]]] = {}
    for sources, stats in timed:
        if stats.generated_tokens < LEAST_TOKENS or stats.tokens_per_s <= 0:
            continue
        ways = wordings(sources.worded, sources.taste, strength=sources.steering)
        is_pushed = sources.adapter is not None and bool(sources.own_voice)
        kind = (len(ways), is_pushed, is_pushed or any(way.lasts for way in ways))
        has_sliders = any(way.weight < 0 for way in ways)
        kinds.setdefault(kind, []).append((has_sliders, 1 / stats.tokens_per_s))
    counted = {kind: found[:MOST] for kind, found in kinds.items() if len(found) >= LEAST}
    plain = counted.pop((0, False, False), None)
    if plain is None:
        return ()
    usual = median(seconds for _, seconds in plain)
    return tuple(
        Cost(
            ways,
            is_pushed,
            has_sliders=any(with_sliders for with_sliders, _ in found),
            ratio=median(seconds for _, seconds in found) / usual,
            answers=len(found) + len(plain),
            lasts=lasts,
        )
        for (ways, is_pushed, lasts), found in sorted(counted.items())
    )


def said(found: Iterable[Cost]) -> tuple[str, ...]:
    """What is known of it in plain words, and that nothing is known yet where that is so."""
    return tuple(cost.sentence for cost in found) or (NOT_YET,)
