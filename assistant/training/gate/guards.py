"""Measures whether an adapter did harm, in the runtime that serves: general language, refusals, health of answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.engine.base import AdapterScale
from assistant.engine.beginnings import COMPLIANCES, REFUSALS
from assistant.engine.scorer import Scorer
from assistant.training.answers import messages
from assistant.training.gate.probes import GENERAL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GIVEN = 16
"""Tokens of each text that are not counted: how a text begins out of nothing is half chance."""
LONGEST_READ = 1024
"""Tokens of each text that are read."""


def perplexity(scorer: Scorer, adapters: Sequence[AdapterScale] = (), *, texts: Sequence[str] = GENERAL) -> float:
    """e to the mean negative log-probability of a token, over texts that are read one by one.

    Texts that are read on end, as a corpus is, count an adapter for longer answers as worse than it is: it goes on
    with a subject where the corpus changes it.
    """
    return math.exp(fmean(float(value) for values in surprise(scorer, adapters, texts=texts) for value in values))


def surprise(
    scorer: Scorer, adapters: Sequence[AdapterScale] = (), *, texts: Sequence[str] = GENERAL
) -> list[NDArray[np.float32]]:
    """For each text the negative log-probability of its tokens, (tokens,) nats, but for the first few."""
    return [-scorer.log_probs(scorer.tokenize(text)[:LONGEST_READ], adapters, begin=GIVEN) for text in texts]


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
