"""Asks first whether the judgements say anything at all that can be learned: a night on noise does only harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.taste.traits import TRAITS, traits
from assistant.training.examples import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDS = 5
SHUFFLES = 200
LEAST_QUESTIONS = 8
SURE = 0.05
"""The largest share of shuffled judgements that may be predicted as well as the real ones."""
STRICTNESS = 0.3
"""Inverse strength of the L2 penalty: few pairs must not fit nine traits freely."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Whether there is something to learn, and how sure that is."""

    accuracy: float
    """0..1, share of pairs whose better answer a small model of the others foretells, by measured traits."""
    p_value: float
    """Share of shuffled judgements that are foretold at least as well."""
    questions: int
    """How many different questions were compared on."""

    @property
    def is_there(self) -> bool:
        """True when chance hardly ever does as well."""
        return self.questions >= LEAST_QUESTIONS and self.p_value <= SURE

    @property
    def sentence(self) -> str:
        """It in plain words."""
        if self.questions < LEAST_QUESTIONS:
            return f"Comparisons on {self.questions} questions so far; {LEAST_QUESTIONS} at least can say something."
        foretold = f"{self.accuracy:.0%} of the comparisons on {self.questions} questions follow from the others"
        if self.is_there:
            return f"{foretold}: there is something to learn."
        return f"{foretold}, which chance does as well: nothing to learn yet."


def find_signal(pairs: Sequence[Pair], *, seed: int) -> Signal:
    """Foretell each pair from the pairs of other questions, and compare with shuffled judgements.

    A judgement is shuffled by swapping its two answers with probability 1/2, which is what a person without any
    taste would do.

    Args:
        pairs: all pairs, those held out too: nothing is learned here.
        seed: of the shuffling.
    """
    import numpy as np

    questions = [pair.prompt.question for pair in pairs]
    if len(set(questions)) < LEAST_QUESTIONS:
        return Signal(0.0, 1.0, len(set(questions)))
    features = _differences(pairs)
    folds = [sorted(set(questions)).index(question) % FOLDS for question in questions]
    real = _foretold(features, folds)
    draw = np.random.default_rng(seed)
    shuffled = [_foretold(features * draw.choice((-1.0, 1.0), (len(pairs), 1)), folds) for _ in range(SHUFFLES)]
    as_good = sum(each >= real for each in shuffled)
    return Signal(real, (as_good + 1) / (SHUFFLES + 1), len(set(questions)))


def _differences(pairs: Sequence[Pair]) -> Floats:
    """(pairs, traits): wanted minus unwanted in units of their spread; 0 where a meter abstains."""
    import numpy as np

    rows = []
    for pair in pairs:
        wanted, unwanted = traits(pair.wanted), traits(pair.unwanted)
        rows.append([_minus(wanted[name], unwanted[name]) for name in TRAITS])
    found = np.array(rows, dtype=np.float64)
    # around 0, not around the mean: the direction is what is asked for
    spread = np.sqrt(np.square(found).mean(axis=0))
    scaled: Floats = np.clip(found / np.where(spread > 0, spread, 1.0), -3.0, 3.0)
    return scaled


def _minus(wanted: float | None, unwanted: float | None) -> float:
    return 0.0 if wanted is None or unwanted is None else wanted - unwanted


def _foretold(features: Floats, folds: Sequence[int]) -> float:
    """Share of pairs put in the right order by a logistic model of the pairs in the other folds."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    fold = np.array(folds)
    right = 0.0
    for one in sorted(set(folds)):
        known, asked = features[fold != one], features[fold == one]
        model = LogisticRegression(C=STRICTNESS, fit_intercept=False, solver="liblinear")
        model.fit(np.concatenate([known, -known]), np.repeat((1, 0), len(known)))
        margins = asked @ model.coef_[0]
        right += float((margins > 0).sum() + 0.5 * (margins == 0).sum())
    return right / len(folds)
