"""Which answers teach words: those that do not stray from their questions."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from assistant.training.answers import Answer
from assistant.training.gate.nearness import similarities
from assistant.training.progress import AnswerCache

LEAST_SIMILARITY = 0.9
"""How near the answers that teach are to be on the mean: share of what plain answers are."""
LEAST_KEPT = 0.5
"""Share of the questions that teach however far their answers stray."""
TIMES = 3
"""How often a question is answered at most, until an answer stays."""


def that_stay(questions: Sequence[str], words: Sequence[str], *, cache: AnswerCache, seed: int) -> list[Answer]:
    """Answers in these words, the nearest of a few where one strays, without those that stray farthest even so.

    A warm answer of a small model may be all warmth. Who learns from such answers learns to leave the question, too.

    Args:
        questions: each once.
        words: how to answer.
        seed: of the first answers; the next ones have the next seeds.
    """
    plain = dict(zip(questions, similarities(cache.answers(questions, seed=seed)), strict=True))
    nearest: dict[str, tuple[float, Answer]] = {}
    asked = list(questions)
    for time in range(TIMES):
        answers = cache.answers(asked, wishes=words, seed=seed + time)
        for answer, near in zip(answers, similarities(answers), strict=True):
            so_far = nearest.get(answer.question)
            if so_far is None or (answer.is_healthy, near) > (so_far[1].is_healthy, so_far[0]):
                nearest[answer.question] = near, answer
        asked = [question for question in asked if not _stays(nearest[question], plain[question])]
    return _without_the_farthest(nearest, plain)


def _stays(found: tuple[float, Answer], plain: float) -> bool:
    near, answer = found
    return answer.is_healthy and near >= LEAST_SIMILARITY * plain


def _without_the_farthest(nearest: dict[str, tuple[float, Answer]], plain: dict[str, float]) -> list[Answer]:
    """In the order they were asked in."""
    kept = sorted(nearest, key=lambda question: plain[question] - nearest[question][0])
    while len(kept) > LEAST_KEPT * len(nearest):
        least = LEAST_SIMILARITY * fmean(plain[question] for question in kept)
        if fmean(nearest[question][0] for question in kept) >= least:
            break
        kept.pop()
    return [answer for question, (_, answer) in nearest.items() if question in kept]
