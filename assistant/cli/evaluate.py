"""`evaluate`: figures about what Attune claims, with their bounds and what they are to be compared with."""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session
from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.evaluation.figures import Figure

NEEDS_DATA = ("person",)


def add_words(words: Words) -> None:
    """`evaluate [PROTOCOL]... [--data DIR] [--seed N] [--seeds N] [--slider NAME]... [--rater NAME]...`."""
    evaluate = words.add("evaluate", run_evaluate, "measure whether what Attune claims is so (hours)")
    evaluate.add_argument(
        "protocols",
        nargs="*",
        metavar="PROTOCOL",
        help="sliders, taste, nights, week, person, forgetting, values, flattery, bias (default: all it can)",
    )
    evaluate.add_argument("--data", metavar="DIR", help="take texts and questions from this folder of data")
    evaluate.add_argument("--seed", type=int, default=1, help="of everything that is drawn")
    evaluate.add_argument("--seeds", type=int, default=1, metavar="N", help="so many seeds, from that one on")
    evaluate.add_argument("--slider", action="append", metavar="NAME", help="only this slider")
    evaluate.add_argument("--rater", action="append", metavar="NAME", help="only this simulated person")


def run_evaluate(arguments: argparse.Namespace, session: Session) -> int:
    """Run protocols on the embedded model; nothing of the person's is read. Raises UsageProblem."""
    from assistant.engine import catalogue
    from assistant.evaluation.data import Data
    from assistant.evaluation.figures import pooled
    from assistant.evaluation.protocols import PROTOCOLS
    from assistant.evaluation.raters import TASTES
    from assistant.evaluation.study import Study
    from assistant.settings import Settings
    from assistant.training.learning.precision import keep_memory

    _check(arguments)
    all_there_is_data_for = [name for name in PROTOCOLS if arguments.data or name not in NEEDS_DATA]
    keep_memory()
    study = Study(
        catalogue.find(Settings().model, session.home).path,
        Data(Path(arguments.data)) if arguments.data else None,
        seed=arguments.seed,
        names=tuple(dict.fromkeys(arguments.rater or TASTES)),
        sliders=tuple(dict.fromkeys(arguments.slider or ())),
        say=session.output.note,
    )
    names = arguments.protocols or all_there_is_data_for
    runs: list[dict[str, Figure]] = []
    try:
        for seed in range(arguments.seed, arguments.seed + arguments.seeds):
            session.output.line(f"Seed {seed}")
            each = study if seed == study.seed else study.again(seed)
            runs.append({})
            for name in names:
                begun = time.monotonic()
                found = PROTOCOLS[name](each)
                runs[-1] |= found
                _show(found, session)
                session.output.note(f"{name} took {(time.monotonic() - begun) / 60:.1f} minutes")
    finally:
        study.close()
    figures = pooled(runs)
    if len(runs) > 1:
        session.output.line(f"All {len(runs)} seeds")
        _show(figures, session)
    session.output.result(
        {
            "protocol": " ".join(names),
            "seed": arguments.seed,
            "seeds": arguments.seeds,
            "figures": {name: asdict(figure) for name, figure in figures.items()},
        }
    )
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Raise UsageProblem where something was named that there is not."""
    from assistant.evaluation.protocols import PROTOCOLS
    from assistant.evaluation.raters import TASTES
    from assistant.taste.slider_traits import SLIDER_TRAITS

    for what, named, there_are in (
        ("protocol", arguments.protocols, PROTOCOLS),
        ("simulated person", arguments.rater, TASTES),
        ("slider with a meter", arguments.slider, SLIDER_TRAITS),
    ):
        unknown = [name for name in named or () if name not in there_are]
        if unknown:
            raise UsageProblem(f"There is no {what} {unknown[0]}.", f"There are: {', '.join(there_are)}.")
    if arguments.seeds < 1:
        raise UsageProblem("At least one seed is needed.", "For example: --seeds 3")


def _show(figures: dict[str, Figure], session: Session) -> None:
    table = Table()
    for name, figure in figures.items():
        bounds = f"{figure.low:.3g} to {figure.high:.3g}"
        table.add(name, f"{figure.value:.3g}", bounds, f"baseline {figure.baseline:.3g}", f"n {figure.count}")
    for line in table.lines():
        session.output.line(line)
