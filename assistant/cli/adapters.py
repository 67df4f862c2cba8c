"""`adapters`: what the nights learned, which version acts for what, how strongly, and the way back."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem
from assistant.nightfigures import meant_for
from assistant.nightrecords import PERSONAL, Purpose
from assistant.taste.sliders import find

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.store.adapters import Adapters
    from assistant.store.store import Store


def add_words(words: Words) -> None:
    """`adapters [use ID|strength X|off|rollback] [--slider NAME [--end low|high]|--space SPACE]`."""
    adapters = words.add("adapters", run_adapters, "show what the nights learned, or choose what acts")
    adapters.add_argument("action", nargs="?", choices=("use", "strength", "off", "rollback"))
    adapters.add_argument("value", nargs="?", metavar="ID|X", help="a version's number, or a strength from 0 to 1")
    about = adapters.add_mutually_exclusive_group()
    about.add_argument("--slider", metavar="NAME", help="strength, off and rollback are about this slider")
    about.add_argument("--space", metavar="SPACE", help="... or about this space; else about you in general")
    adapters.add_argument("--end", choices=("low", "high"), help="which end of the slider; else where it stands")


def run_adapters(arguments: argparse.Namespace, session: Session) -> int:
    """Change what acts if asked, then list the versions."""
    value = None if arguments.value is None else _number(arguments.value)
    if (arguments.action in ("use", "strength")) != (value is not None):
        raise UsageProblem("That is one number too many or too few.", "For example: attune adapters strength 0.5")
    with opened(session) as assistant:
        _act(assistant.store.adapters, arguments.action, value, _purposes(arguments, assistant.store))
        versions, base = assistant.store.adapters.all(), assistant.speaker.base
    table = Table()
    for one in versions:
        made = datetime.fromtimestamp(one.made).strftime("%d %b %Y %H:%M")
        acts = ("acts" if one.base == base else "acts with another model") if one.active else ""
        table.add(str(one.id), made, meant_for(one.purpose), f"strength {one.strength:g}", acts)
    for line in table.lines() or ["No night has left an adapter yet."]:
        session.output.line(line)
    session.output.result(
        {
            "adapters": [
                {
                    "id": one.id,
                    "base": one.base,
                    "made": one.made,
                    "strength": one.strength,
                    "active": one.active,
                    "space": one.purpose.space,
                    "slider": one.purpose.slider or None,
                    "direction": one.purpose.direction,
                }
                for one in versions
            ]
        }
    )
    return 0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageProblem(f"{text} is not a number.", "For example: attune adapters strength 0.5") from None


def _purposes(arguments: argparse.Namespace, store: Store) -> list[Purpose]:
    """What the words are about: a slider without an end named is meant at the end where it stands, or at both."""
    if arguments.end and not arguments.slider:
        raise UsageProblem("An end belongs to a slider.", "For example: attune adapters off --slider length --end low")
    if not arguments.slider:
        return [Purpose(arguments.space or PERSONAL.space)]
    name = find(arguments.slider).name
    level = {"low": -1, "high": 1, None: store.sliders.levels().get(name, 0)}[arguments.end]
    return [Purpose(slider=name, direction=each) for each in (-1, 1) if level * each >= 0]


def _act(adapters: Adapters, action: str | None, value: float | None, purposes: list[Purpose]) -> None:
    if action == "use" and value is not None:
        if value not in {one.id for one in adapters.all()}:
            raise UsageProblem(f"There is no adapter {value:g}.", "`attune adapters` lists them.")
        adapters.use(int(value))
    elif action == "strength" and value is not None:
        acting = [one for purpose in purposes if (one := adapters.active(purpose)) is not None]
        if not acting:
            raise UsageProblem("No adapter acts now.", "`attune adapters use ID` lets one act.")
        for one in acting:
            adapters.use(one.id, strength=value)
    elif action == "off":
        for purpose in purposes:
            adapters.off(purpose)
    elif action == "rollback":
        ever = [purpose for purpose in purposes if adapters.list(purpose)] or purposes[:1]
        for purpose in ever:
            adapters.roll_back(purpose)
