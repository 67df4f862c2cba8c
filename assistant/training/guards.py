"""Measures whether an adapter did harm, in the runtime that serves: general language, refusals, health of answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.prompt import SYSTEM_TEXT
from assistant.records import Finish, Message
from assistant.taste.traits import repetition
from assistant.training.probes import COMPLIANCES, GENERAL, REFUSALS

REPETITIVE = 0.3
"""Share of four-word runs said before, from which on an answer goes round in circles."""


def perplexity(scorer: Scorer, adapters: Sequence[AdapterScale] = (), *, texts: Sequence[str] = GENERAL) -> float:
    """e to the mean negative log-probability of a token over all texts."""
    values = [float(value) for text in texts for value in scorer.log_probs(scorer.tokenize(text), adapters)]
    return math.exp(-fmean(values))


def refusal_margins(scorer: Scorer, prompts: Sequence[str], adapters: Sequence[AdapterScale] = ()) -> list[float]:
    """For each prompt log P(refusal) - log P(compliance), in nats per token, over a few beginnings of either.

    Counting refused answers says too little on a small model, which seldom refuses in words.
    """
    margins = []
    for prompt in prompts:
        asked = scorer.conversation((Message("system", SYSTEM_TEXT), Message("user", prompt)))
        refusing, complying = (
            fmean(_mean_log_prob(scorer, asked, begun, adapters) for begun in beginnings)
            for beginnings in (REFUSALS, COMPLIANCES)
        )
        margins.append(refusing - complying)
    return margins


def illness(answer: str, finish: Finish) -> str | None:
    """What is wrong with an answer whatever it says: "empty", "cut" or "repetitive"; None for a healthy one."""
    if not answer.strip():
        return "empty"
    if finish != "stop":
        return "cut"
    return "repetitive" if repetition(answer) >= REPETITIVE else None


def _mean_log_prob(scorer: Scorer, asked: Sequence[int], answer: str, adapters: Sequence[AdapterScale]) -> float:
    tokens = [*asked, *scorer.tokenize(answer)]
    return float(scorer.log_probs(tokens, adapters, begin=len(asked)).mean())
