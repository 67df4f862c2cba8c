"""`rate`: say what an answer was worth."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.unlock import Session, opened

if TYPE_CHECKING:
    from assistant.cli.main import Words


def add_words(words: Words) -> None:
    """`rate TURN up|down`."""
    rate = words.add("rate", run_rate, "rate an answer")
    rate.add_argument("turn", type=int, metavar="TURN", help="the number `ask` gave")
    rate.add_argument("verdict", choices=("up", "down"))
    rate.add_argument("--reason", action="append", default=[], metavar="TEXT", help="why; may be repeated")
    rate.add_argument("--better", metavar="TEXT", help="a better version of the answer, in your words")


def run_rate(arguments: argparse.Namespace, session: Session) -> int:
    """Keep a rating."""
    with opened(session) as assistant:
        rating = assistant.rate(arguments.turn, arguments.verdict, reasons=arguments.reason, better=arguments.better)
    session.output.line(f"Kept: turn {rating.turn} rated {rating.verdict}.")
    session.output.result({"rating": rating.id, "turn": rating.turn, "verdict": rating.verdict})
    return 0
