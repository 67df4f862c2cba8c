"""The key file: a small file that only its owner can read and that opens the store."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from assistant.errors import UsageProblem

DIGITS = frozenset("0123456789abcdefABCDEF")


def secret_in(path: Path) -> bytes:
    """The 32 bytes a key file holds as 64 hex digits, one line end at most.

    Raises:
        UsageProblem: it is not there, others can read it, or it holds something else.
    """
    try:
        # Windows keeps rights in lists of its own; a mode says nothing there
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UsageProblem("Other users of this computer can read the key file.", f"Run: chmod 600 {path}")
        with path.open("rb") as file:
            content = file.read(4096)
    except OSError:
        raise UsageProblem(f"The key file {path} cannot be read.", "Check that it is there and yours.") from None
    text = content.decode("ascii", "replace").removesuffix("\n").removesuffix("\r")
    if len(text) != 64 or not DIGITS.issuperset(text):
        raise UsageProblem(f"The file {path} is not a key file.", "A key file has 64 hex digits and nothing else.")
    return bytes.fromhex(text)
