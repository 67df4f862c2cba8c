"""What the newest answers really were like, measured by each slider's own meter and said in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from assistant.taste import meters
from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.taste.sliders import SLIDERS
from assistant.taste.traits import TRAITS

NEWEST = 20
"""How many answers are looked at."""
NOT_MEASURED = "Nothing measures this one."


def _rate(value: float, what: str) -> str:
    return f"{value:.1f} {what}" if value >= 0.05 else f"no {what.partition(' in 100')[0]}"


_SENTENCES: Mapping[str, Callable[[float], str]] = {
    "length": lambda value: f"{value:.0f} words on average",
    "grade": lambda value: f"read like school year {max(1, round(value))}",
    "contractions": lambda value: f"“it’s” for “it is” {10 * value:.0f} times in 10",
    "warmth": lambda value: _rate(value, "warm words in 100"),
    "lists": lambda value: _rate(value, "list items in 100 words"),
    "hedges": lambda value: _rate(value, "words like “perhaps” in 100"),
}


def measured(answers: Sequence[str]) -> dict[str, float | None]:
    """Slider -> the mean of its trait over these answers; None without a meter, or where it has nothing to say.

    Length and detail are counted in words, not in their logarithm.
    """
    found: dict[str, float | None] = {}
    for slider in SLIDERS:
        trait = SLIDER_TRAITS.get(slider.name, ("", 0.0))[0]
        meter = meters.words if trait == "length" else TRAITS.get(trait)
        values = [value for text in answers if meter is not None and (value := meter(text)) is not None]
        found[slider.name] = fmean(values) if values else None
    return found


def sentences(answers: Sequence[str]) -> dict[str, str]:
    """Slider -> what its meter found, for people; empty while there is no answer."""
    if not answers:
        return {slider.name: "" for slider in SLIDERS}
    found = measured(answers)
    return {slider.name: _sentence(slider.name, found[slider.name], len(answers)) for slider in SLIDERS}


def _sentence(slider: str, value: float | None, count: int) -> str:
    if slider not in SLIDER_TRAITS:
        return NOT_MEASURED
    if value is None:
        return ""
    head = "Last answer" if count == 1 else f"Last {count} answers"
    return f"{head}: {_SENTENCES[SLIDER_TRAITS[slider][0]](value)}"
