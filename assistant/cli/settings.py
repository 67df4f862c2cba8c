"""`settings`: everything that can be set, and a way to set it where there is no window."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import time
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem
from assistant.settings import Settings, changed, check_hours

if TYPE_CHECKING:
    from assistant.cli.words import Words

WORDS = {"true": True, "yes": True, "false": False, "no": False}
MEANINGS = {
    "model": "the model that speaks; `attune models use NAME` chooses another",
    "gpu_layers": "layers on the graphics card, or auto: as many as have room",
    "context_tokens": "how much of a chat the model can have in sight, in tokens",
    "max_tokens": "the longest answer, in tokens",
    "temperature": "0..2, how freely words are picked",
    "steering": "0..2, how strongly sliders act beyond their words; at 0 words come as fast as ever",
    "steering_by_ratings": "also act by what ratings surely show, where no slider was moved",
    "choices_a_day": "how often a day you are asked to choose between two answers, at most",
    "best_of": "1..4 answers are written, and the one that suits you best is shown",
    "own_voice": "0..2, more of what the nights learned than they let act; at 0 words come as fast as ever",
    "theme": "system, light or dark",
    "type_size": "of the window's type",
    "night_allowed": "learn by night without being asked",
    "night_begins": "from this hour on",
    "night_ends": "until this hour",
    "night_when_closed": "also while the window is locked or closed; the key is then kept in memory",
    "night_on_battery": "also without mains power",
    "night_dial": "how boldly a night learns: gentle, normal or strong",
}


def add_words(words: Words) -> None:
    """`settings [NAME VALUE]`."""
    settings = words.add("settings", run_settings, "what can be set, or one of it set")
    settings.add_argument("name", nargs="?", metavar="NAME")
    settings.add_argument("value", nargs="?", metavar="VALUE")


def run_settings(arguments: argparse.Namespace, session: Session) -> int:
    """Set what was named, and show how everything is set."""
    if arguments.name and arguments.value is None:
        raise UsageProblem("A setting takes a value.", "For example: attune settings night_allowed true")
    if arguments.name == "model":
        raise UsageProblem("A model is chosen by its own word.", "Say `attune models use NAME`.")
    with opened(session) as assistant:
        if arguments.name:
            _check_together(assistant.settings, arguments.name, value_of(arguments.value))
            assistant.change(arguments.name, value_of(arguments.value))
        settings = asdict(assistant.settings)
    table = Table()
    for name, value in settings.items():
        table.add(name, str(value).lower() if isinstance(value, bool) else value, MEANINGS[name])
    for line in table.lines():
        session.output.line(line)
    session.output.result({"settings": settings})
    return 0


def _check_together(settings: Settings, name: str, value: bool | int | float | str) -> None:
    """Raises UsageProblem where a night's hour leaves no room for a night beside the other one, as it stands."""
    if name.startswith("night_"):
        then = changed(settings, name, value)
        check_hours(time.fromisoformat(then.night_begins), time.fromisoformat(then.night_ends))


def value_of(text: str) -> bool | int | float | str:
    """What was meant: yes or no, a number, or the word itself."""
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text
