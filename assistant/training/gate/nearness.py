"""Whether answers are about what was asked, as the embedding model sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.training.answers import Answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.memory.embedder import Embedder


def similarity(answers: Sequence[Answer]) -> float:
    """-1..1, mean cosine of answers to their questions."""
    return fmean(similarities(answers))


def similarities(answers: Sequence[Answer]) -> list[float]:
    """-1..1 for each answer, its cosine to its question; 0 for an empty one."""
    found = []
    for answer in answers:
        if not answer.text.strip():
            found.append(0.0)
            continue
        one, other = vectors([answer.question, answer.text])
        found.append(float(one @ other))
    return found


def vectors(texts: Sequence[str]) -> list[NDArray[np.float32]]:
    """A vector of length 1 for each text."""
    import numpy as np

    return [np.frombuffer(vector, dtype="<f4") for vector in embedder().embed(list(texts))]


@cache
def embedder() -> Embedder:
    """Loaded once; it takes seconds."""
    from assistant.memory.embedder import Embedder

    return Embedder()
