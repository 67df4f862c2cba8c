"""The command line: `attune WORD …`, one file per family of words."""

from assistant.cli.main import main

__all__ = ["main"]
