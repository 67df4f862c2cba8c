"""The sliders whose words show best what judgements lean to: the model answers in them, the learned taste compares."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from assistant.metrics import win_rate
from assistant.taste.sliders import wishes as slider_wishes
from assistant.training.answers import Answer
from assistant.training.progress import AnswerCache
from assistant.training.questions import TAUGHT
from assistant.training.slidertask import FARTHEST

QUESTIONS = TAUGHT[:12]
ENOUGH = 0.75
"""Share of answers that suit better with the words than without, from which on no other words are tried."""
Levels = dict[str, int]


def levels_that_teach(
    leanings: Mapping[str, int], score: Callable[[str], float], *, cache: AnswerCache, seed: int
) -> Levels:
    """The levels with the mildest words that do enough, or else those that do most; none where none do any good.

    Words for two leanings at once may undo each other ("at length" and "in a list"), and what a small model makes of
    words is not always what they say.

    Args:
        leanings: slider -> level; at least one.
        score: how well an answer suits; only differences count.
    """
    best: Levels = {}
    most = 0.5
    plain = cache.answers(QUESTIONS, seed=seed)
    for levels in _candidates(leanings):
        share = _share_better(cache.answers(QUESTIONS, wishes=slider_wishes(levels), seed=seed), plain, score)
        if share > most:
            best, most = levels, share
        if share >= ENOUGH:
            break
    return best


def _candidates(leanings: Mapping[str, int]) -> list[Levels]:
    """All leanings together, each by itself, and each by itself in its strongest words; each once."""
    alone = [{name: level} for name, level in leanings.items()]
    farthest = [{name: FARTHEST if level > 0 else -FARTHEST} for name, level in leanings.items()]
    together = [dict(leanings)] if len(leanings) > 1 else []
    return [*together, *alone, *farthest]


def _share_better(answers: Sequence[Answer], plain: Sequence[Answer], score: Callable[[str], float]) -> float:
    """0..1; an answer that is cut, empty or goes round in circles is never the better one."""
    new = [score(answer.text) if answer.is_healthy else -math.inf for answer in answers]
    return win_rate(new, [score(answer.text) for answer in plain])
