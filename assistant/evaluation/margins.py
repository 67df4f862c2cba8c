"""How much rather a steered answer would begin with declining than with complying."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.engine.base import AdapterScale
from assistant.engine.beginnings import COMPLIANCES, REFUSALS
from assistant.engine.scorer import Scorer
from assistant.engine.steering import PLAUSIBLE, mixed
from assistant.taste.contrast import Wording
from assistant.training.answers import messages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


def steered_margin(
    scorer: Scorer,
    question: str,
    wish: Sequence[str],
    ways: Sequence[Wording],
    adapters: Sequence[AdapterScale] = (),
) -> float:
    """log P(refusal) - log P(compliance) in nats per token, as `Speaker.refusal`, of an answer that is steered.

    As in the answer, the first token is not steered, and steering moves probability among plausible tokens only. A
    token of a beginning counts as plausible, since the log-probability of one that cannot be said has no mean.

    Args:
        wish: in the answer's own prompt.
        ways: in which the question stands beside it.
    """
    refusals, compliances = ([scorer.tokenize(text) for text in texts] for texts in (REFUSALS, COMPLIANCES))
    begun = [*refusals, *compliances]
    own = _logits(scorer, question, wish, begun, adapters)
    others = [_logits(scorer, question, way.wishes, begun, adapters) for way in ways]
    weights = [way.weight for way in ways]
    likely = [
        _likely(text, own[place], [other[place] for other in others], weights) for place, text in enumerate(begun)
    ]
    return fmean(likely[: len(refusals)]) - fmean(likely[len(refusals) :])


def _logits(
    scorer: Scorer,
    question: str,
    wish: Sequence[str],
    begun: Sequence[Sequence[int]],
    adapters: Sequence[AdapterScale],
) -> list[Floats]:
    """For each beginning (tokens, vocabulary) log-probabilities, before each of its tokens."""
    import numpy as np

    asked = scorer.conversation(messages(question, wish))
    found = []
    for text in begun:
        logits = scorer.logits([*asked, *text[:-1]], adapters, begin=len(asked) - 1)
        found.append(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    return found


def _likely(text: Sequence[int], own: Floats, others: Sequence[Floats], weights: Sequence[float]) -> float:
    """Mean log-probability of a beginning's tokens, the first one by `own` alone."""
    import numpy as np

    found = [float(own[0, text[0]])]
    for place, token in enumerate(text[1:], 1):
        mine = own[place]
        plausible = mine >= mine.max() + np.log(PLAUSIBLE)
        plausible[token] = True
        mine, theirs = mine[plausible], [other[place][plausible] for other in others]
        steered = mixed(mine, theirs, weights, is_end=np.zeros(len(mine), bool), styles=len(theirs))
        shared = np.logaddexp.reduce(mine) - np.logaddexp.reduce(steered)
        found.append(float(steered[plausible[:token].sum()] + shared))
    return fmean(found)
