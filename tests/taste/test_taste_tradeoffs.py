"""Sliders that pull against each other are named; only where it was measured, and only where both were moved so."""

from __future__ import annotations

import pytest

from assistant.taste.slider_traits import SLIDER_OF
from assistant.taste.sliders import SLIDERS
from assistant.taste.tradeoffs import LEAKS, Leaks, pulls
from assistant.taste.traits import TRAITS

TABLE: Leaks = {
    "detail": {"length": 0.8, "code": 0.9},
    "simplicity": {"contractions": 0.4, "length": -0.31, "warmth": 0.29},
    "formality": {"grade": 0.6},
    "length": {"length": 0.9, "lists": -0.5},
}


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"detail": 2, "length": -1}, "More detail pulls against shorter."),
        ({"detail": -2, "length": 3}, "Less detail pulls against longer."),
        ({"length": 3, "structure": 2}, "Longer pulls against more structured."),
        ({"simplicity": 1, "length": 1}, "Simpler pulls against longer."),
    ],
)
def test_what_one_brings_along_and_the_other_is_moved_away_from_is_said(levels: dict[str, int], said: str) -> None:
    assert pulls(levels, TABLE) == (said,)


@pytest.mark.parametrize(
    "levels",
    [
        {},
        {"detail": 3},
        {"detail": 3, "length": 0},
        {"detail": 3, "length": 3},
        {"detail": -1, "length": -3},
        {"simplicity": 3, "warmth": -3},
        {"simplicity": 3, "length": -3},
        {"length": -3, "structure": 2},
        {"playfulness": 3, "length": -3},
    ],
    ids=str,
)
def test_nothing_is_said_where_nothing_pulls_or_it_is_unclear(levels: dict[str, int]) -> None:
    assert pulls(levels, TABLE) == ()


def test_two_that_pull_both_ways_are_said_once_by_the_clearer_one() -> None:
    assert pulls({"simplicity": 3, "formality": 2}, TABLE) == ("More formal pulls against simpler.",)


def test_the_clearest_comes_first() -> None:
    levels = {"length": -3, "simplicity": -1, "detail": 1}
    assert pulls(levels, TABLE) == ("More detail pulls against shorter.", "More expert pulls against shorter.")


def test_nothing_is_said_without_figures() -> None:
    everything = {slider.name: 3 * (-1) ** place for place, slider in enumerate(SLIDERS)}
    assert pulls(everything, {}) == ()


def test_the_table_speaks_of_sliders_and_traits_there_are() -> None:
    assert set(LEAKS) <= {slider.name for slider in SLIDERS}
    for leaks in LEAKS.values():
        assert set(leaks) <= set(TRAITS)
        assert all(-1 <= rho <= 1 for rho in leaks.values())
    assert {name for name, _ in SLIDER_OF.values()} <= {slider.name for slider in SLIDERS}


def test_more_detail_pulls_against_shorter_as_it_was_measured() -> None:
    assert pulls({"detail": 2, "length": -2}) == ("More detail pulls against shorter.",)
