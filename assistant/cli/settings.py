"""`settings`: everything that can be set, and a way to set it where there is no window."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from assistant.cli.words import Words

WORDS = {"true": True, "yes": True, "false": False, "no": False}


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
            assistant.change(arguments.name, value_of(arguments.value))
        settings = asdict(assistant.settings)
    table = Table()
    for name, value in settings.items():
        table.add(name, str(value).lower() if isinstance(value, bool) else value)
    for line in table.lines():
        session.output.line(line)
    session.output.result({"settings": settings})
    return 0


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
