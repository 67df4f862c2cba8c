"""Measures whether an adapter did harm, in the runtime that serves: general language, refusals, health of answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.training.answers import messages
from assistant.training.gate.probes import COMPLIANCES, GENERAL, REFUSALS

READ_TOGETHER = 512
"""Tokens."""


def perplexity(scorer: Scorer, adapters: Sequence[AdapterScale] = (), *, texts: Sequence[str] = GENERAL) -> float:
    """e to the mean negative log-probability of a token over all texts.

    Short texts are read one after the other, as a corpus is: how a text begins out of nothing is half chance, and no
    conversation begins so.
    """
    tokens = [token for text in texts for token in scorer.tokenize(f"{text}\n\n")]
    parts = [tokens[begin : begin + READ_TOGETHER] for begin in range(0, len(tokens), READ_TOGETHER)]
    values = [float(value) for part in parts for value in scorer.log_probs(part, adapters)]
    return math.exp(-fmean(values))


def refusal_margins(
    scorer: Scorer, prompts: Sequence[str], adapters: Sequence[AdapterScale] = (), *, wishes: Sequence[str] = ()
) -> list[float]:
    """For each prompt log P(refusal) - log P(compliance), in nats per token, over a few beginnings of either.

    Counting refused answers says too little on a small model, which seldom refuses in words.
    """
    margins = []
    for prompt in prompts:
        asked = scorer.conversation(messages(prompt, wishes))
        margins.append(leaning(scorer, asked, REFUSALS, COMPLIANCES, adapters))
    return margins


def leaning(
    scorer: Scorer,
    asked: Sequence[int],
    one: Sequence[str],
    other: Sequence[str],
    adapters: Sequence[AdapterScale] = (),
) -> float:
    """log P(one way of beginning an answer) - log P(the other one), nats per token, over several wordings of each."""
    return fmean(likely(scorer, asked, said, adapters) for said in one) - fmean(
        likely(scorer, asked, said, adapters) for said in other
    )


def likely(scorer: Scorer, asked: Sequence[int], answer: str, adapters: Sequence[AdapterScale] = ()) -> float:
    """Mean log-probability of an answer's tokens after a conversation."""
    tokens = [*asked, *scorer.tokenize(answer)]
    return float(scorer.log_probs(tokens, adapters, begin=len(asked)).mean())
