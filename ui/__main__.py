"""The `attune` program: without a word it opens the window; a word goes to the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or run a command without loading anything of the window."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--home")
    parser.add_argument("--key-file")
    try:
        chosen, rest = parser.parse_known_args(words)
    except argparse.ArgumentError:
        chosen, rest = argparse.Namespace(), words
    named = (getattr(chosen, "home", ""), getattr(chosen, "key_file", ""))
    if rest or "" in named:  # the command line says what is wrong with it
        from assistant.cli import main as run_words

        return run_words(words)
    from ui.display import obstacle

    if sentence := obstacle(os.environ):
        sys.stderr.write(f"{sentence}\n")
        return 1
    from assistant.errors import AttuneError
    from assistant.paths import find_home, found
    from ui.app import run

    try:
        home, key_file = find_home(chosen.home), found(chosen.key_file) if chosen.key_file else None
    except AttuneError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return run(home, key_file)


if __name__ == "__main__":
    from multiprocessing import freeze_support

    freeze_support()
    sys.exit(main())
