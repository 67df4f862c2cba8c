"""Rows of numbers under ids, in one matrix, so that ten thousand are compared in a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SMALLEST = 256


class Vectors:
    """A matrix that grows by doubling, so that adding does not copy it each time."""

    def __init__(self, *, width: int) -> None:
        self._matrix: Floats = np.zeros((SMALLEST, width), dtype=np.float32)
        self._ids: list[int] = []
        self._row_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, ids: Sequence[int], rows: Floats) -> None:
        """Keep `rows` (n, width) under n ids; an id that is there already gets its new row."""
        self._grow(len(self._ids) + len(ids))
        for identity, row in zip(ids, rows, strict=True):
            place = self._row_of.setdefault(identity, len(self._ids))
            if place == len(self._ids):
                self._ids.append(identity)
            self._matrix[place] = row

    def drop(self, ids: Iterable[int]) -> None:
        """Forget rows; ids that are not there are passed over. The numbers are overwritten."""
        for identity in ids:
            place = self._row_of.pop(identity, None)
            if place is None:
                continue
            last = len(self._ids) - 1
            moved = self._ids.pop()
            if place != last:
                self._matrix[place] = self._matrix[last]
                self._ids[place] = moved
                self._row_of[moved] = place
            self._matrix[last] = 0

    def best(self, query: Floats, *, limit: int) -> list[tuple[int, Floats]]:
        """(id, row) with the largest dot product with `query` (width,), best first."""
        filled = self._matrix[: len(self._ids)]
        products = filled @ query
        count = min(limit, len(products))
        if count < 1:
            return []
        top = np.argpartition(-products, count - 1)[:count]
        return [(self._ids[place], filled[place]) for place in top[np.argsort(-products[top], kind="stable")]]

    def _grow(self, needed: int) -> None:
        if needed > len(self._matrix):
            larger = np.zeros((max(needed, 2 * len(self._matrix)), self._matrix.shape[1]), dtype=np.float32)
            larger[: len(self._ids)] = self._matrix[: len(self._ids)]
            self._matrix = larger
