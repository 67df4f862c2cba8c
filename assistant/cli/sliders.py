"""`sliders`: show the sliders, or move one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem
from assistant.sources import learned_sliders
from assistant.taste.sliders import SLIDERS, check_level, find, meaning

if TYPE_CHECKING:
    from assistant.cli.words import Words


def add_words(words: Words) -> None:
    """`sliders [set NAME LEVEL]`."""
    sliders = words.add("sliders", run_sliders, "show the sliders, or move one")
    sliders.add_argument("action", nargs="?", choices=("set",), help="set NAME LEVEL moves one")
    sliders.add_argument("name", nargs="?", metavar="NAME")
    sliders.add_argument("level", nargs="?", type=int, metavar="LEVEL", help="-3..3; 0 leaves it to the model")


def run_sliders(arguments: argparse.Namespace, session: Session) -> int:
    """Move a slider if asked, then show them all."""
    if arguments.action == "set":
        if arguments.name is None or arguments.level is None:
            raise UsageProblem("A slider's name and level are missing.", "For example: attune sliders set length -2")
        find(arguments.name)
        check_level(arguments.level)
    with opened(session) as assistant:
        if arguments.action == "set":
            assistant.set_slider(arguments.name, arguments.level)
        levels = assistant.store.sliders.levels()
        learned = learned_sliders(levels, store=assistant.store, base=assistant.speaker.base)
    table = Table()
    rows = []
    for slider in SLIDERS:
        level = levels.get(slider.name, 0)
        one = learned.get(slider.name)
        said = f"{meaning(slider.name, level)}{f' Learned: acts without words, at {one.scale:.0%}.' if one else ''}"
        table.add(slider.name, f"{level:+d}" if level else "0", said)
        rows.append(
            {
                "name": slider.name,
                "level": level,
                "meaning": meaning(slider.name, level),
                "adapter": one.adapter if one else None,
                "scale": round(one.scale, 4) if one else None,
            }
        )
    for line in table.lines():
        session.output.line(line)
    session.output.result({"sliders": rows})
    return 0
