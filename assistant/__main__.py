"""`python -m assistant WORD`: the same words as `attune WORD`, without Qt."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process; at once where torch is loaded, whose unloading takes longer than a night takes to stop."""
    if "torch" not in sys.modules:
        sys.exit(code)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    from assistant.cli import main

    leave(main())
