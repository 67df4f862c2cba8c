"""Which moved sliders pull against each other, said plainly; from what moving one slider does to the others' traits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.taste.slider_traits import SLIDER_OF, WORDS

Leaks = Mapping[str, Mapping[str, float]]
"""Slider -> trait -> Spearman's rho of the slider's level and the measured trait, -1..1."""
LEAKS: Leaks = MappingProxyType(
    {
        "length": {"grade": 0.07, "contractions": -0.38, "warmth": 0.27, "lists": 0.06, "hedges": 0.49},
        "warmth": {"length": 0.57, "grade": -0.14, "contractions": 0.05, "lists": -0.15, "hedges": 0.40},
        "formality": {"length": 0.12, "grade": 0.50, "warmth": -0.26, "lists": -0.03, "hedges": -0.26},
        "simplicity": {"length": -0.30, "contractions": 0.37, "warmth": 0.36, "lists": -0.01, "hedges": 0.07},
        "structure": {"length": -0.42, "grade": -0.22, "contractions": 0.14, "warmth": 0.01, "hedges": -0.25},
        "detail": {"length": 0.65, "grade": 0.12, "contractions": 0.11, "warmth": 0.25, "lists": 0.42, "hedges": 0.09},
        "directness": {"length": -0.07, "grade": 0.02, "contractions": -0.19, "warmth": -0.05, "lists": -0.17},
    }
)
"""As `attune evaluate sliders` measures it on the model that comes with Attune: the figures NAME.into.TRAIT, and for
detail, which has length for its own meter, detail.rho under "length"; detail and directness on twenty questions, up to
400 tokens each. What was not measured is not in it."""
CLEAR = 0.3
"""Rho from which on it is said."""
_ENDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**WORDS, "detail": ("less detail", "more detail"), "playfulness": ("more serious", "more playful")}
)
"""Slider -> what is asked for at its two ends."""


def pulls(levels: Mapping[str, int], leaks: Leaks = LEAKS) -> tuple[str, ...]:
    """One sentence for each two moved sliders of which one brings along what the other is moved away from.

    Args:
        levels: slider name -> level -3..3.

    Returns:
        sentences, the clearest first; where each of two pulls against the other, only the clearer one.
    """
    found: dict[frozenset[str], tuple[float, str]] = {}
    for name, level in levels.items():
        for trait, rho in leaks.get(name, {}).items():
            other, direction = SLIDER_OF.get(trait, (name, 1))
            wanted = levels.get(other, 0)
            brings = _sign(level) * rho
            if other == name or abs(rho) < CLEAR or brings * direction * wanted >= 0:
                continue
            pair, before = frozenset((name, other)), found.get(frozenset((name, other)))
            if before is None or abs(rho) > before[0]:
                found[pair] = (abs(rho), f"{_end(name, level).capitalize()} pulls against {_end(other, wanted)}.")
    return tuple(sentence for _, sentence in sorted(found.values(), key=lambda item: -item[0]))


def _end(slider: str, level: int) -> str:
    return _ENDS[slider][level > 0]


def _sign(level: int) -> int:
    return (level > 0) - (level < 0)
