"""How much likelier a judged pair's wanted answer is than the other one, in the runtime that serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.training.learning.encode import EncodedPair


@dataclass(frozen=True, slots=True)
class Margin:
    """Log-probability of the wanted answer less that of the unwanted one, in nats."""

    whole: float
    """Summed over each answer's tokens."""
    by_token: float
    """Of their means, so that a longer answer is not the less likely for it."""


def margins(scorer: Scorer, pairs: Sequence[EncodedPair], adapters: Sequence[AdapterScale] = ()) -> list[Margin]:
    """One a pair. Raises ModelProblem: an adapter cannot be loaded, or the model could not read on."""
    found = []
    for pair in pairs:
        wanted, unwanted = (
            scorer.log_probs(text.tokens, adapters, begin=text.answer_from) for text in (pair.wanted, pair.unwanted)
        )
        found.append(Margin(float(wanted.sum() - unwanted.sum()), float(wanted.mean() - unwanted.mean())))
    return found


def gains(now: Sequence[Margin], before: Sequence[Margin]) -> list[float]:
    """By how much each pair's whole margin is larger now, nats."""
    return [one.whole - other.whole for one, other in zip(now, before, strict=True)]


def in_order(found: Sequence[Margin]) -> float:
    """0..1, the share of pairs, at least one, whose wanted answer is the likelier, by the token (policy accuracy)."""
    return fmean(margin.by_token > 0 for margin in found)
