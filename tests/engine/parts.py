"""Parts that tests run in a child process."""

from __future__ import annotations

import time


class Sleeper:
    """Replies when it has rested."""

    def rest(self, seconds: float, reply: str) -> str:
        """`reply`, after a while."""
        time.sleep(seconds)
        return reply
