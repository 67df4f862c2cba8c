"""A taste vector is found from few judgements, knows how sure it is, and names what made it so."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.taste.comparisons import HALF_LIFE_S, Comparison
from assistant.taste.features import FARTHEST, NO_PLACE, UNITS, Measured, differences, features
from assistant.taste.slider_traits import SLIDER_OF, SLIDER_TRAITS, TRAIT_WORDS, WORDS
from assistant.taste.traits import TRAITS
from assistant.taste.usermodel import CAUTION, fit, slider_prior
from tests.taste.judging import THINGS, long, short

NOW = 2e9
PLAIN = "The bread is baked in the oven, and it is good to eat."
CASUAL = "It's baked in the oven, and you'll like it, I'm sure of that."
LIST = "What you need:\n- flour of the mill\n- the water\n- a bit of salt"


def said(better: str, worse: str, *, made: float = NOW, weight: float = 1.0) -> Comparison:
    return Comparison(better, worse, "choice", (1,), (1, 2), made, weight)


def shorter(count: int) -> list[Comparison]:
    return [said(short(thing), long(thing)) for thing in THINGS[:count]]


def test_units_and_words_are_those_of_real_traits() -> None:
    assert list(UNITS) == list(TRAITS) == list(TRAIT_WORDS)
    assert set(WORDS) == {slider for slider, _ in SLIDER_OF.values()} <= set(SLIDER_TRAITS)


def test_the_newton_optimum_is_where_the_slope_is_zero() -> None:
    """Against a plain gradient descent on the same objective."""
    import numpy as np

    pairs = [*shorter(6), said(CASUAL, PLAIN), said(LIST, PLAIN), said(long("tea"), short("tea"), weight=0.4)]
    model = fit(pairs, now=NOW, levels={"warmth": 3})
    apart = differences([(one.better, one.worse) for one in pairs])
    weights = np.array([one.weight for one in pairs])
    prior = np.zeros(len(TRAITS))
    prior[list(TRAITS).index("warmth")] = 1.0
    found = prior.copy()
    for _ in range(20_000):
        found += 0.02 * (apart.T @ (weights / (1 + np.exp(apart @ found))) - (found - prior))
    assert np.allclose(model.mean, found, atol=1e-6)
    chances = 1 / (1 + np.exp(-apart @ found))
    curve = sum(
        weight * chance * (1 - chance) * np.outer(one, one)
        for weight, chance, one in zip(weights, chances, apart, strict=True)
    )
    assert np.allclose(np.linalg.inv(curve + np.eye(len(TRAITS))), model.covariance, atol=1e-6)


def test_judgements_make_it_surer_and_turned_round_they_say_the_opposite() -> None:
    few, many = fit(shorter(2), now=NOW), fit(shorter(20), now=NOW)
    assert many.weight("length") < few.weight("length") < 0
    assert many.deviation("length") < few.deviation("length") < 1
    assert many.certainty("length") > few.certainty("length") > 0.5
    turned = fit([replace(one, better=one.worse, worse=one.better) for one in shorter(20)], now=NOW)
    assert turned.weight("length") == pytest.approx(-many.weight("length"))
    assert many.prefers(short("bread"), long("bread")) > 0.9


def test_sliders_are_what_is_thought_before_any_judgement() -> None:
    none, moved = fit([], now=NOW), fit([], now=NOW, levels={"length": -3, "formality": 2})
    assert none.certainty("length") == 0.5
    assert none.prefers(short("bread"), long("bread")) == 0.5
    assert moved.weight("length") == pytest.approx(-1.0)
    assert moved.weight("contractions") == pytest.approx(-2 / 3)
    assert moved.prefers(short("bread"), long("bread")) > 0.5
    against = fit([said(long(thing), short(thing)) for thing in THINGS], now=NOW, levels={"length": -3})
    assert against.weight("length") > 0, "twenty judgements outweigh a slider"
    assert fit([], now=NOW, levels={"length": 3, "detail": 3}).weight("length") == pytest.approx(1.0)


def test_old_and_weak_judgements_move_it_less() -> None:
    fresh = fit(shorter(5), now=NOW).weight("length")
    old = fit([replace(one, made=NOW - 2 * HALF_LIFE_S) for one in shorter(5)], now=NOW).weight("length")
    weak = fit([replace(one, weight=0.25) for one in shorter(5)], now=NOW).weight("length")
    assert fresh < old < 0
    assert old == pytest.approx(weak)


def test_what_made_a_direction_so_adds_up_to_it() -> None:
    pairs = [*shorter(4), said(long("tea"), short("tea")), said(CASUAL, PLAIN)]
    model = fit(pairs, now=NOW)
    assert model.contributions.sum(axis=0) == pytest.approx(model.mean, abs=1e-6)
    made_by = model.made_by("length")
    assert all(one in made_by for one in pairs[:4])
    assert pairs[4] not in made_by, "it spoke against"
    assert model.made_by("contractions")[0] == pairs[5]
    assert model.speaking_of("length") == 5


def test_a_pair_that_differs_in_what_is_unknown_tells_most() -> None:
    model = fit(shorter(20), now=NOW)
    known = model.information(short("honey"), long("honey"))
    assert model.information(LIST, PLAIN) > known
    assert model.information(PLAIN, PLAIN) == 0


def test_a_cautious_score_takes_off_what_is_unsure() -> None:
    model = fit(shorter(20), now=NOW)
    answers = [short("bread"), long("bread"), LIST]
    bold, cautious = model.cautious_scores(answers, caution=0), model.cautious_scores(answers)
    assert min(bold) == bold[1]
    assert bold[2] > bold[0], "a list is shorter still"
    assert cautious[0] == max(cautious), "but nobody has ever judged a list"
    assert all(careful <= score for careful, score in zip(cautious, bold, strict=True))
    assert CAUTION > 0
    assert model.cautious_scores([PLAIN]) == [0.0]


def test_meters_that_abstain_say_nothing() -> None:
    russian = "Это очень длинный ответ на русском языке, и никто не знает, сколько в нём слов."
    apart = dict(zip(TRAITS, differences([(russian, PLAIN)])[0], strict=True))
    assert apart["grade"] == apart["contractions"] == apart["warmth"] == 0
    found = dict(zip(TRAITS, features("The house of the man."), strict=True))
    assert found["contractions"] * UNITS["contractions"] == NO_PLACE
    assert math.isnan(dict(zip(TRAITS, features(russian), strict=True))["grade"])


def test_each_text_is_measured_once_and_not_kept() -> None:
    measure = Measured()
    assert measure(PLAIN) == features(PLAIN)
    assert measure(PLAIN) is measure(PLAIN)
    assert PLAIN.encode() not in b"".join(measure._found)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=6),
    st.integers(0, 10**6),
    st.dictionaries(st.sampled_from(list(SLIDER_TRAITS)), st.integers(-3, 3)),
)
def test_any_judgements_leave_a_sound_posterior(
    pairs: list[tuple[str, str]], seed: int, levels: dict[str, int]
) -> None:
    import numpy as np

    draw = random.Random(seed)
    model = fit([said(one, other, weight=draw.random()) for one, other in pairs], now=NOW, levels=levels)
    # at the best place what the judgements add up to is what moved it from the prior
    assert abs(model.mean - slider_prior(levels) - model.contributions.sum(axis=0)).max(initial=0) < 1e-6
    assert np.isfinite(model.mean).all()
    assert np.linalg.eigvalsh(model.covariance).min() > 0
    assert np.linalg.eigvalsh(model.covariance).max() <= 1 + 1e-9, "judgements never make it less sure"
    assert abs(model.apart).max(initial=0) <= FARTHEST


@pytest.mark.parametrize("count", [5, 10, 20, 50])
@pytest.mark.parametrize("apart", [1.0, 2.0, 3.0])
def test_ratings_that_contradict_sliders_are_found_all_the_same(count: int, apart: float) -> None:
    """From where the sliders stand whole steps of Newton's method lead round in circles here."""
    table = {"better": [0.0] * len(TRAITS), "worse": [0.0] * len(TRAITS)}
    for name in ("length", "lists"):
        table["worse"][list(TRAITS).index(name)] = apart
    choices = [Comparison("better", "worse", "choice", (one,), (1, 2), NOW) for one in range(count)]
    levels = {"length": 3, "structure": 3}
    model = fit(choices, now=NOW, levels=levels, measure=lambda text: tuple(table[text]))
    assert abs(model.mean - slider_prior(levels) - model.contributions.sum(axis=0)).max() < 1e-6
    assert model.prefers("better", "worse", measure=lambda text: tuple(table[text])) > 0.5
