"""The ten pairs differ in what they say they do, are read in minutes, and their choices become cautious proposals."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from itertools import product

import pytest

from assistant.evaluation.raters import STEADINESS, TASTES, Rater, rater
from assistant.records import Best, CalibrationChoice
from assistant.taste import meters, traits
from assistant.taste.calibration import LIKENESS, PAIRS, Pair, answers_of, comparisons, proposals
from assistant.taste.sliders import SLIDERS

ANSWERS = [text for pair in PAIRS for text in (pair.a, pair.b)]
NAMES = [slider.name for slider in SLIDERS]
METERS = {
    "length": (traits.log_words, 1),
    "simplicity": (traits.TRAITS["grade"], -1),
    "formality": (traits.TRAITS["contractions"], -1),
    "warmth": (traits.warmth, 1),
    "structure": (traits.TRAITS["lists"], 1),
    "directness": (traits.hedges, -1),
    "detail": (lambda text: len(re.findall(r"\d+", text)), 1),
}
"""Slider -> what measures it, and whether more of it is more of the slider; nothing measures a joke."""
INTENDED = [(pair, name) for pair in PAIRS for name in pair.moves if name in METERS]
WANTED = {
    "short_and_plain": {"length": -1, "simplicity": 1},
    "long_and_structured": {"length": 1, "structure": 1},
    "warm_and_informal": {"warmth": 1, "formality": -1},
}
"""Hidden taste -> the signs a good proposal has."""
JUST_NOTICED = 0.7
"""A difference in liking below which a simulated person says "no difference"."""
WORDS_PER_MINUTE = 240


def chosen(
    person: Rater, pair: Pair, noise: random.Random | None = None, *, just_noticed: float = JUST_NOTICED
) -> Best:
    difference = person.likes(pair.b) - person.likes(pair.a)
    if abs(difference) < just_noticed:
        return "neither"
    surely = 1 / (1 + math.exp(-STEADINESS * difference))
    return "B" if (noise.random() < surely if noise else difference > 0) else "A"


def levels(choices: dict[str, Best]) -> dict[str, int]:
    return {one.name: one.level for one in proposals(choices)}


@pytest.mark.parametrize(("pair", "name"), INTENDED, ids=lambda value: getattr(value, "name", value))
def test_a_pair_differs_as_it_says_by_the_meters(pair: Pair, name: str) -> None:
    meter, sign = METERS[name]
    a, b = meter(pair.a), meter(pair.b)
    assert a is not None
    assert b is not None
    assert (b - a) * sign * pair.moves[name] > 0


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_pair_differs_in_nothing_else_that_is_measured(pair: Pair) -> None:
    a, b = meters.words(pair.a), meters.words(pair.b)
    if "length" in pair.moves:
        assert max(a, b) > 3 * min(a, b)
    else:
        assert abs(a - b) <= 3
    for name, meter in (("structure", "lists"), ("warmth", "warmth"), ("directness", "hedges")):
        if name not in pair.moves:
            assert traits.TRAITS[meter](pair.a) == traits.TRAITS[meter](pair.b)
    if "formality" not in pair.moves:
        rates = {meters.contraction_rate(text) for text in (pair.a, pair.b)} - {None}
        assert len(rates) < 2


@pytest.mark.parametrize("text", ANSWERS)
def test_every_answer_is_english_to_the_meters(text: str) -> None:
    assert traits.is_english(text)


def test_all_sliders_are_asked_once_by_the_first_six_and_twice_by_all() -> None:
    assert Counter(name for pair in PAIRS[:6] for name in pair.moves) == Counter(NAMES)
    assert Counter(name for pair in PAIRS for name in pair.moves) == Counter(NAMES * 2)
    assert len({pair.name for pair in PAIRS}) == len(PAIRS) == 10


@pytest.mark.parametrize("best", ["A", "B", "neither"])
def test_who_always_chooses_the_same_side_says_nothing(best: Best) -> None:
    assert set(levels({pair.name: best for pair in PAIRS}).values()) == {0}


def test_all_is_read_in_less_than_three_minutes() -> None:
    words = sum(meters.words(text) for pair in PAIRS for text in (pair.question, pair.a, pair.b))
    assert words / WORDS_PER_MINUTE < 2.5, "and half a minute to choose"


def test_one_choice_is_weak_two_are_more_and_two_against_each_other_are_none() -> None:
    assert levels({"egg": "A"}) == {"length": -1, "detail": -1}
    assert levels({"egg": "A", "sleep": "B"})["length"] == -2
    assert levels({"egg": "A", "sleep": "A"})["length"] == 0
    assert levels({"bread": "A", "vaccine": "neither"})["simplicity"] == 1
    assert levels({}) == {}


def test_what_one_slider_explains_is_not_put_down_to_another() -> None:
    short = {"egg": "A", "sleep": "B", "seaside": "neither", "vaccine": "neither"}
    assert levels(short) == {"length": -2, "simplicity": 0, "structure": 0, "detail": 0}  # type: ignore[arg-type]
    reason = next(one.reason for one in proposals(short) if one.name == "detail")  # type: ignore[arg-type]
    assert reason == "Once you chose the answer that was less detailed, but more likely because it was shorter."
    both = short | {"vaccine": "B"}
    assert levels(both)["detail"] == -2, "asked again, the gist was chosen for itself"  # type: ignore[arg-type]


def test_every_proposal_has_a_plain_reason() -> None:
    for bests in product(("A", "B", "neither"), repeat=3):
        for names in (("egg", "sleep", "seaside"), ("job", "marathon", "laptop"), ("rice", "cats", "job")):
            for one in proposals(dict(zip(names, bests, strict=True))):  # type: ignore[arg-type]
                assert one.level in range(-2, 3)
                assert one.reason.endswith(".")
                said = [kind for kind in LIKENESS[one.name] if kind in one.reason]
                assert said or one.level == 0
                assert LIKENESS[one.name][one.level < 0] not in said or one.level == 0


def test_pairs_that_are_gone_are_passed_over() -> None:
    assert levels({"no-such-pair": "A", "egg": "A"}) == levels({"egg": "A"})
    assert comparisons([CalibrationChoice("no-such-pair", "A", 1.0)]) == []


def test_kept_choices_are_comparisons_of_texts() -> None:
    egg, job, bread = PAIRS[0], PAIRS[1], PAIRS[3]
    kept = [
        CalibrationChoice("egg", "A", 5.0),
        CalibrationChoice("job", "B", 5.0),
        CalibrationChoice("bread", "neither", 5.0),
    ]
    assert comparisons(kept) == [(egg.a, egg.b, 5.0), (job.b, job.a, 5.0)]
    assert answers_of(kept) == {"egg": "A", "job": "B", bread.name: "neither"}


@pytest.mark.parametrize("name", TASTES)
def test_a_hidden_taste_is_proposed_with_the_right_sign_and_nothing_is_made_up(name: str) -> None:
    person = rater(name, ANSWERS)
    found = levels({pair.name: chosen(person, pair) for pair in PAIRS})
    assert {slider: level // abs(level) for slider, level in found.items() if level} == WANTED[name]


@pytest.mark.parametrize(("just_noticed", "least"), [(JUST_NOTICED, 0.9), (0.4, 0.8), (0.0, 0.8)])
@pytest.mark.parametrize("name", TASTES)
def test_a_hidden_taste_that_wavers_is_proposed_with_the_right_sign(
    name: str, just_noticed: float, least: float
) -> None:
    """However readily the person says "no difference"; at 0 never."""
    person = rater(name, ANSWERS)
    right = wrong = 0
    for seed in range(200):
        noise = random.Random(seed)
        found = levels({pair.name: chosen(person, pair, noise, just_noticed=just_noticed) for pair in PAIRS})
        right += sum(found[slider] * sign > 0 for slider, sign in WANTED[name].items())
        wrong += sum(found[slider] * sign < 0 for slider, sign in WANTED[name].items())
    assert right / 400 > least
    assert wrong / 400 < 0.04
