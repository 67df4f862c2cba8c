"""`rate` and `choose`: say what an answer was worth, or which of two is better."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.typed import OR_INPUT, typed
from assistant.cli.unlock import Session, opened
from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from assistant.cli.words import Words


def add_words(words: Words) -> None:
    """`rate TURN up|down` and `choose TURN_A TURN_B --best A|B|neither`."""
    rate = words.add("rate", run_rate, "rate an answer")
    rate.add_argument("turn", type=int, metavar="TURN", help="the number `ask` gave")
    rate.add_argument("verdict", choices=("up", "down"))
    rate.add_argument("--reason", action="append", default=[], metavar="TEXT", help="why; may be repeated")
    rate.add_argument("--better", metavar="TEXT", help=f"a better version of the answer{OR_INPUT}")
    rate.add_argument(
        "--stage", choices=("memories", "tone", "answer"), help="judge only this part: up is right, down is not right"
    )
    choose = words.add("choose", run_choose, "say which of two answers to the same question is better")
    choose.add_argument("turn_a", type=int, metavar="TURN_A")
    choose.add_argument("turn_b", type=int, metavar="TURN_B")
    choose.add_argument("--best", required=True, choices=("A", "B", "neither"))


def run_choose(arguments: argparse.Namespace, session: Session) -> int:
    """Keep a choice."""
    with opened(session) as assistant:
        choice = assistant.choose(arguments.turn_a, arguments.turn_b, arguments.best)
    better = {"A": choice.turn_a, "B": choice.turn_b}.get(choice.best)
    session.output.line("Kept: no difference between them." if better is None else f"Kept: turn {better} is better.")
    session.output.result({"rating": choice.id, "best": choice.best})
    return 0


def run_rate(arguments: argparse.Namespace, session: Session) -> int:
    """Keep a rating, or a judgement of one stage of the answer."""
    if arguments.stage is not None:
        return _judge(arguments, session)
    better = None if arguments.better is None else typed(arguments.better)
    with opened(session) as assistant:
        rating = assistant.rate(arguments.turn, arguments.verdict, reasons=arguments.reason, better=better)
    session.output.line(f"Kept: turn {rating.turn} rated {rating.verdict}.")
    session.output.result({"rating": rating.id, "turn": rating.turn, "verdict": rating.verdict})
    return 0


def _judge(arguments: argparse.Namespace, session: Session) -> int:
    if arguments.reason or arguments.better is not None:
        raise UsageProblem("One part of an answer takes no reason and no better version.", "Rate without --stage.")
    is_right = arguments.verdict == "up"
    with opened(session) as assistant:
        kept = assistant.judge(arguments.turn, arguments.stage, is_right=is_right)
        rating = assistant.store.ratings.of_turn(kept.turn)
    words = {"memories": "the memories were", "tone": "the tone was", "answer": "the answer was"}[kept.stage]
    session.output.line(f"Kept: {words} {'right' if is_right else 'not right'} in turn {kept.turn}.")
    session.output.result(
        {
            "rating": rating.id if rating is not None else None,
            "turn": kept.turn,
            "verdict": arguments.verdict,
            "stage": kept.stage,
        }
    )
    return 0
