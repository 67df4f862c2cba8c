"""Reads the words after `attune`, runs the one that was asked for, and says failures in one sentence."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.cli.output import Output
from assistant.cli.unlock import Session
from assistant.cli.words import Words, add_json
from assistant.crashes import leave_no_core
from assistant.errors import AttuneError
from assistant.paths import find_home, found
from assistant.signals import ENDINGS, heard


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 failed, 2 wrong usage, 3 finished but rejected."""
    leave_no_core()
    output = Output(as_json=False)
    try:
        with heard(ENDINGS, signal.default_int_handler):
            arguments = _parser().parse_args(argv)
            output = Output(as_json=getattr(arguments, "json", False))
            key_file = found(arguments.key_file) if arguments.key_file else None
            session = Session(home=find_home(arguments.home), key_file=key_file, output=output)
            return int(arguments.run(arguments, session))
    except AttuneError as problem:
        _tell(output, problem)
    except BrokenPipeError:
        _hush()
    except (KeyboardInterrupt, EOFError):
        _tell(output, None)
    except UnicodeError:
        _tell(output, AttuneError("What was typed is not text in this terminal's encoding.", "Use UTF-8."))
    except Exception as problem:  # one of the two catch-alls: a person never meets a traceback
        sentence = f"Something unexpected went wrong ({type(problem).__name__})."
        advice = "What you had saved is safe. Try again; `attune doctor` checks the parts."
        _tell(output, AttuneError(sentence, advice))
    return 1


def _tell(output: Output, problem: AttuneError | None) -> None:
    try:
        if problem is None:
            output.note("Stopped.")
        else:
            output.failure(problem)
    except OSError:
        _hush()


def _hush() -> None:
    """Whoever read our words stopped reading, or they have no room: nothing more can be said there."""
    if sys.stdout is not None:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _named(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return text


def _parser() -> argparse.ArgumentParser:
    from assistant.cli import (
        adapters,
        bench,
        calibrate,
        demo,
        doctor,
        evaluate,
        judge,
        keys,
        memory,
        models,
        night,
        settings,
        sliders,
        talk,
        taste,
    )

    parser = argparse.ArgumentParser(
        prog="attune", description="A private assistant that learns you. Without a word, the window opens."
    )
    parser.add_argument(
        "--home", metavar="DIR", type=_named, help="keep everything under this folder (also: ATTUNE_HOME)"
    )
    parser.add_argument(
        "--key-file", metavar="FILE", type=_named, help="unlock with this file (64 hex digits, mode 0600)"
    )
    add_json(parser)
    words = Words(parser)
    families = (talk, judge, sliders, calibrate, taste, memory, night, adapters, models, settings, keys, doctor)
    for family in (*families, demo, bench, evaluate):
        family.add_words(words)
    return parser
