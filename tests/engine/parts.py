"""Parts that tests run in a child process."""

from __future__ import annotations

import os
import signal
import time


class Sleeper:
    """Replies when it has rested."""

    def rest(self, seconds: float, reply: str) -> str:
        """`reply`, after a while."""
        time.sleep(seconds)
        return reply


class Breaking:
    """Breaks down while it is made, as llama.cpp does on some files, unless it is spared."""

    def __init__(self, is_spared: bool = False, number: int = signal.SIGABRT) -> None:
        if not is_spared:
            os.kill(os.getpid(), number)

    def made(self) -> bool:
        """True: it was."""
        return True
