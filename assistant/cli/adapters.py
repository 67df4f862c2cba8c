"""`adapters`: what the nights learned, which version acts, how strongly, and the way back."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.store.adapters import Adapters


def add_words(words: Words) -> None:
    """`adapters [use ID|strength X|off|rollback]`."""
    adapters = words.add("adapters", run_adapters, "show what the nights learned, or choose what acts")
    adapters.add_argument("action", nargs="?", choices=("use", "strength", "off", "rollback"))
    adapters.add_argument("value", nargs="?", metavar="ID|X", help="a version's number, or a strength from 0 to 1")


def run_adapters(arguments: argparse.Namespace, session: Session) -> int:
    """Change what acts if asked, then list the versions."""
    value = None if arguments.value is None else _number(arguments.value)
    if (arguments.action in ("use", "strength")) != (value is not None):
        raise UsageProblem("That is one number too many or too few.", "For example: attune adapters strength 0.5")
    with opened(session) as assistant:
        _act(assistant.store.adapters, arguments.action, value)
        versions = assistant.store.adapters.list()
    table = Table()
    for one in versions:
        made = datetime.fromtimestamp(one.made).strftime("%d %b %Y %H:%M")
        table.add(str(one.id), made, f"strength {one.strength:g}", "acts" if one.active else "")
    for line in table.lines() or ["No night has left an adapter yet."]:
        session.output.line(line)
    session.output.result(
        {
            "adapters": [
                {"id": one.id, "base": one.base, "made": one.made, "strength": one.strength, "active": one.active}
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


def _act(adapters: Adapters, action: str | None, value: float | None) -> None:
    if action == "use" and value is not None:
        if not value.is_integer():
            raise UsageProblem(f"There is no adapter {value:g}.", "`attune adapters` lists them.")
        adapters.use(int(value), strength=adapters.get(int(value)).strength or 1.0)
    elif action == "strength" and value is not None:
        active = adapters.active()
        if active is None:
            raise UsageProblem("No adapter acts now.", "`attune adapters use ID` lets one act.")
        adapters.use(active.id, strength=value)
    elif action == "off":
        adapters.off()
    elif action == "rollback":
        adapters.roll_back()
