"""Simulated persons with a hidden taste, who choose between two answers as real ones do: mostly, not always, by it."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from assistant.taste.traits import TRAITS
from assistant.training.examples import Pair, Prompt

STEADINESS = 2.0
"""Log-odds of choosing right for one unit of difference; a difference of one is foreseen 88 % of the time."""
TASTES: Mapping[str, Mapping[str, float]] = {
    "short_and_plain": {"length": -1.0, "grade": -0.3},
    "long_and_structured": {"length": 1.0, "lists": 0.7},
    "warm_and_informal": {"warmth": 1.0, "contractions": 0.5},
}
"""Name -> trait -> weight, in units of the trait's spread over all candidates."""


@dataclass(frozen=True, slots=True)
class Rater:
    """One hidden taste."""

    wants: Mapping[str, float]
    units: Mapping[str, tuple[float, float]]
    """Trait -> mean and spread over all candidate answers."""

    def likes(self, answer: str) -> float:
        """How well an answer suits, without any noise."""
        total = 0.0
        for name, weight in self.wants.items():
            value = TRAITS[name](answer)
            middle, spread = self.units[name]
            total += 0.0 if value is None else weight * (value - middle) / spread
        return total


def rater(name: str, answers: Sequence[str]) -> Rater:
    """The rater called `name`, with its units taken from these answers. Raises KeyError."""
    units = {}
    for trait in TASTES[name]:
        found = [value for answer in answers if (value := TRAITS[trait](answer)) is not None]
        units[trait] = (fmean(found), pstdev(found) or 1.0)
    return Rater(TASTES[name], units)


def sureness(by: Rater | None, one: str, other: str) -> float:
    """0..1, how often the first of two answers is chosen; None chooses blindly."""
    surely = STEADINESS * (by.likes(one) - by.likes(other)) if by is not None else 0.0
    return 1 / (1 + math.exp(-surely))


def chooses(by: Rater | None, one: str, other: str, draw: random.Random) -> bool:
    """True when the first of two answers is chosen, this time."""
    return draw.random() < sureness(by, one, other)


def judged(candidates: Mapping[str, Sequence[str]], count: int, *, by: Rater | None, seed: int) -> list[Pair]:
    """Choices between two candidate answers, one question each.

    Args:
        candidates: question -> whole answers.
        count: how many choices; fewer where there are not as many questions with two answers.
        by: who chooses; None chooses blindly.
        seed: of the order, the two answers, and the noise.
    """
    draw = random.Random(seed)  # a simulation
    questions = [question for question, answers in candidates.items() if len(answers) > 1]
    found = []
    for number, question in enumerate(draw.sample(questions, min(count, len(questions)))):
        one, other = draw.sample(list(candidates[question]), 2)
        wanted, unwanted = (one, other) if chooses(by, one, other, draw) else (other, one)
        found.append(Pair(Prompt((), question), wanted, unwanted, 1.0, (number,)))
    return found
