"""Every slider has its words, and says nothing at 0."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.taste import meters
from assistant.taste.sliders import LEVELS, SLIDERS, Slider, check_level, find, meaning, wishes

NAMES = ["length", "simplicity", "formality", "warmth", "structure", "directness", "detail", "playfulness"]


def test_there_are_eight() -> None:
    assert [slider.name for slider in SLIDERS] == NAMES


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.name)
def test_every_level_has_words_of_its_own(slider: Slider) -> None:
    assert len({meaning(slider.name, level) for level in LEVELS}) == 7
    assert len(set(slider.wishes)) == 6
    for text in (*slider.meanings, *slider.wishes):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "\n" not in text
    assert slider.title
    assert slider.low != slider.high
    assert slider.example.question.strip()[-1] in ".?"
    assert slider.example.low != slider.example.high


def test_examples_show_what_the_slider_does() -> None:
    length, simplicity, formality, structure = (find(name).example for name in [*NAMES[:3], "structure"])
    assert meters.words(length.low) < 0.4 * meters.words(length.high)
    assert (meters.reading_grade(simplicity.high) or 0) < (meters.reading_grade(simplicity.low) or 0) - 5
    assert "'" in formality.low
    assert "'" not in formality.high
    assert meters.list_items_per_100_words(structure.low) == 0 < meters.list_items_per_100_words(structure.high)


def test_wishes_stand_in_a_fixed_order_and_zero_is_silent() -> None:
    assert wishes({}) == ()
    assert wishes({"length": 0, "warmth": 0}) == ()
    expected = (find("length").wishes[0], find("warmth").wishes[5])
    assert wishes({"warmth": 3, "detail": 0, "length": -3}) == expected
    assert wishes({"length": -3, "warmth": 3}) == expected


def test_six_levels_are_six_wishes() -> None:
    assert [wishes({"length": level}) for level in LEVELS if level] == [(wish,) for wish in find("length").wishes]


def test_a_slider_that_no_longer_exists_is_passed_over() -> None:
    assert wishes({"sparkle": 3, "length": 1}) == (find("length").wishes[3],)


def test_zero_is_left_to_the_model() -> None:
    assert {meaning(slider.name, 0) for slider in SLIDERS} == {"Left to the model."}


def test_names_are_found_however_they_are_typed() -> None:
    assert find(" Length ").name == "length"
    with pytest.raises(UsageProblem, match="playfulness"):
        find("size")


@pytest.mark.parametrize("level", [-4, 4, True])
def test_a_level_that_is_none_is_refused(level: int) -> None:
    with pytest.raises(UsageProblem):
        check_level(level)
    with pytest.raises(UsageProblem):
        wishes({"length": level})


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_itself(level: int) -> None:
    assert check_level(level) == level
