"""On which questions words teach: those whose answers do not stray when they are given in these words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from assistant.training.gate.nearness import similarity
from assistant.training.progress import AnswerCache

LEAST_SIMILARITY = 0.9
"""How near the answers that teach are to be on the mean: share of what plain answers are."""
LEAST_KEPT = 0.5
"""Share of the questions that teach however far their answers stray."""


def that_stay(questions: Sequence[str], words: Sequence[str], *, cache: AnswerCache, seed: int) -> tuple[str, ...]:
    """The questions without those from which answers stray farthest, so that the rest is near enough.

    A warm answer of a small model may be all warmth. Who learns from such answers learns to leave the question, too.

    Args:
        words: how to answer.
    """
    answered = (cache.answers(questions, wishes=words, seed=seed), cache.answers(questions, seed=seed))
    worded, plain = ([similarity([answer]) for answer in answers] for answers in answered)
    nearest = sorted(range(len(questions)), key=lambda place: plain[place] - worded[place])
    while len(nearest) > LEAST_KEPT * len(questions):
        least = LEAST_SIMILARITY * fmean(plain[place] for place in nearest)
        if fmean(worded[place] for place in nearest) >= least:
            break
        nearest.pop()
    return tuple(questions[place] for place in sorted(nearest))
