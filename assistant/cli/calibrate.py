"""`calibrate`: ten short pairs of answers to choose from, and where the sliders could stand after that."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem
from assistant.taste.calibration import PAIRS, Pair, Proposal, answers_of, proposals
from assistant.taste.sliders import meaning

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.records import Best
    from assistant.wiring import Assistant

Say = Callable[[str], None]
KEYS: dict[str, Best] = {"a": "A", "b": "B", "=": "neither"}
HELP = "a or b for the answer you would rather get, = for no difference, s to skip the rest."
WIDEST = 88


def add_words(words: Words) -> None:
    """`calibrate [--show | --forget]`."""
    calibrate = words.add("calibrate", run_calibrate, "ten short pairs of answers that tell your taste")
    what = calibrate.add_mutually_exclusive_group()
    what.add_argument("--show", action="store_true", help="show what you chose, and change nothing")
    what.add_argument("--forget", action="store_true", help="delete what you chose; the sliders stay")


def run_calibrate(arguments: argparse.Namespace, session: Session) -> int:
    """Ask, keep, propose, and set what the person agrees to."""
    is_asked = not (arguments.show or arguments.forget)
    if is_asked and (sys.stdin is None or sys.stderr is None or not sys.stdin.isatty()):
        raise UsageProblem(
            "The pairs are shown one after the other, and there is no terminal to show them in.",
            "Run it in a terminal, or set a slider with: attune sliders set length -2",
        )
    say: Say = session.output.note if session.output.as_json else session.output.line
    chosen: dict[str, Best] = {}
    with opened(session) as assistant:
        kept = assistant.store.calibration
        if arguments.forget:
            kept.forget()
            say("Your choices are forgotten; the sliders stay where they are.")
        if is_asked:
            kept.note_asked()
            chosen = _ask_all(say)
            if chosen:
                kept.keep(chosen)
        found = proposals(chosen if is_asked else answers_of(kept.list()))
        _show(found, say)
        is_set = is_asked and _agree(found, say, assistant)
        choices = [{"pair": choice.pair, "best": choice.best, "made": choice.made} for choice in kept.list()]
    session.output.result({"choices": choices, "proposals": [_json(one) for one in found], "set": is_set})
    return 0


def _ask_all(say: Say) -> dict[str, Best]:
    """What was chosen, as far as the person went."""
    say(f"Ten short pairs of answers, two to three minutes. {HELP}")
    chosen: dict[str, Best] = {}
    for number, pair in enumerate(PAIRS, start=1):
        for line in pair_lines(pair, number, width=min(shutil.get_terminal_size().columns, WIDEST)):
            say(line)
        typed = _typed("a, b, = or s: ", (*KEYS, "s"), say)
        if typed == "s":
            break
        chosen[pair.name] = KEYS[typed]
    return chosen


def pair_lines(pair: Pair, number: int, *, width: int) -> list[str]:
    """A pair as lines of a terminal that is `width` columns wide."""
    lines = ["", f"{number} of {len(PAIRS)}   {pair.question}"]
    for letter, text in (("a", pair.a), ("b", pair.b)):
        lines.append("")
        mark = f"  {letter}  "
        for line in filter(None, text.splitlines()):
            rest = "       " if line.startswith("- ") else "     "
            lines += textwrap.wrap(line, max(width, 40), initial_indent=mark, subsequent_indent=rest)
            mark = "     "
    return [*lines, ""]


def _typed(prompt: str, accepted: Sequence[str], say: Say) -> str:
    """One of the accepted answers; the end of input (Ctrl+D) is the last of them."""
    while True:
        # on stderr: standard output may hold the JSON object
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            say("")
            return accepted[-1]
        if (typed := line.strip().lower()[:1]) in accepted and typed:
            return typed
        say(f"Please type {', '.join(accepted[:-1])} or {accepted[-1]}.")


def _show(found: Sequence[Proposal], say: Say) -> None:
    clear = [one for one in found if one.level]
    if not found:
        say("No choices are kept.")
    elif not clear:
        say("Your choices point nowhere in particular, so no slider needs to move.")
    else:
        say("\nWhat your choices say:\n")
    table = Table()
    for one in clear:
        table.add(f"  {one.name}", f"{one.level:+d}", f"{meaning(one.name, one.level)} {one.reason}")
    for line in table.lines():
        say(line)


def _agree(found: Sequence[Proposal], say: Say, assistant: Assistant) -> bool:
    """True when there was something to set and the person wanted it set."""
    clear = [one for one in found if one.level]
    if not clear:
        return False
    say("")
    if _typed("Set these sliders? y or n: ", ("y", "n"), say) == "n":
        say("The sliders stay where they are. `attune calibrate --show` shows this again.")
        return False
    for one in clear:
        assistant.set_slider(one.name, one.level)
    say("Set. They act on the very next answer; `attune sliders` shows and moves them.")
    return True


def _json(one: Proposal) -> dict[str, Any]:
    return {"name": one.name, "level": one.level, "meaning": meaning(one.name, one.level), "reason": one.reason}
