"""The eight sliders: what there is, what a level means, and what it asks of the model."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.errors import UsageProblem
from assistant.taste.slider_words import (
    DETAIL,
    DIRECTNESS,
    FORMALITY,
    LENGTH,
    PLAYFULNESS,
    SIMPLICITY,
    STRUCTURE,
    WARMTH,
    Example,
    Slider,
)

__all__ = ["LEVELS", "SLIDERS", "Example", "Slider", "check_level", "find", "meaning", "wishes"]

LEVELS = (-3, -2, -1, 0, 1, 2, 3)
SLIDERS = (LENGTH, SIMPLICITY, FORMALITY, WARMTH, STRUCTURE, DIRECTNESS, DETAIL, PLAYFULNESS)
LEFT_ALONE = "Left to the model."


def find(name: str) -> Slider:
    """The slider called `name`, however it is capitalised. Raises UsageProblem, naming them all."""
    for slider in SLIDERS:
        if slider.name == name.strip().lower():
            return slider
    raise UsageProblem(
        f"There is no slider {name!r}.", f"The sliders are: {', '.join(slider.name for slider in SLIDERS)}."
    )


def check_level(level: int) -> int:
    """`level` itself when it is a whole number from -3 to 3. Raises UsageProblem."""
    if isinstance(level, bool) or level not in LEVELS:
        raise UsageProblem(f"{level} is not a level.", "Levels are whole numbers from -3 to 3; 0 leaves it alone.")
    return int(level)


def meaning(name: str, level: int) -> str:
    """What a level means to the person, in one sentence. Raises UsageProblem."""
    slider = find(name)
    return slider.meanings[_place(level)] if check_level(level) else LEFT_ALONE


def wishes(levels: Mapping[str, int]) -> tuple[str, ...]:
    """Instructions for the model, in the fixed order of the sliders; nothing for a level of 0.

    Args:
        levels: slider name -> level; names of sliders that no longer exist are passed over.
    """
    moved = [(slider, levels.get(slider.name, 0)) for slider in SLIDERS]
    return tuple(slider.wishes[_place(level)] for slider, level in moved if check_level(level))


def _place(level: int) -> int:
    """Where a level other than 0 stands among the six."""
    return level + 3 if level < 0 else level + 2
