"""A question is asked where it tells something, as often as the person allows, and of answers that can be compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Finish, Sources, Turn
from assistant.taste.comparisons import Comparison
from assistant.taste.contrast import SHOWN
from assistant.taste.features import UNITS
from assistant.taste.questions import (
    LONGEST,
    WORTH,
    Tally,
    best_way,
    can_be_chosen,
    counted,
    is_worth,
    may_ask,
    tally_from,
)
from assistant.taste.slider_traits import SLIDER_OF, SLIDER_TRAITS
from assistant.taste.sliders import SLIDERS, wishes
from assistant.taste.steered import MOVES, OTHER_SEED
from assistant.taste.traits import TRAITS
from assistant.taste.usermodel import fit
from tests.taste.judging import THINGS, long, short

NOW = 2e9
TODAY = date(2026, 11, 25)
FIRST = Turn(7, 1, None, "What about tea?", long("tea"), "stop", NOW, 1, Sources())


def judged(count: int) -> list[Comparison]:
    return [Comparison(short(thing), long(thing), "choice", (), (), NOW) for thing in (THINGS * 20)[:count]]


@pytest.mark.parametrize(
    "first",
    [
        *(replace(FIRST, finish=finish) for finish in ("length", "stopped", "failed", "pending")),  # type: ignore[arg-type]
        replace(FIRST, answer=" \n"),
        replace(FIRST, answer="word " * (LONGEST + 1)),
        replace(FIRST, sources=Sources(set_aside=True)),
        replace(FIRST, sources=Sources(revises=3)),
        replace(FIRST, sources=Sources(compares=3)),
    ],
    ids=["cut", "stopped", "failed", "pending", "empty", "very long", "set aside", "rewritten", "a second one"],
)
def test_not_every_answer_is_asked_about(first: Turn) -> None:
    assert may_ask(FIRST, Tally(), today=TODAY, a_day=1)
    assert not may_ask(first, Tally(), today=TODAY, a_day=20)


def test_never_more_a_day_than_allowed_and_never_two_in_a_row() -> None:
    tally, turn, asked = Tally(), 1, []
    for day in range(3):
        today = TODAY + timedelta(days=day)
        for _ in range(20):
            if is_asked := may_ask(replace(FIRST, id=turn), tally, today=today, a_day=2):
                turn += 1  # the second answer
                tally = counted(tally, turn, today=today)
            asked.append(is_asked)
            turn += 1
    assert [sum(asked[start : start + 20]) for start in (0, 20, 40)] == [2, 2, 2]
    assert asked[:4] == [True, False, True, False]
    assert not any(one and other for one, other in pairwise(asked))
    assert not may_ask(FIRST, Tally(), today=TODAY, a_day=0)


@given(st.integers(0, 20), st.lists(st.booleans(), max_size=60))
def test_whatever_is_asked_and_left_the_day_keeps_its_bound(a_day: int, is_new_chat: list[bool]) -> None:
    tally, turn, count = Tally(), 0, 0
    for skips in is_new_chat:
        turn += 1 + skips
        if may_ask(replace(FIRST, id=turn), tally_from(tally.kept), today=TODAY, a_day=a_day):
            turn += 1
            count += 1
            tally = counted(tally, turn, today=TODAY)
    assert count <= a_day
    assert tally.count == count


@pytest.mark.parametrize("kept", [None, 3, {}, {"day": 1, "count": 1, "turn": 1}, {"day": "x", "count": -1, "turn": 1}])
def test_a_setting_that_is_not_as_it_should_be_counts_for_nothing(kept: object) -> None:
    assert tally_from(kept) == Tally()


def test_the_table_of_what_steering_moves_speaks_of_every_slider_that_has_a_meter() -> None:
    sliders = {slider for slider, _ in SLIDER_OF.values()}
    assert set(MOVES) == {(slider, end) for slider in sliders for end in (-1, 1)}
    assert {slider for slider, _ in MOVES} <= {slider.name for slider in SLIDERS}
    for (slider, end), apart in MOVES.items():
        assert set(apart) <= set(TRAITS)
        assert wishes({slider: SHOWN * end})
    assert set(OTHER_SEED) <= set(TRAITS)
    assert MOVES["length", -1]["length"] < 0
    assert MOVES["warmth", 1]["warmth"] > 0
    assert MOVES["structure", 1]["lists"] > 0


def test_what_is_asked_goes_where_little_is_known() -> None:
    at_first = best_way(fit([], now=NOW), long("tea"), {})
    assert at_first is not None
    assert at_first.slider is not None
    assert at_first.tried == {at_first.slider: SHOWN * at_first.toward}
    known = fit(judged(40), now=NOW)
    later = best_way(known, long("tea"), {})
    assert later is None or later.information < at_first.information
    told = {way: known.told_by(expected(*way)) for way in MOVES}
    assert told["length", -1] < fit([], now=NOW).told_by(expected("length", -1)) / 2, "length is known by now"


def expected(slider: str, end: int) -> object:
    import numpy as np

    return np.array([MOVES[slider, end].get(trait, 0.0) / UNITS[trait] for trait in TRAITS])


def test_nothing_is_tried_against_a_slider_that_was_moved() -> None:
    model = fit([], now=NOW)
    every = {slider: 1 for slider, _ in MOVES}
    way = best_way(model, long("tea"), every)
    assert way is None or way.slider is None
    for moved in ("length", "detail", "warmth"):
        found = best_way(model, long("tea"), {moved: -2})
        assert found is not None
        assert found.slider is None or SLIDER_TRAITS[found.slider] != SLIDER_TRAITS[moved]


def test_no_trait_goes_below_none_of_it() -> None:
    model = fit([], now=NOW)
    words = "The tea is in the pot."
    listed = "\n".join(["- the tea of the day is in the pot"] * 4)
    fewer = {("structure", -1): {"lists": -30.0}}
    from assistant.taste import questions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "MOVES", fewer)
        patch.setattr(questions, "OTHER_SEED", {})
        assert best_way(model, words, {}) is None, "there is no list that could go"
        way = best_way(model, listed, {})
        assert way is not None
        assert way.slider == "structure"


def test_enough_judgements_end_the_questions() -> None:
    """Somebody whose choices leave nothing open is not asked for ever."""
    model = fit([], now=NOW)
    same = replace(FIRST, id=8)
    assert not is_worth(model, FIRST, same), "they do not differ"
    assert is_worth(model, FIRST, replace(same, answer=short("tea")))
    assert not is_worth(model, FIRST, replace(same, answer=short("tea"), finish="length"))
    assert not is_worth(fit(judged(60), now=NOW), FIRST, replace(same, answer=short("tea"))), "that is known"
    assert WORTH > 0


@pytest.mark.parametrize(("finish", "fits"), [("stop", True), ("length", False)])
def test_only_whole_answers_can_be_chosen(finish: Finish, fits: bool) -> None:
    assert can_be_chosen(replace(FIRST, finish=finish)) is fits
