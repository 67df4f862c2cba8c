"""What the person likes, learned from a handful of judgements, and how sure that is.

Bayesian logistic regression on differences of measured traits, after PReF (Shenfeld et al. 2025):
P(a is liked better than b) = sigmoid(u . (phi(a) - phi(b))), u ~ Normal(what the sliders say, L^-1), judgements
weighted by 0.5^(age / half-life); the posterior is Laplace's, with H = sum w s (1 - s) D D^T + L.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.taste.comparisons import Comparison
from assistant.taste.features import FARTHEST, Measure, differences, features
from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.taste.traits import TRAITS

if TYPE_CHECKING:
    from assistant.taste.features import Floats

PRIOR_PRECISION = 1.0
"""Before any judgement, one unit of a trait changes the odds by a factor of e or less, most likely."""
SLIDER_AT_ITS_END = 1.0
"""Log-odds that one unit of a trait is worth to somebody whose slider stands at 3."""
STEPS = 50
CLOSE = 1e-9
SPEAKS = 0.1
"""Units two answers have to differ by for a judgement between them to say something about a trait."""
CAUTION = 1.0
"""Standard deviations a cautious score takes off."""


@dataclass(frozen=True, slots=True, eq=False)
class UserModel:
    """The posterior: a taste vector over `TRAITS` with its uncertainty."""

    mean: Floats
    """(traits,) log-odds for one unit of each trait."""
    covariance: Floats
    """(traits, traits), H^-1."""
    comparisons: tuple[Comparison, ...]
    """What it was learned from."""
    contributions: Floats
    """(comparisons, traits), by how much each one moved the mean; the mean is the prior's plus their sum."""
    apart: Floats
    """(comparisons, traits), better minus worse, in units."""

    def deviation(self, trait: str) -> float:
        """Standard deviation of a trait's weight."""
        place = _place(trait)
        return math.sqrt(self.covariance[place, place])

    def weight(self, trait: str) -> float:
        """Log-odds for one unit more of a trait."""
        return float(self.mean[_place(trait)])

    def certainty(self, trait: str) -> float:
        """0.5..1, the probability that the direction of a trait's weight is right."""
        return 0.5 * (1 + math.erf(abs(self.weight(trait)) / self.deviation(trait) / math.sqrt(2)))

    def made_by(self, trait: str) -> tuple[Comparison, ...]:
        """The judgements that made a trait's weight what it is, the strongest first; none that spoke against it."""
        place = _place(trait)
        moved = self.contributions[:, place] * math.copysign(1.0, self.mean[place])
        order = sorted(range(len(moved)), key=lambda one: (-moved[one], one))
        return tuple(self.comparisons[one] for one in order if moved[one] > 0)

    def speaking_of(self, trait: str) -> int:
        """How many judgements say something about a trait, for or against: their answers differ in it."""
        return int((abs(self.apart[:, _place(trait)]) >= SPEAKS).sum())

    def prefers(self, one: str, other: str, *, measure: Measure = features) -> float:
        """0..1, the probability that the first of two answers to a question is liked better."""
        return float(_sigmoid(differences([(one, other)], measure=measure) @ self.mean)[0])

    def information(self, one: str, other: str, *, measure: Measure = features) -> float:
        """What is to be learned from a choice between two answers: s (1 - s) D^T H^-1 D, 0 or more (PReF)."""
        return self.told_by(differences([(one, other)], measure=measure)[0])

    def told_by(self, apart: Floats, *, chance: Floats | None = None) -> float:
        """The same of two answers of which one is not written yet.

        Args:
            apart: (traits,) by how much they are expected to differ, in units.
            chance: (traits,) mean squares of what they differ by besides, to either side; None for nothing.
        """
        import numpy as np

        sure = float(_sigmoid(apart @ self.mean))
        by_chance = 0.0 if chance is None else float(chance @ np.diag(self.covariance))
        return sure * (1 - sure) * (float(apart @ self.covariance @ apart) + by_chance)

    def cautious_scores(
        self, answers: Sequence[str], *, caution: float = CAUTION, measure: Measure = features
    ) -> list[float]:
        """u.phi - k sqrt(phi^T H^-1 phi) of several answers to one question, phi counted from their middle.

        Args:
            answers: at least one.
            caution: k, standard deviations taken off; 0 trusts the mean alone.
        """
        import numpy as np

        found = np.array([measure(answer) for answer in answers])
        known = np.ma.masked_invalid(found)
        middle = known.mean(axis=0).filled(0.0)
        phi = np.clip(np.nan_to_num(found - middle, nan=0.0), -FARTHEST, FARTHEST)
        unsure = np.sqrt(np.einsum("ij,jk,ik->i", phi, self.covariance, phi))
        return [float(score) for score in phi @ self.mean - caution * unsure]

    def best(self, answers: Sequence[str], *, measure: Measure = features) -> int:
        """The place of the answer with the best cautious score; of equals the first. At least one answer."""
        scores = self.cautious_scores(answers, measure=measure)
        return max(range(len(scores)), key=scores.__getitem__)


def fit(
    comparisons: Sequence[Comparison],
    *,
    now: float,
    levels: Mapping[str, int] | None = None,
    only: str | None = None,
    measure: Measure = features,
) -> UserModel:
    """Learn the taste vector by Newton's method; milliseconds for a few hundred judgements that were measured before.

    Args:
        now: Unix time in seconds; older judgements weigh less.
        levels: slider name -> level, the prior's mean; None knows of no sliders, so that judgements speak alone.
        only: the one trait that is looked at, as if answers differed in nothing else; None looks at all together.
        measure: gives an answer's features; a `Measured` remembers them.
    """
    import numpy as np

    apart = differences([(one.better, one.worse) for one in comparisons], measure=measure)
    if only is not None:
        apart = apart * (np.arange(len(TRAITS)) == _place(only))
    weights = np.array([one.weight * one.freshness(now) for one in comparisons])
    prior = slider_prior(levels or {})
    mean = prior.copy()
    precision = PRIOR_PRECISION * np.eye(len(TRAITS))

    def likely(at: Floats) -> float:
        apart_from_prior = at - prior
        return float(weights @ -np.logaddexp(0, -(apart @ at)) - apart_from_prior @ precision @ apart_from_prior / 2)

    for _ in range(STEPS):
        sure = _sigmoid(apart @ mean)
        slope = apart.T @ (weights * (1 - sure)) - precision @ (mean - prior)
        curve = (apart * (weights * sure * (1 - sure))[:, None]).T @ apart + precision
        step = np.linalg.solve(curve, slope)
        # where ratings contradict a slider the whole step can lead past the best place, and so round in circles
        while likely(mean + step) < likely(mean) and abs(step).max() >= CLOSE:
            step = step / 2
        mean = mean + step
        if abs(step).max() < CLOSE:
            break
    sure = _sigmoid(apart @ mean)
    curve = (apart * (weights * sure * (1 - sure))[:, None]).T @ apart + precision
    # where the slope is 0, L (mean - prior) is exactly what the judgements add up to
    contributions = apart * (weights * (1 - sure))[:, None] / PRIOR_PRECISION
    covariance: Floats = np.asarray(np.linalg.inv(curve), dtype=np.float64)
    return UserModel(mean, covariance, tuple(comparisons), contributions, apart)


def slider_prior(levels: Mapping[str, int]) -> Floats:
    """(traits,) the weights that slider levels speak for; two sliders of one trait together count as one at its end."""
    import numpy as np

    found = np.zeros(len(TRAITS))
    for slider, (trait, direction) in SLIDER_TRAITS.items():
        found[_place(trait)] += SLIDER_AT_ITS_END * direction * levels.get(slider, 0) / 3
    return np.clip(found, -SLIDER_AT_ITS_END, SLIDER_AT_ITS_END)


def _place(trait: str) -> int:
    return list(TRAITS).index(trait)


def _sigmoid(values: Floats) -> Floats:
    import numpy as np

    return 1 / (1 + np.exp(-np.clip(values, -50, 50)))
