"""Reads the words after `attune`, runs the one that was asked for, and says failures in one sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.cli.output import Output
from assistant.cli.unlock import Session
from assistant.crashes import leave_no_core
from assistant.errors import AttuneError
from assistant.paths import find_home

Run = Callable[[argparse.Namespace, Session], int]


class Words:
    """The words of the command line; each family adds its own."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._words = parser.add_subparsers(dest="word", metavar="WORD", required=True)

    def add(self, word: str, run: Run, summary: str) -> argparse.ArgumentParser:
        """A word with its summary; returns its parser for further arguments."""
        parser = self._words.add_parser(word, help=summary, description=summary)
        _add_json(parser)
        parser.set_defaults(run=run)
        return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 failed, 2 wrong usage, 3 finished but rejected."""
    leave_no_core()
    arguments = _parser().parse_args(argv)
    output = Output(as_json=getattr(arguments, "json", False))
    session = Session(
        home=find_home(arguments.home),
        key_file=Path(arguments.key_file).expanduser() if arguments.key_file else None,
        output=output,
    )
    try:
        return int(arguments.run(arguments, session))
    except AttuneError as problem:
        output.failure(problem)
    except BrokenPipeError:
        # whoever read our words stopped reading; nothing more can be said there
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        output.note("Stopped.")
    except Exception as problem:  # one of the two catch-alls: a person never meets a traceback
        output.failure(
            AttuneError(
                f"Something unexpected went wrong ({type(problem).__name__}).",
                "What you had saved is safe. Try again; `attune doctor` checks the parts.",
            )
        )
    return 1


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object on standard output"
    )


def _parser() -> argparse.ArgumentParser:
    from assistant.cli import adapters, bench, demo, doctor, judge, keys, memory, models, sliders, talk

    parser = argparse.ArgumentParser(
        prog="attune", description="A private assistant that learns you. Without a word, the window opens."
    )
    parser.add_argument("--home", metavar="DIR", help="keep everything under this folder (also: ATTUNE_HOME)")
    parser.add_argument("--key-file", metavar="FILE", help="unlock with this file (64 hex digits, mode 0600)")
    _add_json(parser)
    words = Words(parser)
    for family in (talk, judge, sliders, memory, adapters, models, keys, doctor, demo, bench):
        family.add_words(words)
    return parser
