"""`taste`: what your ratings say, how sure that is, and which of them made it so."""

from __future__ import annotations

import argparse
from shlex import quote
from typing import TYPE_CHECKING, Any

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.nightrecords import PERSONAL

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.taste.comparisons import Comparison
    from assistant.taste.verdict import Direction, Question

TEN_PAIRS = "the ten pairs"
SHOWN = 5
"""Turns named for each direction."""
NOTHING = "Your ratings say nothing yet. Rate a few answers, write a better version, or choose between two."


def add_words(words: Words) -> None:
    """`taste [--space SPACE]`."""
    taste = words.add("taste", run_taste, "show what your ratings say, and how sure that is")
    taste.add_argument("--space", metavar="SPACE", default=PERSONAL.space, help="what was said in this space")


def run_taste(arguments: argparse.Namespace, session: Session) -> int:
    """Show every direction, and the question if there is one; nothing is moved."""
    with opened(session) as assistant:
        found = assistant.verdict(space=arguments.space)
    table = Table()
    for one in found.directions:
        table.add(one.words, one.how_sure, f"{one.weight:+.2f}", f"{one.low:+.2f} to {one.high:+.2f}", _from(one))
    for line in table.lines() or [NOTHING]:
        session.output.line(line)
    if found.question is not None:
        session.output.line()
        session.output.line(found.question.sentence)
        where = "" if arguments.space == PERSONAL.space else f" --space {quote(arguments.space)}"
        session.output.line(f"To move it: attune sliders set {found.question.slider} {found.question.proposed}{where}")
    session.output.result(
        {
            "taste": [_direction(one) for one in found.directions],
            "judgements": found.judgements,
            "question": None if found.question is None else _question(found.question),
        }
    )
    return 0


def _from(one: Direction) -> str:
    turns = list(dict.fromkeys(turn for made_by in one.made_by for turn in made_by.turns))
    count = "1 judgement" if one.judgements == 1 else f"{one.judgements} judgements"
    named = ["turns " + ", ".join(map(str, turns[:SHOWN]))] if turns else []
    named += [TEN_PAIRS] if one.is_from_pairs else []
    return f"from {count}" + (f", most of all on {' and '.join(named)}" if named else "")


def _direction(one: Direction) -> dict[str, Any]:
    return {
        "trait": one.trait,
        "slider": one.slider,
        "words": one.words,
        "weight": one.weight,
        "low": one.low,
        "high": one.high,
        "certainty": one.certainty,
        "judgements": one.judgements,
        "ratings": [_judgement(made_by) for made_by in one.made_by],
    }


def _judgement(one: Comparison) -> dict[str, Any]:
    return {"kind": one.kind, "ids": list(one.ids), "turns": list(one.turns)}


def _question(one: Question) -> dict[str, Any]:
    return {
        "slider": one.slider,
        "level": one.level,
        "proposed": one.proposed,
        "certainty": one.certainty,
        "sentence": one.sentence,
    }
