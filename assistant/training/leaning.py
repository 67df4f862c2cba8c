"""What judgements lean to, said in the words of the sliders: a taste the model can be asked to show by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.taste.slider_traits import SLIDER_OF, WORDS
from assistant.training.examples import Pair
from assistant.training.signal import sure_weights
from assistant.wording import listed

LEVEL = 2
"""Clearly, and not to the utmost."""
LEAST_SHARE = 0.4
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
        for trait, (slider, direction) in SLIDER_OF.items()
        if trait in found and abs(found[trait]) >= LEAST_SHARE * strongest
    }


def sentence(found: Mapping[str, int]) -> str:
    """It in plain words; empty when the judgements lean to nothing."""
    words = [WORDS[slider][level > 0] for slider, level in found.items()]
    if not words:
        return ""
    return f"Your judgements lean to {listed(words)} answers."
