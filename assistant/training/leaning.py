"""What judgements lean to, said in the words of the sliders: a taste the model can be asked to show by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.training.examples import Pair
from assistant.training.signal import sure_weights

SLIDERS: Mapping[str, tuple[str, int]] = {
    "length": ("length", 1),
    "grade": ("simplicity", -1),
    "contractions": ("formality", -1),
    "warmth": ("warmth", 1),
    "lists": ("structure", 1),
    "hedges": ("directness", -1),
}
"""Trait -> the slider whose words ask for it, and in which direction."""
LEVEL = 2
"""Clearly, and not to the utmost."""
LEAST_SHARE = 0.3
"""Of the strongest weight; what matters less is left alone."""


def leanings(pairs: Sequence[Pair], *, seed: int) -> dict[str, int]:
    """Slider -> level, for what these judgements surely and clearly lean to.

    Args:
        pairs: those that may be learned from; none leans to nothing.
        seed: of the resampling.
    """
    if not pairs:
        return {}
    found = sure_weights(pairs, seed=seed)
    strongest = max(map(abs, found.values()), default=0.0)
    return {
        slider: LEVEL * direction * (1 if found[trait] > 0 else -1)
        for trait, (slider, direction) in SLIDERS.items()
        if trait in found and abs(found[trait]) >= LEAST_SHARE * strongest
    }
