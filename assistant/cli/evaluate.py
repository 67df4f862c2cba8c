"""`evaluate`: figures about what Attune claims, with their bounds and what they are to be compared with."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session
from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from assistant.cli.words import Words

PROTOCOLS = ("nights",)
MOST_QUESTIONS = 96


def add_words(words: Words) -> None:
    """`evaluate [PROTOCOL]... [--data DIR] [--seed N] [--rater NAME]`."""
    evaluate = words.add("evaluate", run_evaluate, "measure whether what Attune claims is so (hours)")
    evaluate.add_argument("protocols", nargs="*", metavar="PROTOCOL", help="nights (default: all)")
    evaluate.add_argument("--data", metavar="DIR", help="take the questions from this folder of data")
    evaluate.add_argument("--seed", type=int, default=1, help="of everything that is drawn")
    evaluate.add_argument("--rater", action="append", metavar="NAME", help="only this simulated person")


def run_evaluate(arguments: argparse.Namespace, session: Session) -> int:
    """Run protocols on the embedded model; nothing of the person's is read."""
    unknown = [name for name in arguments.protocols if name not in PROTOCOLS]
    if unknown:
        raise UsageProblem(f"There is no protocol {unknown[0]}.", f"There are: {', '.join(PROTOCOLS)}.")
    from assistant.engine import catalogue
    from assistant.evaluation.nights import nights
    from assistant.evaluation.questions import ASKED
    from assistant.evaluation.raters import TASTES
    from assistant.settings import Settings

    strange = [name for name in arguments.rater or () if name not in TASTES]
    if strange:
        raise UsageProblem(f"There is no simulated person {strange[0]}.", f"There are: {', '.join(TASTES)}.")
    figures = nights(
        catalogue.find(Settings().model, session.home).path,
        _questions(Path(arguments.data)) if arguments.data else ASKED,
        seed=arguments.seed,
        names=arguments.rater or tuple(TASTES),
        say=session.output.note,
    )
    table = Table()
    for name, figure in figures.items():
        bounds = f"{figure.low:.3g} to {figure.high:.3g}"
        table.add(name, f"{figure.value:.3g}", bounds, f"baseline {figure.baseline:.3g}", f"n {figure.count}")
    for line in table.lines():
        session.output.line(line)
    session.output.result(
        {
            "protocol": "nights",
            "seed": arguments.seed,
            "figures": {
                name: {
                    "value": figure.value,
                    "low": figure.low,
                    "high": figure.high,
                    "baseline": figure.baseline,
                    "n": figure.count,
                }
                for name, figure in figures.items()
            },
        }
    )
    return 0


def _questions(folder: Path) -> tuple[str, ...]:
    """The shorter prompts of simulated_users/answers.jsonl. Raises UsageProblem when there are none."""
    path = folder / "simulated_users" / "answers.jsonl"
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = [str(row["prompt"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageProblem(f"{path.name} is not there, or not as it should be.", "See the layout of --data.") from None
    short = tuple(dict.fromkeys(prompt for prompt in found if 15 < len(prompt) < 140))
    return short[:MOST_QUESTIONS]
