"""Reads the words after `attune`, runs the one that was asked for, and says failures in one sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.cli.output import Output
from assistant.cli.unlock import Session
from assistant.cli.words import Words, add_json
from assistant.crashes import leave_no_core
from assistant.errors import AttuneError
from assistant.paths import find_home


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
        sliders,
        talk,
        taste,
    )

    parser = argparse.ArgumentParser(
        prog="attune", description="A private assistant that learns you. Without a word, the window opens."
    )
    parser.add_argument("--home", metavar="DIR", help="keep everything under this folder (also: ATTUNE_HOME)")
    parser.add_argument("--key-file", metavar="FILE", help="unlock with this file (64 hex digits, mode 0600)")
    add_json(parser)
    words = Words(parser)
    families = (talk, judge, sliders, calibrate, taste, memory, night, adapters, models, keys, doctor, demo, bench)
    for family in (*families, evaluate):
        family.add_words(words)
    return parser
