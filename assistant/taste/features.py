"""An answer as the user model sees it: its measured traits, each in a fixed unit, so that any two answers compare."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.taste.traits import TRAITS, traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Features = tuple[float, ...]
"""One number for each of `TRAITS`, in its unit; NaN where the meter abstains."""
Measure = Callable[[str], Features]
UNITS: Mapping[str, float] = {
    "length": 1.0,  # of log words: 2.7 times as many
    "grade": 6.0,  # school years
    "word_length": 1.5,  # letters
    "contractions": 0.5,  # share of the places for one
    "warmth": 3.0,  # warm words and exclamations in 100 words
    "lists": 6.0,  # items in 100 words
    "questions": 4.0,  # in 100 words
    "hedges": 4.0,  # in 100 words
    "code": 0.2,  # share of the letters
}
"""Trait -> the difference that is worth one. About what two answers of one model differ by; larger for traits that
change by chance, so that the prior keeps them small until many judgements speak for them."""
FARTHEST = 3.0
"""A difference counts at most this many units, so that one odd answer decides nothing."""
NO_PLACE = 0.5
"""Share of contractions of an English answer that had no place for one: neither casual nor formal."""


def features(text: str) -> Features:
    """An answer in units of its traits."""
    found = traits(text)
    if found["contractions"] is None and found["grade"] is not None:
        found["contractions"] = NO_PLACE
    return tuple(math.nan if value is None else value / UNITS[name] for name, value in found.items())


class Measured:
    """Measures each text once. It keeps the figures and a digest, never the text."""

    def __init__(self) -> None:
        self._found: dict[bytes, Features] = {}

    def __call__(self, text: str) -> Features:
        """See `features`."""
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if key not in self._found:
            self._found[key] = features(text)
        return self._found[key]


def differences(pairs: Sequence[tuple[str, str]], *, measure: Measure = features) -> Floats:
    """(pairs, traits): the first answer minus the second, in units, cut off far out; 0 where a meter abstains."""
    import numpy as np

    if not pairs:
        return np.zeros((0, len(TRAITS)))
    one, other = (np.array([measure(pair[side]) for pair in pairs]) for side in (0, 1))
    apart: Floats = np.clip(np.nan_to_num(one - other, nan=0.0), -FARTHEST, FARTHEST)
    return apart
