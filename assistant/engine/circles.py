"""Notices when an answer repeats itself or goes round in circles: a small model does not come out of that by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

LONGEST_ROUND = 128
"""Tokens."""
ROUNDS = 3
LEAST_TOKENS = 192
"""Of an answer's end, that repeat one round: a word or a line may be wanted many times, though not without end."""

RUN = 4
"""Tokens in a row that count as said before."""
USUAL = 0.4
"""Share of tokens that may end such a run: nearly every healthy answer stays below."""
AFTER_NUMBER = (b".", b")")
"""What tells the number of a list's item from others at the beginning of a line."""
PATIENCE = 12
NATS_PER_TOKEN = 2.0
MOST_NATS = 14.0
"""What brings an answer to its end that says the same again and again; within code or a table an end is less likely."""


class Repeating:
    """How far an answer repeats itself beyond the usual, token by token: a cumulative sum (Page 1954), never below 0.

    It grows by 1 - `USUAL` with every token that ends a run said before, and shrinks by `USUAL` with every other.
    The numbers of a list's items are passed over: one that says the same again has a new one each time.

    Args:
        piece: token -> the bytes it stands for.
    """

    def __init__(self, piece: Callable[[int], bytes]) -> None:
        self._piece = piece
        self._begins_line = True
        self._number: list[int] = []
        self._last: tuple[int, ...] = ()
        self._runs: set[tuple[int, ...]] = set()
        self._excess = 0.0

    def hear(self, token: int) -> None:
        """One more token was said."""
        piece = self._piece(token)
        if self._begins_line and piece.strip().isdigit():
            self._number.append(token)
            return
        if not piece.startswith(AFTER_NUMBER):  # it was no item's number
            for each in self._number:
                self._count(each)
        self._number = []
        self._count(token)
        self._begins_line = piece.endswith(b"\n")

    def _count(self, token: int) -> None:
        self._last = (*self._last[1 - RUN :], token)
        again = self._last in self._runs
        self._runs.add(self._last)
        self._excess = max(0.0, self._excess + again - USUAL)

    @property
    def urge(self) -> float:
        """Nats by which the end shall be likelier than the model has it; 0 in healthy answers."""
        return min(MOST_NATS, NATS_PER_TOKEN * max(0.0, self._excess - PATIENCE))


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
