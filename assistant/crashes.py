"""Keeps private words out of what the system writes down when a program crashes."""

from __future__ import annotations

import os
import sys


def leave_no_core() -> None:
    """No core dumps of this process and of the children it starts from now on.

    Only POSIX systems write them and have the limit. A crash reporter that the system's owner has set up
    is told the limit, and may not heed it. llama.cpp would let a debugger look at the process that it ends; not here.
    """
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
