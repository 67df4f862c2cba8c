"""In which ways a question is put beside its own, so that wishes act."""

from __future__ import annotations

import pytest

from assistant.taste import contrast
from assistant.taste.contrast import MOST, acting, asked, in_words, wordings
from assistant.taste.sliders import SLIDERS, wishes


def test_nothing_moved_or_no_strength_costs_nothing() -> None:
    assert wordings({}, {}, strength=2) == ()
    assert wordings({"length": 0}, {}, strength=2) == ()
    assert wordings({"length": 3}, {"warmth": 1.0}, strength=0) == ()


def test_sliders_stand_against_their_opposites_together() -> None:
    (opposite,) = wordings({"length": -3, "warmth": 1}, {}, strength=1.5)
    assert opposite.wishes == wishes({"length": 3, "warmth": -1})
    assert opposite.weight == -1.5


def test_length_and_formality_are_steered_in_every_word_and_other_styles_at_the_beginning() -> None:
    def lasts(**levels: int) -> list[bool]:
        return [way.lasts for way in wordings(levels, {}, strength=1)]

    assert lasts(structure=3) == lasts(simplicity=-2, warmth=1) == lasts(structure=1, length=2) == [False]
    assert lasts(length=-1) == lasts(formality=1) == lasts(structure=3, formality=2) == [True]
    shown = wordings({}, {"structure": 0.9, "formality": 0.8}, strength=1)
    assert [way.lasts for way in shown] == [False, True]


def test_the_farther_a_slider_is_moved_the_more_it_acts() -> None:
    found = [wordings({"length": -level}, {}, strength=1)[0] for level in (1, 2, 3)]
    assert found[0].weight > found[1].weight > found[2].weight == -1
    assert {each.wishes for each in found} == {wishes({"length": 3})}, "always away from the other end"


def test_what_ratings_show_pulls_toward_one_more_wish_each() -> None:
    first, second = wordings({}, {"warmth": 0.4, "length": -0.9}, strength=1)
    assert first.wishes == wishes({"length": -2})
    assert first.weight == 0.9
    assert second.wishes == wishes({"warmth": 2})


def test_there_are_never_more_than_three_and_sliders_come_first() -> None:
    found = wordings({"length": -2}, {slider.name: 0.5 for slider in SLIDERS[1:]}, strength=1)
    assert len(found) == MOST
    assert found[0].wishes == wishes({"length": 3})
    assert all(wishes({"length": -2})[0] in wording.wishes for wording in found[1:])


def test_what_acts_of_the_ratings_is_the_strongest_there_is_room_for() -> None:
    shown = {"warmth": 0.81, "formality": 0.9, "directness": 0.84, "structure": 0.99}
    assert list(acting({}, shown)) == ["structure", "formality", "directness"]
    assert list(acting({"length": 0}, shown)) == ["structure", "formality", "directness"]
    assert acting({"length": -1}, shown) == {"structure": 0.99, "formality": 0.9}
    for levels in ({}, {"length": -1}):
        beside = wordings(levels, shown, strength=1)
        assert [way.weight for way in beside if way.weight > 0] == [abs(one) for one in acting(levels, shown).values()]


def test_in_words_all_of_it_is_asked_for() -> None:
    assert in_words({"warmth": 0.3, "length": -1.0}) == wishes({"warmth": 2, "length": -2})
    assert in_words({}) == ()


def test_longer_is_left_to_words_and_stays_the_same_beside() -> None:
    assert wordings({"length": 3}, {}, strength=1) == ()
    (opposite,) = wordings({"length": 3, "warmth": 1}, {}, strength=1.5)
    assert opposite.wishes == wishes({"length": 3, "warmth": -3})
    assert opposite.weight == pytest.approx(-0.5)


def test_an_end_that_takes_less_steering_gets_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contrast, "SHARES", {("structure", 1): 0.5})
    (opposite,) = wordings({"structure": 2}, {}, strength=1)
    assert opposite == contrast.Wording(wishes({"structure": -3}), pytest.approx(-1 / 3))
    (both,) = wordings({"structure": 2, "warmth": 3}, {}, strength=1)
    assert both == contrast.Wording(wishes({"structure": -1, "warmth": -3}), -1)
    (low,) = wordings({"structure": -2}, {}, strength=1)
    assert low.weight == pytest.approx(-2 / 3)


def test_ratings_that_lean_to_an_end_left_to_words_are_asked_for_in_words() -> None:
    assert wordings({}, {"formality": -0.9, "length": 0.8}, strength=1) == ()
    assert asked({"warmth": 1}, {"formality": -0.9, "structure": 0.8}) == {"warmth": 1, "formality": -2}
    (listed,) = wordings({}, {"formality": -0.9, "structure": 0.8}, strength=1)
    assert listed.wishes == wishes({"formality": -2, "structure": 2})


def test_only_length_has_a_say_in_when_an_answer_ends() -> None:
    (short,) = wordings({"length": -1, "structure": 3}, {}, strength=1)
    (lists,) = wordings({"length": 1, "structure": 3}, {}, strength=1)
    assert (short.steers_end, lists.steers_end) == (True, False)
    warm, brief = wordings({}, {"warmth": 0.9, "length": -0.8}, strength=1)
    assert (warm.steers_end, brief.steers_end) == (False, True)
