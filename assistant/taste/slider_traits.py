"""Which measured trait a slider moves, in which direction, and what its two ends are called."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.taste.slider_words import Slider

SLIDER_OF: Mapping[str, tuple[str, int]] = {
    "length": ("length", 1),
    "grade": ("simplicity", -1),
    "contractions": ("formality", -1),
    "warmth": ("warmth", 1),
    "lists": ("structure", 1),
    "hedges": ("directness", -1),
}
"""Trait -> the slider whose words ask for it, and in which direction."""
SLIDER_TRAITS: Mapping[str, tuple[str, float]] = {
    "length": ("length", 1.0),
    "simplicity": ("grade", -1.0),
    "formality": ("contractions", -1.0),
    "warmth": ("warmth", 1.0),
    "structure": ("lists", 1.0),
    "directness": ("hedges", -1.0),
    "detail": ("length", 1.0),
}
"""Slider -> the trait by which its wish is measured, and its direction; playfulness has no meter."""
WORDS: Mapping[str, tuple[str, str]] = {
    "length": ("shorter", "longer"),
    "simplicity": ("more expert", "simpler"),
    "formality": ("more casual", "more formal"),
    "warmth": ("cooler", "warmer"),
    "structure": ("plainer", "more structured"),
    "directness": ("more careful", "more direct"),
}
"""Slider -> what answers are at its two ends."""
TRAIT_WORDS: Mapping[str, tuple[str, str]] = {
    "length": ("shorter", "longer"),
    "grade": ("simpler", "more expert"),
    "word_length": ("shorter words", "longer words"),
    "contractions": ("more formal", "more casual"),
    "warmth": ("cooler", "warmer"),
    "lists": ("flowing text", "more lists"),
    "questions": ("fewer questions", "more questions"),
    "hedges": ("more direct", "more careful"),
    "code": ("less code", "more code"),
}
"""Trait -> what answers are with little of it, and with much of it."""


def end_word(slider: Slider, direction: int) -> str:
    """What answers are at one end of a slider, -1 or 1: "shorter"."""
    return WORDS.get(slider.name, (slider.low, slider.high))[direction > 0]
