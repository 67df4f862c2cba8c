"""The words of the command line; each family of commands adds its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from assistant.cli.unlock import Session

Run = Callable[[argparse.Namespace, Session], int]


class Words:
    """What may follow `attune`."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._words = parser.add_subparsers(dest="word", metavar="WORD", required=True)

    def add(self, word: str, run: Run, summary: str) -> argparse.ArgumentParser:
        """A word with its summary; returns its parser for further arguments."""
        parser = self._words.add_parser(word, help=summary, description=summary)
        add_json(parser)
        parser.set_defaults(run=run)
        return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`, which may stand before or after the word."""
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object on standard output"
    )
