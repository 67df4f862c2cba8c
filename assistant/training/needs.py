"""What there is for a night to look at, and what memory it takes; light enough to be asked every minute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.store.store import Store

NEEDED_PER_BYTE = 9.0
"""Bytes of memory for each byte of the model's file: weights of half a byte are learned on as four and two."""
NEEDED_ANYWAY = 3.0e9
"""Bytes for the libraries and for what a step remembers."""


def newest_judgement(store: Store) -> float:
    """Unix time in seconds; 0 when nothing was judged."""
    return max(_judgements(store), default=0.0)


def new_signals(store: Store) -> int:
    """Ratings and choices that no night has decided on."""
    until = store.nights.judged_until()
    return sum(made > until for made in _judgements(store))


def needed_bytes(model: Path) -> int:
    """Memory that a night with this model file takes, about."""
    return int(model.stat().st_size * NEEDED_PER_BYTE + NEEDED_ANYWAY)


def _judgements(store: Store) -> list[float]:
    return [rating.made for rating in store.ratings.list()] + [choice.made for choice in store.choices.list()]
