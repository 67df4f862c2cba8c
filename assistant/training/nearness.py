"""Whether answers are about what was asked, as the embedding model sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.training.answers import Answer

if TYPE_CHECKING:
    from assistant.memory.embedder import Embedder


def similarity(answers: Sequence[Answer]) -> float:
    """-1..1, mean cosine of answers to their questions; 0 for an empty answer."""
    import numpy as np

    embedder = _embedder()
    found = []
    for answer in answers:
        if not answer.text.strip():
            found.append(0.0)
            continue
        one, other = (np.frombuffer(vector, dtype="<f4") for vector in embedder.embed([answer.question, answer.text]))
        found.append(float(one @ other))
    return fmean(found)


@cache
def _embedder() -> Embedder:
    """Loaded once; it takes seconds."""
    from assistant.memory.embedder import Embedder

    return Embedder()
