"""Everything that shaped an answer is named with its strength, and "nothing about you" is said only where it is so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.boundary import SET_ASIDE
from assistant.records import LearnedSlider, Sources, Turn, UsedMemory
from assistant.sources import ALWAYS
from assistant.why import IN_WORDS, NOTHING, NOTHING_MORE, REWRITTEN, fit, remark, sections, why_lines

FOUND = UsedMemory(1, "I bake", 0.82, 'shares the word "bake"')
STANDING = UsedMemory(2, "I am vegetarian", 1.0, ALWAYS, is_standing=True)
ALL = Sources(
    memories=(FOUND, STANDING),
    sliders={"warmth": 2, "length": -3},
    adapter="7",
    strength=0.6,
    steering=1.5,
    taste={"formality": -0.8},
    own_voice=0.5,
)


def turn(sources: Sources) -> Turn:
    return Turn(5, 1, None, "Bread?", "Yes.", "stop", 0.0, 1, sources)


def named(sources: Sources) -> dict[str, list[tuple[str, str]]]:
    return {section.title: [(one.what, one.strength) for one in section.reasons] for section in sections(sources)}


def test_everything_is_named_with_its_strength() -> None:
    assert named(ALL) == {
        "Sliders": [("Length", "-3"), ("Warmth", "+2")],
        "What your ratings show": [("More casual", "80%")],
        "How strongly these acted": [("More strongly than usual", "1.5 of 2")],
        "Learned by night": [("Version 7", "60%"), ("A little more of you", "0.5 of 2")],
    }
    assert all(one.meaning.endswith(".") for section in sections(ALL) for one in section.reasons)
    assert remark(turn(ALL)) == ""
    assert (fit(FOUND), fit(STANDING)) == ("82%", "always")


def test_the_terminal_says_all_of_it() -> None:
    said = "\n".join(why_lines(turn(ALL)))
    for words in (
        'Remembered: "I bake" (82%: shares the word "bake")',
        'Remembered: "I am vegetarian" (always: you want',
        "Sliders: Length, -3. One short sentence.",
        "What your ratings show: More casual, 80%.",
        "How strongly these acted: More strongly than usual, 1.5 of 2.",
        "Learned by night: Version 7, 60%.",
        "Learned by night: A little more of you, 0.5 of 2.",
    ):
        assert words in said
    assert NOTHING not in said


@pytest.mark.parametrize(
    "sources",
    [
        Sources(memories=(FOUND,)),
        Sources(sliders={"length": 1}),
        Sources(sliders={"length": 1}, steering=1.0),
        Sources(taste={"length": 0.9}, steering=1.0),
        Sources(adapter="7", strength=0.6),
        Sources(revises=3),
        Sources(set_aside=True),
    ],
    ids=("memory", "words", "steered", "ratings", "adapter", "rewritten", "set aside"),
)
def test_nothing_is_said_to_have_mattered_only_where_nothing_did(sources: Sources) -> None:
    assert remark(turn(sources)) != NOTHING
    assert why_lines(turn(sources)) != [NOTHING]
    assert why_lines(turn(Sources())) == [NOTHING]
    assert why_lines(replace(turn(Sources()), parent=1)) == [NOTHING_MORE], "earlier wishes are still in sight"


def test_sliders_in_words_only_say_so() -> None:
    assert named(Sources(sliders={"length": 1}))["How strongly these acted"] == [("In words only", "0 of 2")]


def test_only_the_ratings_there_was_room_for_are_named() -> None:
    shown = {"warmth": 0.81, "formality": -0.9, "directness": 0.84, "structure": 0.99}
    steered = Sources(sliders={"length": -1}, taste=shown, steering=1.0)
    assert named(steered)["What your ratings show"] == [
        ("More structured", "99%"),
        ("More direct", "84%"),
        ("More casual", "90%"),
    ], "casual is left to words, which take no room"
    learned = replace(steered, slider_adapters={"length": LearnedSlider(7, 0.5)})
    assert ("Warmer", "81%") in named(learned)["What your ratings show"], "a learned slider takes no room"
    rewritten = replace(steered, steering=0.0, revises=2)
    assert len(named(rewritten)["What your ratings show"]) == 4, "in words there is room for all"


def test_a_rewriting_is_asked_for_in_words() -> None:
    sources = Sources(sliders={"length": 1}, taste={"warmth": 0.9}, revises=2)
    assert remark(turn(sources)) == REWRITTEN
    meanings = [one.meaning for section in sections(sources) for one in section.reasons]
    assert IN_WORDS in meanings
    assert not any("choice of words leaned" in meaning for meaning in meanings)
    assert why_lines(turn(sources))[0].endswith("It was the answer of turn 2.")


def test_what_was_set_aside_is_all_there_is_to_say() -> None:
    assert why_lines(turn(Sources(set_aside=True))) == [SET_ASIDE]


def test_a_slider_that_no_longer_exists_is_passed_over() -> None:
    assert named(Sources(sliders={"sparkle": 3, "length": 1}))["Sliders"] == [("Length", "+1")]


def test_a_slider_that_was_left_to_words_says_so_beside_those_that_steered() -> None:
    found = {reason.what: reason.meaning for section in sections(STEERED) for reason in section.reasons}
    assert found["Length"].endswith("It was asked for in words.")
    assert "asked for in words" not in found["Warmth"]


def test_where_everything_moved_was_learned_nothing_is_said_of_steering() -> None:
    learned = Sources(sliders={"length": -3}, slider_adapters={"length": LearnedSlider(7, 1.0)})
    assert [section.title for section in sections(learned)] == ["Sliders"]


STEERED = Sources(sliders={"length": 3, "warmth": 2}, steering=1.0)
