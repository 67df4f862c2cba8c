"""`python -m assistant WORD`: the same words as `attune WORD`, without Qt."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from assistant.cli import main

    sys.exit(main())
