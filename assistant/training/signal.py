"""Asks first whether the judgements say anything at all that can be learned: a night on noise does only harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.taste.traits import TRAITS, traits
from assistant.training.examples import Pair, Thumb

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

FOLDS = 5
SHUFFLES = 200
RESAMPLES = 200
LEAST_QUESTIONS = 8
SURE = 0.05
"""The largest share of shuffled judgements that may be predicted as well as the real ones."""
LEANS_FROM = 0.99
"""Share of resamples in which a trait's weight has its sign, from which on it is what judgements lean to."""
FARTHEST = 3.0
"""A difference counts at most this many times the usual one, so that one odd answer decides nothing."""
STRICTNESS = 0.3
"""Inverse strength of the L2 penalty: few pairs must not fit nine traits freely."""
CLOSE = 1e-6
"""The last step of a fit, in its units."""
STEPS = 1000
"""At most; sixty pairs take about fifty."""


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
        return self.questions >= LEAST_QUESTIONS and self.p_value <= SURE and self.accuracy > 0.5

    @property
    def sentence(self) -> str:
        """It in plain words."""
        if self.questions < LEAST_QUESTIONS:
            return f"Comparisons on {self.questions} questions so far; {LEAST_QUESTIONS} at least can say something."
        foretold = f"{self.accuracy:.0%} of what you chose on {self.questions} questions can be foretold from the rest"
        if self.is_there:
            return f"{foretold}: there is something to learn."
        return f"{foretold}, which chance does as well: nothing to learn yet."


def find_signal(pairs: Sequence[Pair], *, seed: int) -> Signal:
    """Foretell each pair from the pairs of other questions, and compare with shuffled judgements.

    A judgement is shuffled by swapping its two answers with probability 1/2, which is what a person without any
    taste would do. Between equal shares in the right order the likelihood decides.

    Args:
        pairs: all pairs, those held out too: nothing is learned here.
        seed: of the shuffling.
    """
    import numpy as np

    questions = [pair.prompt.question for pair in pairs]
    different = sorted(set(questions))
    if len(different) < LEAST_QUESTIONS:
        return Signal(0.0, 1.0, len(different))
    differences, weights = _scaled(pairs), _weights(pairs)
    draw = np.random.default_rng(seed)
    place = np.array([different.index(question) for question in questions])
    folds = (draw.permutation(len(different)) % FOLDS)[place]
    # what was judged on one question is one piece of evidence: swapped together
    swaps = draw.choice((-1.0, 1.0), (SHUFFLES, len(different)))[:, place]
    turns = np.concatenate([np.ones((1, len(place))), swaps])
    shares, likelihoods = _foretold(differences * turns[..., None], weights, folds)
    real, *shuffled = zip(shares.tolist(), likelihoods.tolist(), strict=True)
    as_good = sum(each >= real for each in shuffled)
    return Signal(real[0], (as_good + 1) / (SHUFFLES + 1), len(different))


@dataclass(frozen=True, slots=True)
class Taste:
    """What the judgements say about answers in general: how much of each trait is wanted."""

    weights: tuple[float, ...]
    """In the order of `TRAITS`, for one unit of each trait."""

    def score(self, answer: str) -> float:
        """How well an answer suits; only differences between two answers to one question mean something."""
        found = traits(answer)
        return sum(weight * (found[name] or 0.0) for weight, name in zip(self.weights, TRAITS, strict=True))


def find_taste(pairs: Sequence[Pair]) -> Taste:
    """The same small model, fitted on all pairs. Raises ValueError when there are none."""
    fitted = _fit(_scaled(pairs), _weights(pairs)) / _spread(pairs)
    return Taste(tuple(float(weight) for weight in fitted))


def sure_weights(pairs: Sequence[Pair], *, seed: int) -> dict[str, float]:
    """Trait -> weight for one spread of it, where nearly all resamples of the questions give it the same sign.

    Args:
        pairs: at least one; what was judged on one question is drawn together (Efron 1979).
        seed: of the resampling.
    """
    import numpy as np

    questions = [pair.prompt.question for pair in pairs]
    different = sorted(set(questions))
    place = np.array([different.index(question) for question in questions])
    differences, weights = _scaled(pairs), _weights(pairs)
    whole = _fit(differences, weights)
    drawn = np.random.default_rng(seed).integers(len(different), size=(RESAMPLES, len(different)))
    times = np.stack([np.bincount(each, minlength=len(different)) for each in drawn])[:, place]
    resampled = _fit(np.broadcast_to(differences, (RESAMPLES, *differences.shape)), times * weights)
    is_sure = (resampled * whole > 0).sum(axis=0) >= LEANS_FROM * RESAMPLES
    return {name: float(weight) for name, weight, sure in zip(TRAITS, whole, is_sure, strict=True) if sure}


def compared(thumbs: Sequence[Thumb]) -> list[Pair]:
    """Thumbs as comparisons of traits: each wanted answer beside an unwanted one to another question.

    They say nothing about the two answers, whose questions differ; over many thumbs they say what is wanted. Only
    thumbs that were given under the same sliders are compared: else what a slider did would be taken for a taste.
    """
    given: dict[tuple[tuple[str, int], ...], tuple[list[Thumb], list[Thumb]]] = {}
    for thumb in thumbs:
        given.setdefault(thumb.sliders, ([], []))[not thumb.is_wanted].append(thumb)
    return [
        Pair(up.prompt, up.answer, down.answer, min(up.weight, down.weight), (*up.turns, *down.turns))
        for wanted, unwanted in given.values()
        for up, down in zip(wanted, unwanted, strict=False)
    ]


def _differences(pairs: Sequence[Pair]) -> Floats:
    """(pairs, traits): wanted minus unwanted; 0 where a meter abstains."""
    import numpy as np

    rows = []
    for pair in pairs:
        wanted, unwanted = traits(pair.wanted), traits(pair.unwanted)
        rows.append([_minus(wanted[name], unwanted[name]) for name in TRAITS])
    return np.array(rows, dtype=np.float64)


def _spread(pairs: Sequence[Pair]) -> Floats:
    """(traits,) root mean square of the differences; around 0, not around the mean: the direction is asked for."""
    import numpy as np

    found = np.sqrt(np.square(_differences(pairs)).mean(axis=0))
    return np.where(found > 0, found, 1.0)


def _scaled(pairs: Sequence[Pair]) -> Floats:
    """(pairs, traits): differences in units of their spread, the farthest cut off."""
    import numpy as np

    scaled: Floats = np.clip(_differences(pairs) / _spread(pairs), -FARTHEST, FARTHEST)
    return scaled


def _weights(pairs: Sequence[Pair]) -> Floats:
    """(pairs,) how much each counts, 1 on average: what is old, or between answers that barely differ, counts less."""
    import numpy as np

    found = np.array([pair.weight for pair in pairs], dtype=np.float64)
    even: Floats = found / found.mean()
    return even


def _minus(wanted: float | None, unwanted: float | None) -> float:
    return 0.0 if wanted is None or unwanted is None else wanted - unwanted


def _foretold(differences: Floats, weights: Floats, folds: Places) -> tuple[Floats, Floats]:
    """How well a model of the pairs in the other folds orders each pair: share in the right order, log-likelihood.

    Args:
        differences: (..., pairs, traits), several judgements of the same pairs at once; both figures are (...,).
    """
    import numpy as np

    margins = np.zeros(differences.shape[:-1])
    for one in np.unique(folds):
        learned = _fit(differences[..., folds != one, :], weights[folds != one])
        margins[..., folds == one] = np.matvec(differences[..., folds == one, :], learned)
    right = np.average((margins > 0) + 0.5 * (margins == 0), axis=-1, weights=weights)
    return right, -np.average(np.logaddexp(0, -margins), axis=-1, weights=weights)


def _fit(differences: Floats, weights: Floats) -> Floats:
    """(..., traits) weights of a logistic model without a constant: turned round, each comparison says the opposite.

    The least of 2 C sum w log(1 + exp(-d b)) + |b|^2 / 2, by steps of the bound on its curvature, which never lead past
    it (Boehning and Lindsay 1988).

    Args:
        differences: (..., pairs, traits), several sets of pairs at once.
        weights: (..., pairs), or (pairs,) for all of them.
    """
    import numpy as np

    counted = 2 * STRICTNESS * weights
    turned = np.swapaxes(differences, -1, -2)
    steepest = (turned * (counted / 4)[..., None, :]) @ differences + np.eye(differences.shape[-1])
    found = np.zeros((*differences.shape[:-2], differences.shape[-1]))
    for _ in range(STEPS):
        doubted = counted / (1 + np.exp(np.matvec(differences, found)))
        step = np.linalg.solve(steepest, (np.matvec(turned, doubted) - found)[..., None])[..., 0]
        found = found + step
        if abs(step).max() < CLOSE:
            break
    return found
