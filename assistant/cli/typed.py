"""What the person says to a command: as its argument, or on standard input, where no list of processes shows it."""

from __future__ import annotations

import sys

from assistant.errors import UsageProblem

FROM_INPUT = "-"
OR_INPUT = f"; {FROM_INPUT} reads it from standard input, which no other program can see"


def typed(argument: str) -> str:
    """The argument itself, or what comes in where it is "-". Raises UsageProblem where nothing can come in."""
    if argument != FROM_INPUT:
        return argument
    if sys.stdin is None:
        raise UsageProblem("Nothing comes in to be read.", "Give it as words, or in a pipe.")
    return sys.stdin.read()
