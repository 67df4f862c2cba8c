"""`sliders`: show the sliders, move one, or say how strongly they act."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.cli.output import Output, Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem
from assistant.nightrecords import PERSONAL
from assistant.records import LearnedSlider
from assistant.settings import Settings
from assistant.sources import learned_sliders
from assistant.taste import cost, strength
from assistant.taste.sliders import SLIDERS, check_level, find, meaning
from assistant.taste.tradeoffs import pulls

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.wiring import Assistant

_RANGE = f"0 to {strength.MOST:g}: 0 in words only, {strength.USUAL:g} as usual"


def add_words(words: Words) -> None:
    """`sliders [set NAME LEVEL | strength X] [--space SPACE]`."""
    sliders = words.add("sliders", run_sliders, "show the sliders, move one, or say how strongly they act")
    sliders.add_argument(
        "action",
        nargs="?",
        choices=("set", "strength"),
        help="set NAME LEVEL moves one; strength X says how strongly all of them act",
    )
    sliders.add_argument("name", nargs="?", metavar="NAME|X", help=f"a slider, or {_RANGE}")
    sliders.add_argument("level", nargs="?", type=int, metavar="LEVEL", help="-3..3; 0 leaves it to the model")
    sliders.add_argument(
        "--space",
        metavar="SPACE",
        default=PERSONAL.space,
        help="as they stand in this space; one that was never moved there stands as in the personal one",
    )


def run_sliders(arguments: argparse.Namespace, session: Session) -> int:
    """Change what was asked for, then show them all."""
    change = _change(arguments)
    with opened(session) as assistant:
        change(assistant)
        levels, settings = assistant.store.sliders.levels(arguments.space), assistant.settings
        costs = assistant.steering_costs()
        learned = learned_sliders(levels, store=assistant.store, base=assistant.speaker.base)
    against = pulls(levels)
    _say(session.output, levels, learned, settings, [*against, *cost.said(costs)])
    session.output.result(
        {
            "sliders": [
                _slider(slider.name, levels.get(slider.name, 0), learned.get(slider.name)) for slider in SLIDERS
            ],
            "steering": settings.steering,
            "steering_by_ratings": settings.steering_by_ratings,
            "own_voice": settings.own_voice,
            "pulls": list(against),
            "costs": [
                {
                    "ways": one.ways,
                    "second_context": one.is_pushed,
                    "ratio": round(one.ratio, 3),
                    "answers": one.answers,
                }
                for one in costs
            ],
        }
    )
    return 0


def _change(arguments: argparse.Namespace) -> Callable[[Assistant], object]:
    """What is to be changed; nothing where they are only shown. Raises UsageProblem before anything is opened."""
    name, level = arguments.name, arguments.level
    if arguments.action == "strength":
        wanted = _strength(name, level)
        return lambda assistant: assistant.change("steering", wanted)
    if arguments.action == "set":
        if name is None or level is None:
            raise UsageProblem("A slider's name and level are missing.", "For example: attune sliders set length -2")
        slider, stop = find(name).name, check_level(level)
        return lambda assistant: assistant.set_slider(slider, stop, space=arguments.space)
    return lambda _: None


def _strength(text: str | None, more: int | None) -> float:
    advice = f"It is one number from {_RANGE}. For example: attune sliders strength 1.5"
    try:
        wanted = float(text or "")
    except ValueError:
        wanted = -1.0
    if more is not None or not 0 <= wanted <= strength.MOST:
        said = " ".join(str(each) for each in (text, more) if each is not None)
        raise UsageProblem(f"{said} is not a strength." if said else "A strength is missing.", advice)
    return wanted


def _say(
    output: Output,
    levels: Mapping[str, int],
    learned: Mapping[str, LearnedSlider],
    settings: Settings,
    remarks: Sequence[str],
) -> None:
    table = Table()
    for slider in SLIDERS:
        level = levels.get(slider.name, 0)
        one = learned.get(slider.name)
        said = f"{meaning(slider.name, level)}{f' Learned: acts without words, at {one.scale:.0%}.' if one else ''}"
        table.add(slider.name, f"{level:+d}" if level else "0", said)
    acts = f"Strength {settings.steering:g}: they act {strength.steering_words(settings.steering)}."
    for line in (*table.lines(), "", f"{acts} {strength.steering_meaning(settings.steering)}", *remarks):
        output.line(line)


def _slider(name: str, level: int, learned: LearnedSlider | None) -> dict[str, Any]:
    return {
        "name": name,
        "level": level,
        "meaning": meaning(name, level),
        "adapter": learned.adapter if learned else None,
        "scale": round(learned.scale, 4) if learned else None,
    }
