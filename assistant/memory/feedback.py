"""What the person said of the memories found for earlier questions, and how far it moves what is found for this one."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from assistant.memory.words import content_words
from assistant.records import JudgedMemory

ELSEWHERE = 0.1
"""What a judgement counts for a question with no word in common with the one it was made at."""
FULL = 1.5
"""Judgements at the very same question from which on more of them change nothing."""


def leanings(asked: Collection[str], judged: Iterable[JudgedMemory]) -> dict[int, float]:
    """Preference -> -1..1: negative where it was not right for such questions, positive where it was.

    A judgement counts by how alike the two questions are (cosine of their content words, at least
    `ELSEWHERE`). That some of several memories were wrong says less of each: it is shared by the
    root of their number.

    Args:
        asked: stems of the content words of the question, as `content_words` gives them.
        judged: what was said of the preferences that may matter.
    """
    sums: dict[int, float] = {}
    for one in judged:
        weight = ELSEWHERE + (1 - ELSEWHERE) * _alike(asked, content_words(one.question).keys())
        share = 1.0 if one.is_right else -1 / math.sqrt(max(1, one.among))
        sums[one.preference] = sums.get(one.preference, 0.0) + share * weight
    return {preference: max(-1.0, min(1.0, total / FULL)) for preference, total in sums.items()}


def _alike(one: Collection[str], other: Collection[str]) -> float:
    """0..1, the cosine of two sets of words."""
    if not one or not other:
        return 0.0
    return len(set(one) & set(other)) / math.sqrt(len(one) * len(other))
