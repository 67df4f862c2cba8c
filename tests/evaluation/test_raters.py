"""Simulated persons choose by their hidden taste, mostly; blind ones do not."""

from __future__ import annotations

import pytest

from assistant.evaluation.questions import ASKED
from assistant.evaluation.raters import TASTES, judged, rater
from assistant.evaluation.study import HELD_OUT, RATINGS
from assistant.training.questions import FOR_SLIDERS, FRESH, TAUGHT
from assistant.training.signal import find_signal

SHORT = "Boil it. Wait. Eat it."
LONG = "\n".join(["There are several considerable things to be considered here:", *["- and one more of them"] * 12])
WARM = "I'm so glad you asked, dear friend! You're going to love it! It's wonderful, and I hope you enjoy it!"
BY_NAME = {"short_and_plain": SHORT, "long_and_structured": LONG, "warm_and_informal": WARM}


@pytest.mark.parametrize("name", TASTES)
def test_each_likes_its_own_best(name: str) -> None:
    person = rater(name, [SHORT, LONG, WARM])
    assert max((SHORT, LONG, WARM), key=person.likes) == BY_NAME[name]


@pytest.mark.parametrize("name", TASTES)
def test_their_choices_show_a_taste_and_blind_ones_do_not(name: str) -> None:
    made = {question: [SHORT, LONG, WARM] for question in ASKED[:40]}
    pairs = judged(made, 40, by=rater(name, [SHORT, LONG, WARM]), seed=1)
    assert len({pair.prompt.question for pair in pairs}) == 40
    assert pairs == judged(made, 40, by=rater(name, [SHORT, LONG, WARM]), seed=1)
    assert find_signal(pairs, seed=1).is_there
    assert not find_signal(judged(made, 24, by=None, seed=1), seed=1).is_there


def test_nobody_is_judged_by_what_was_taught() -> None:
    assert not set(ASKED) & {*FRESH, *TAUGHT, *FOR_SLIDERS}
    assert len(set(ASKED)) == len(ASKED) >= RATINGS > HELD_OUT
