"""`bench`: how fast everything is on this machine, each figure beside what it is compared with."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session
from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from assistant.cli.words import Words


def add_words(words: Words) -> None:
    """`bench [NAME]...`."""
    bench = words.add("bench", run_bench, "measure the speed of every part")
    bench.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="decode, follow_up, steering, start, retrieval, training, answers; pause only if named",
    )


def run_bench(arguments: argparse.Namespace, session: Session) -> int:
    """Run the benchmarks on throw-away homes and print their figures."""
    from assistant.engine import catalogue
    from assistant.evaluation.benchmarks import BENCHMARKS, IF_NAMED, Parts
    from assistant.memory.finder import HostedFinder
    from assistant.settings import Settings
    from assistant.wiring import make_speaker

    unknown = [name for name in arguments.names if name not in BENCHMARKS]
    if unknown:
        raise UsageProblem(f"There is no benchmark {unknown[0]}.", f"There are: {', '.join(BENCHMARKS)}.")
    parts = Parts(
        model=catalogue.find(Settings().model, session.home).path,
        speaker=lambda home: make_speaker(home, Settings()),
        finder=HostedFinder,
    )
    figures = {}
    for name in arguments.names or (name for name in BENCHMARKS if name not in IF_NAMED):
        session.output.note(f"Measuring {name} …")
        figures.update(BENCHMARKS[name](parts))
    table = Table()
    for name, figure in figures.items():
        table.add(name, f"{figure.value:.4g}", figure.unit, figure.ratio_to or "")
    for line in table.lines():
        session.output.line(line)
    session.output.result(
        {
            "benchmarks": {
                name: {"value": figure.value, "unit": figure.unit, "ratio_to": figure.ratio_to}
                for name, figure in figures.items()
            }
        }
    )
    return 0
