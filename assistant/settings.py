"""The few things a person can set, with what they are when nobody set them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from assistant.errors import UsageProblem

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Settings:
    """Kept in the encrypted store, one row each."""

    model: str = "smollm2-135m-instruct"
    gpu_layers: int | str = "auto"
    """Layers on the GPU, or "auto": all of them where this build and machine can."""
    context_tokens: int = 4096
    max_tokens: int = 1024
    """The longest answer."""
    temperature: float = 0.3
    theme: str = "system"


def settings_from(stored: Mapping[str, object]) -> Settings:
    """The settings in force: what was stored where it is valid, the defaults elsewhere."""
    settings = Settings()
    for name, value in stored.items():
        try:
            settings = changed(settings, name, value)
        except UsageProblem:
            continue
    return settings


def changed(settings: Settings, name: str, value: object) -> Settings:
    """`settings` with one of them changed. Raises UsageProblem when the name or the value does not fit."""
    names = [field.name for field in fields(Settings)]
    if name not in names:
        raise UsageProblem(f"There is no setting {name}.", f"The settings are: {', '.join(names)}.")
    if not _fits(name, value):
        raise UsageProblem(f"{value!r} does not fit the setting {name}.", _WHAT_FITS[name])
    return replace(settings, **{name: value})  # type: ignore[arg-type]  # checked by _fits


_WHAT_FITS = {
    "model": "It takes the name of a model, as `attune models` lists them.",
    "gpu_layers": 'It takes "auto" or a number from 0 up.',
    "context_tokens": "It takes a number from 512 to 131072.",
    "max_tokens": "It takes a number from 16 to 32768.",
    "temperature": "It takes a number from 0 to 2.",
    "theme": "It takes system, light or dark.",
}


def _fits(name: str, value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match name:
        case "model":
            return isinstance(value, str) and bool(value.strip())
        case "gpu_layers":
            return value == "auto" or (number and isinstance(value, int) and value >= 0)
        case "context_tokens":
            return isinstance(value, int) and number and 512 <= value <= 131072
        case "max_tokens":
            return isinstance(value, int) and number and 16 <= value <= 32768
        case "temperature":
            return number and 0 <= float(value) <= 2  # type: ignore[arg-type]
        case _:
            return value in THEMES
