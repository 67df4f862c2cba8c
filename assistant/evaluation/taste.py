"""How many ratings until we know? A simulated person judges answers, and pairs of other questions are foretold."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from assistant.evaluation.figures import Figure, mean
from assistant.evaluation.raters import Rater, chooses, judged, sureness
from assistant.evaluation.study import Study
from assistant.taste.comparisons import Comparison
from assistant.taste.features import Measured
from assistant.taste.meters import words
from assistant.taste.questions import WORTH
from assistant.taste.usermodel import UserModel, fit
from assistant.training.examples import Pair

COUNTS = (10, 25, 50, 100)
ASKED_COUNTS = (10, 25)
"""Ratings of pairs that were picked for what they tell; each pick looks at every pair that is left."""
ANSWERED = (40, 80)
"""Answers beside each of which a second one may be written, as by day."""
PICKED_AFTER = 25
"""Ratings after which the best of several answers is picked."""
SEEDS = 10
"""Splits, orders and noises for each person."""
HELD_OUT_SHARE = 0.25
"""Of the questions; none of their answers is judged in learning."""
NOW = 0.0
Candidates = Mapping[str, Sequence[str]]
Found = dict[str, list[tuple[float, float]]]
"""Figure -> (value, baseline) of each person and seed."""


def taste(study: Study) -> dict[str, Figure]:
    """Share of held-out pairs foretold after so many ratings.

    `pairs.N` is right where the answer with more of the hidden taste is foretold; `pairs.N.NAME` is one person's.
    `chosen.N` is right where the answer is foretold that the person really chooses, errors included; nobody can do
    better than `chosen.ceiling`. `asked.N` is `pairs.N` with pairs picked for what they tell. `worth.N` is the same
    after N answers as they come, of which only those are asked about that are worth a question, so many of them:
    `worth.N.questions`. `pairs.shuffled` learned from as many judgements without any taste. Baseline: the longer answer
    is foretold (0.5 beside `pairs.shuffled`; a question at every answer beside `worth.N.questions`).

    `best_of.4` is by how much more an answer is liked that is picked after some ratings among all to a held-out
    question than one of these at random, in spreads of hidden taste; `best_of.ceiling` is the best there are, with no
    error. Baseline: the longest is picked.
    """
    found: Found = {}
    measure = Measured()
    for name in study.names:
        person = study.rater(name)
        for run in range(SEEDS):
            _one(found, name, person, study.candidates, seed=study.seed * 1000 + run, measure=measure)
        study.say(f"{name}: {_middle(found[f'pairs.{COUNTS[-1]}.{name}']):.0%} foretold after {COUNTS[-1]} ratings")
    return {
        name: mean([value for value, _ in each], baseline=sum(baseline for _, baseline in each) / len(each))
        for name, each in sorted(found.items(), key=lambda item: item[0].count("."))  # the persons' own come last
    }


def _one(found: Found, name: str, person: Rater, candidates: Candidates, *, seed: int, measure: Measured) -> None:
    learned, held_out = split(candidates, seed=seed)
    tests = [(one, other) for answers in held_out.values() for one, other in combinations(answers, 2)]
    sure = [sureness(person, one, other) for one, other in tests]
    longer = [float(words(one) > words(other)) + 0.5 * (words(one) == words(other)) for one, other in tests]
    by_length, by_length_chosen = _right(longer, sure), _chosen(longer, sure)

    def note(figure: str, value: float, baseline: float = by_length) -> None:
        found.setdefault(figure, []).append((value, baseline))

    def foretold(model: UserModel) -> list[float]:
        return [model.prefers(one, other, measure=measure) for one, other in tests]

    said = _many(learned, COUNTS[-1], by=person, seed=seed)
    for count in COUNTS:
        guesses = foretold(fit(said[:count], now=NOW, measure=measure))
        note(f"pairs.{count}", _right(guesses, sure))
        note(f"pairs.{count}.{name}", _right(guesses, sure))
        note(f"chosen.{count}", _chosen(guesses, sure), by_length_chosen)
    for count, model in _asked(learned, person, seed=seed, measure=measure):
        note(f"asked.{count}", _right(foretold(model), sure))
    for count, questions, model in _worth(learned, person, seed=seed, measure=measure):
        note(f"worth.{count}", _right(foretold(model), sure))
        note(f"worth.{count}.questions", questions, count)
    picked = fit(said[:PICKED_AFTER], now=NOW, measure=measure)
    for figure, gain, by_longest in _gains(held_out.values(), person, picked, measure=measure):
        note(figure, gain, by_longest)
    blind = _many(learned, COUNTS[-1], by=None, seed=seed)
    note("pairs.shuffled", _right(foretold(fit(blind, now=NOW, measure=measure)), sure), 0.5)
    note("chosen.ceiling", sum(max(one, 1 - one) for one in sure) / len(sure), by_length_chosen)


def split(candidates: Candidates, *, seed: int) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """The questions a person judges, and those that are kept aside, both with their answers."""
    questions = [question for question, answers in candidates.items() if len(answers) > 1]
    random.Random(seed).shuffle(questions)  # an order, no secret
    aside = max(1, round(HELD_OUT_SHARE * len(questions)))
    return tuple({one: candidates[one] for one in each} for each in (questions[aside:], questions[:aside]))  # type: ignore[return-value]


def _many(candidates: Candidates, count: int, *, by: Rater | None, seed: int) -> list[Comparison]:
    """Choices between two random answers; every question once before any comes again."""
    found: list[Comparison] = []
    while len(found) < count:
        pairs = judged(candidates, count - len(found), by=by, seed=seed + 7919 * len(found))
        found += [_comparison(pair) for pair in pairs]
    return found


def _asked(candidates: Candidates, person: Rater, *, seed: int, measure: Measured) -> Iterator[tuple[int, UserModel]]:
    """The model after so many choices, each between the two answers that tell most."""
    draw = random.Random(seed)
    left = [pair for answers in candidates.values() for pair in combinations(answers, 2)]
    said: list[Comparison] = []
    model = fit(said, now=NOW, measure=measure)
    while left and len(said) < ASKED_COUNTS[-1]:
        best = max(range(len(left)), key=lambda place: model.information(*left[place], measure=measure))
        one, other = left.pop(best)
        better, worse = (one, other) if chooses(person, one, other, draw) else (other, one)
        said.append(Comparison(better, worse, "choice", (), (), NOW))
        model = fit(said, now=NOW, measure=measure)
        if len(said) in ASKED_COUNTS:
            yield len(said), model


def _worth(
    candidates: Candidates, person: Rater, *, seed: int, measure: Measured
) -> Iterator[tuple[int, int, UserModel]]:
    """After so many answers: how many were asked about, and the model. A second answer is the one that tells most."""
    draw = random.Random(seed)
    left = {question: list(answers) for question, answers in candidates.items()}
    said: list[Comparison] = []
    model = fit(said, now=NOW, measure=measure)
    order: list[str] = []
    for answered in range(1, ANSWERED[-1] + 1):
        order = order or draw.sample(list(left), len(left))
        first, *others = left[question := order.pop()]
        if others:
            told = [model.information(first, other, measure=measure) for other in others]
            best = max(range(len(told)), key=told.__getitem__)
            if told[best] >= WORTH:
                other = left[question].pop(1 + best)
                better, worse = (first, other) if chooses(person, first, other, draw) else (other, first)
                said.append(Comparison(better, worse, "choice", (), (), NOW))
                model = fit(said, now=NOW, measure=measure)
        if answered in ANSWERED:
            yield answered, len(said), model


def _gains(
    questions: Iterable[Sequence[str]], person: Rater, model: UserModel, *, measure: Measured
) -> Iterator[tuple[str, float, float]]:
    """Figure, its gain over an answer at random, and that of the longest one; for the questions with most answers."""
    found: dict[str, list[tuple[float, float]]] = {}
    each = list(questions)
    count = max(len(answers) for answers in each)
    for answers in each:
        if len(answers) < count:
            continue
        likes = [person.likes(answer) for answer in answers]
        middle = sum(likes) / count
        longest = likes[max(range(count), key=lambda place: words(answers[place]))] - middle
        found.setdefault(f"best_of.{count}", []).append((likes[model.best(answers, measure=measure)] - middle, longest))
        found.setdefault("best_of.ceiling", []).append((max(likes) - middle, longest))
    for figure, gains in found.items():
        yield figure, *(sum(side) / len(gains) for side in zip(*gains, strict=True))


def _comparison(pair: Pair) -> Comparison:
    return Comparison(pair.wanted, pair.unwanted, "choice", (), pair.turns, NOW)


def _right(guesses: Sequence[float], sure: Sequence[float]) -> float:
    """Share of pairs whose better answer by the hidden taste is foretold; half a pair where nothing is."""
    return sum(_agree(guess, truth) for guess, truth in zip(guesses, sure, strict=True)) / len(sure)


def _chosen(guesses: Sequence[float], sure: Sequence[float]) -> float:
    """Expected share of real choices that are foretold."""
    return sum(
        truth if guess > 0.5 else 1 - truth if guess < 0.5 else 0.5 for guess, truth in zip(guesses, sure, strict=True)
    ) / len(sure)


def _agree(guess: float, truth: float) -> float:
    if guess == 0.5 or truth == 0.5:
        return 0.5
    return float((guess > 0.5) == (truth > 0.5))


def _middle(each: Sequence[tuple[float, float]]) -> float:
    return sum(value for value, _ in each) / len(each)
