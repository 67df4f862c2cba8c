"""The few things a person can set, with what they are when nobody set them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import time

from assistant.errors import UsageProblem

THEMES = ("system", "light", "dark")
DIALS = ("gentle", "normal", "strong")
TYPE_SIZES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
"""Of the window's type, as shares of the design's."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Kept in the encrypted store, one row each."""

    model: str = "smollm2-135m-instruct"
    gpu_layers: int | str = "auto"
    """Layers on the GPU, or "auto": as many as have room, where this build and machine have a card."""
    context_tokens: int = 4096
    max_tokens: int = 1024
    """The longest answer."""
    temperature: float = 0.3
    steering: float = 1.0
    """0..2, how strongly moved sliders act beyond their words; at 0 words come as fast as ever."""
    steering_by_ratings: bool = False
    """Also steer towards what ratings surely show, where no slider was moved."""
    choices_a_day: int = 2
    """How often a day the person is asked to choose between two answers, at most; 0 = never."""
    best_of: int = 1
    """How many answers are written for each question, of which the one that suits best is said; 1 = as it comes."""
    own_voice: float = 0.0
    """0..2, how far the answer is pushed from what the model would say without the adapter; at 0 as fast as ever."""
    theme: str = "system"
    type_size: float = 1.0
    night_allowed: bool = False
    """Learn by night without being asked."""
    night_begins: str = "01:00"
    night_ends: str = "06:00"
    """Hours on the wall clock."""
    night_when_closed: bool = False
    """Also while the window is locked or closed: the key then stays in the memory of the night's process."""
    night_on_battery: bool = False
    night_dial: str = "normal"
    """How boldly it learns."""


def settings_from(stored: Mapping[str, object]) -> Settings:
    """The settings in force: what was stored where it is valid, the defaults elsewhere.

    The night's two hours are valid together only.
    """
    settings = Settings()
    for name, value in stored.items():
        try:
            settings = changed(settings, name, value)
        except UsageProblem:
            continue
    try:
        check_hours(time.fromisoformat(settings.night_begins), time.fromisoformat(settings.night_ends))
    except UsageProblem:
        usual = Settings()
        return replace(settings, night_begins=usual.night_begins, night_ends=usual.night_ends)
    return settings


def check_hours(begins: time, ends: time) -> None:
    """Raises UsageProblem where the night's hours leave no room for one; equal, they mean any hour."""
    minutes = 60 * (ends.hour - begins.hour) + ends.minute - begins.minute
    if 0 < minutes % 1440 < 60:
        raise UsageProblem("The night's hours are too short.", "Leave at least one hour between the two times.")


def changed(settings: Settings, name: str, value: object) -> Settings:
    """`settings` with one of them changed. Raises UsageProblem when the name or the value does not fit."""
    names = [field.name for field in fields(Settings)]
    if name not in names:
        raise UsageProblem(f"There is no setting {name}.", f"The settings are: {', '.join(names)}.")
    fits, advice = _FITTING[name]
    if not fits(value):
        raise UsageProblem(f"{value!r} does not fit the setting {name}.", advice)
    return replace(settings, **{name: value})  # type: ignore[arg-type]  # checked above


def _is_int(value: object, low: int, high: float) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and time.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_up_to_two(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 2


_UP_TO_TWO = (_is_up_to_two, "It takes a number from 0 to 2.")
_YES_OR_NO = (_is_flag, "It takes true or false.")
_FITTING: dict[str, tuple[Callable[[object], bool], str]] = {
    "model": (
        lambda value: isinstance(value, str) and bool(value.strip()),
        "It takes the name of a model, as `attune models` lists them.",
    ),
    "gpu_layers": (
        lambda value: value == "auto" or _is_int(value, 0, math.inf),
        'It takes "auto" or a number from 0 up.',
    ),
    "context_tokens": (lambda value: _is_int(value, 512, 131072), "It takes a number from 512 to 131072."),
    "max_tokens": (lambda value: _is_int(value, 16, 32768), "It takes a number from 16 to 32768."),
    "temperature": _UP_TO_TWO,
    "steering": _UP_TO_TWO,
    "steering_by_ratings": _YES_OR_NO,
    "choices_a_day": (lambda value: _is_int(value, 0, 20), "It takes a number from 0 to 20."),
    "best_of": (lambda value: _is_int(value, 1, 4), "It takes a number from 1 to 4."),
    "own_voice": _UP_TO_TWO,
    "theme": (lambda value: value in THEMES, "It takes system, light or dark."),
    "type_size": (lambda value: value in TYPE_SIZES, f"It takes one of {', '.join(map(str, TYPE_SIZES))}."),
    "night_allowed": _YES_OR_NO,
    "night_begins": (_is_time, "It takes a time of day, for example 01:00."),
    "night_ends": (_is_time, "It takes a time of day, for example 06:00."),
    "night_when_closed": _YES_OR_NO,
    "night_on_battery": _YES_OR_NO,
    "night_dial": (lambda value: value in DIALS, "It takes gentle, normal or strong."),
}
"""For each setting what fits, and what to say where something else was given."""
