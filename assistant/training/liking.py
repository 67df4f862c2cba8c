"""How well an answer suits the person: by the taste their judgements show, and by where their sliders stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, pstdev

from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.taste.traits import TRAITS
from assistant.training.signal import Taste


def is_measured(levels: Mapping[str, int]) -> bool:
    """True when a slider was moved whose effect can be measured."""
    return any(levels.get(name, 0) for name in SLIDER_TRAITS)


def liking(taste: Taste | None, levels: Mapping[str, int], base: Sequence[str]) -> Callable[[str], float]:
    """A score of answers, in which judgements and sliders count alike.

    Args:
        taste: what the judgements show; None when they show nothing.
        levels: where the sliders stand.
        base: answers of the model as it is, which give the unit of each part.
    """
    parts: list[Callable[[str], float]] = []
    if taste is not None:
        parts.append(_in_units(taste.score, base))
    if is_measured(levels):
        parts.append(_in_units(_slider_score(levels, base), base))
    return lambda answer: sum(part(answer) for part in parts)


def _slider_score(levels: Mapping[str, int], base: Sequence[str]) -> Callable[[str], float]:
    moved = []
    for name, (trait, direction) in SLIDER_TRAITS.items():
        if levels.get(name, 0):
            found = [value for text in base if (value := TRAITS[trait](text)) is not None]
            unit = pstdev(found) if len(found) > 1 else 1.0
            moved.append((trait, direction * levels[name] / 3 / (unit or 1.0)))

    def score(answer: str) -> float:
        return sum(weight * (TRAITS[trait](answer) or 0.0) for trait, weight in moved)

    return score


def _in_units(score: Callable[[str], float], base: Sequence[str]) -> Callable[[str], float]:
    found = [score(text) for text in base]
    middle, unit = fmean(found), pstdev(found) or 1.0
    return lambda answer: (score(answer) - middle) / unit
