"""Notices when an answer goes round in circles: a small model does not come out of that by itself."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_ROUND = 128
"""Tokens."""
ROUNDS = 3
LEAST_TOKENS = 192
"""Of an answer's end, that repeat one round: a word or a line may be wanted many times, though not without end."""


def goes_in_circles(said: Sequence[int]) -> bool:
    """True when an answer's last tokens are nothing but the same round, again and again."""
    if len(said) < LEAST_TOKENS:
        return False
    longest = min(LONGEST_ROUND, len(said) // ROUNDS)
    # asked after every token: nearly always the newest one alone says no
    return any(said[-1] == said[-1 - length] and _repeats(said, length) for length in range(1, longest + 1))


def _repeats(said: Sequence[int], length: int) -> bool:
    needed = max(LEAST_TOKENS, ROUNDS * length)
    return said[-needed:-length] == said[length - needed :]
