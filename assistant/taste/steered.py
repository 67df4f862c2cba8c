"""How far a second answer lies from the first: what there is to choose from decides what can be learned."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MOVES: Mapping[tuple[str, int], Mapping[str, float]] = MappingProxyType(
    {
        ("directness", -1): {"length": -1.24, "contractions": -0.44},
        ("directness", 1): {
            "length": -2.35,
            "grade": -6.07,
            "word_length": -1.03,
            "contractions": -0.33,
            "questions": 3.7,
            "hedges": -1.77,
        },
        ("formality", -1): {"contractions": 0.15},
        ("formality", 1): {"length": -1.08, "contractions": -0.58},
        ("length", -1): {"length": -1.95, "word_length": -0.58, "contractions": -0.34},
        ("length", 1): {"length": 0.6, "grade": -1.7, "contractions": -0.7},
        ("simplicity", -1): {"contractions": -0.22},
        ("simplicity", 1): {"length": -2.15, "grade": -6.19, "word_length": -0.63, "contractions": -0.5, "lists": 3.54},
        ("structure", -1): {"length": -2.3, "grade": -4.75, "contractions": -0.33, "hedges": -1.77},
        ("structure", 1): {"length": -0.64, "grade": -2.53, "contractions": -0.17, "lists": 5.0},
        ("warmth", -1): {"length": -1.89, "grade": -3.61, "word_length": -0.83, "contractions": -0.33, "hedges": -1.77},
        ("warmth", 1): {"length": 0.3, "grade": -1.84, "warmth": 2.29},
    }
)
"""(Slider, end) -> trait -> mean difference, as the meter counts, between answers steered to level 2 of that end,
before words were bounded, and plain ones. On the model that comes with Attune, three questions of our own with four
plain answers each; for lists at the high end of structure four other ones. Small differences are left out, and for
casual, which is asked for in words alone since, everything but contractions. Few as they are, they only rank questions.
"""
OTHER_SEED: Mapping[str, float] = MappingProxyType(
    {"length": 0.34, "grade": 1.62, "word_length": 0.35, "contractions": 0.27, "warmth": 0.58, "hedges": 1.0}
)
"""Trait -> mean distance of two plain answers that differ by their seed alone, on the same questions."""
