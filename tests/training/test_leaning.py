"""What judgements lean to is found in the sliders' words, and nothing is found in blind ones."""

from __future__ import annotations

import random
from dataclasses import replace

from assistant.taste.slider_traits import SLIDER_OF, WORDS
from assistant.taste.sliders import SLIDERS as KNOWN
from assistant.taste.sliders import wishes
from assistant.taste.traits import TRAITS
from assistant.training import leaning
from assistant.training.examples import Examples
from assistant.training.leaning import leanings
from assistant.training.task import Task
from tests.training.tastes import short_is_better


def test_the_words_are_those_of_real_traits_and_sliders() -> None:
    assert set(SLIDER_OF) <= set(TRAITS)
    assert {slider for slider, _ in SLIDER_OF.values()} <= {slider.name for slider in KNOWN}


def test_short_answers_that_are_wanted_lean_to_shorter_ones() -> None:
    found = leanings(short_is_better(), seed=0)
    assert found["length"] < 0
    assert wishes(found)


def test_the_opposite_choices_lean_to_the_opposite() -> None:
    turned = [replace(pair, wanted=pair.unwanted, unwanted=pair.wanted) for pair in short_is_better()]
    assert leanings(turned, seed=0)["length"] > 0


def test_blind_choices_and_none_lean_to_nothing() -> None:
    assert leanings([], seed=0) == {}
    found = []
    for seed in range(10):
        draw = random.Random(seed)
        pairs = short_is_better()
        turned = draw.sample(pairs, len(pairs) // 2)
        blind = [
            replace(pair, wanted=pair.unwanted, unwanted=pair.wanted) if pair in turned else pair for pair in pairs
        ]
        found.append(leanings(blind, seed=0))
    assert sum(map(bool, found)) <= 1


def test_it_is_said_in_plain_words() -> None:
    assert set(WORDS) == {slider for slider, _ in SLIDER_OF.values()}
    assert leaning.sentence({}) == ""
    assert leaning.sentence({"length": -2}) == "Your judgements lean to shorter answers."
    found = leaning.sentence({"length": 2, "formality": -2, "warmth": 2})
    assert found == "Your judgements lean to longer, more casual and warmer answers."


def test_a_slider_that_was_moved_says_it_already() -> None:
    pairs = tuple(short_is_better())
    assert "length" in Task(Examples(pairs=pairs)).leanings
    assert "length" not in Task(Examples(pairs=pairs), levels={"length": 1}).leanings
    assert "length" in Task(Examples(pairs=pairs), levels={"length": 0}).leanings
