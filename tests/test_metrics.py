"""Figures mean what they say, and their uncertainty is honest."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import metrics

VALUES = st.lists(st.floats(-10, 10), min_size=1, max_size=20)


@given(VALUES)
def test_the_mean_lies_within_its_bounds(values: list[float]) -> None:
    found = metrics.bootstrap(values, seed=1)
    assert found.low - 1e-9 <= found.value <= found.high + 1e-9


def test_the_same_seed_gives_the_same_bounds_and_more_values_narrower_ones() -> None:
    draw = random.Random(3)
    few, many = ([draw.gauss(0, 1) for _ in range(count)] for count in (20, 400))
    assert metrics.bootstrap(few, seed=1) == metrics.bootstrap(few, seed=1)
    narrow, wide = metrics.bootstrap(many, seed=1), metrics.bootstrap(few, seed=1)
    assert narrow.high - narrow.low < wide.high - wide.low


def test_the_bounds_hold_about_as_often_as_they_say() -> None:
    draw = random.Random(5)
    held = 0
    for trial in range(60):
        found = metrics.bootstrap([draw.gauss(1, 2) for _ in range(40)], seed=trial)
        held += found.low <= 1 <= found.high
    assert held >= 50


def test_nothing_has_no_mean() -> None:
    with pytest.raises(ValueError, match="nothing"):
        metrics.bootstrap([], seed=1)


@given(VALUES)
def test_wins_and_losses_add_up(values: list[float]) -> None:
    other = values[::-1]
    assert metrics.win_rate(values, other) + metrics.win_rate(other, values) == pytest.approx(1)
    assert metrics.win_rate(values, values) == 0.5
