"""A part for a child process that is never ready, as a huge model on a slow disk."""

from __future__ import annotations

import threading


class NeverReady:
    """Its construction does not end."""

    def __init__(self) -> None:
        threading.Event().wait()
