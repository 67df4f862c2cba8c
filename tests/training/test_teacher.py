"""Which words teach: the mildest that do enough, else those that do most, and none that do no good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assistant.records import Finish
from assistant.taste.sliders import wishes
from assistant.training.answers import Answer
from assistant.training.teacher import QUESTIONS, levels_that_teach

BOTH = {"length": 2, "structure": 2}


class Model:
    """Answers the first so many questions better with some words; what a real one makes of words cannot be set."""

    def __init__(self, better: Mapping[tuple[str, ...], int], finish: Finish = "stop") -> None:
        self.better, self.finish = better, finish
        self.tried: list[tuple[str, ...]] = []

    def answers(self, questions: Sequence[str], *, wishes: Sequence[str] = (), seed: int) -> list[Answer]:
        words = tuple(wishes)
        if not words:
            return [Answer(question, "So so.", "stop") for question in questions]
        self.tried.append(words)
        good = self.better.get(words, 0)
        return [
            Answer(question, "Good!" if place < good else "Bad.", self.finish)
            for place, question in enumerate(questions)
        ]


def score(answer: str) -> float:
    return {"Good!": 1.0, "So so.": 0.0, "Bad.": -1.0}[answer]


def chosen(model: Model, leanings: Mapping[str, int]) -> Mapping[str, int]:
    cache: Any = model
    return levels_that_teach(leanings, score, cache=cache, seed=0)


def test_where_all_words_together_do_enough_no_others_are_tried() -> None:
    model = Model({wishes(BOTH): 9, wishes({"length": 2}): 12})
    assert chosen(model, BOTH) == BOTH
    assert model.tried == [wishes(BOTH)]


def test_words_that_undo_each_other_are_left_for_those_of_one() -> None:
    model = Model({wishes(BOTH): 2, wishes({"structure": 2}): 10})
    assert chosen(model, BOTH) == {"structure": 2}


def test_the_strongest_words_come_last() -> None:
    model = Model({wishes({"length": 3}): 11, wishes({"length": 2}): 8})
    assert chosen(model, {"length": 2}) == {"length": 3}
    assert model.tried == [wishes({"length": 2}), wishes({"length": 3})]


def test_the_other_end_has_strongest_words_too() -> None:
    model = Model({wishes({"length": -3}): 12})
    assert chosen(model, {"length": -2}) == {"length": -3}


def test_where_none_do_enough_it_is_those_that_do_most() -> None:
    assert chosen(Model({wishes(BOTH): 7, wishes({"length": 2}): 8}), BOTH) == {"length": 2}


@pytest.mark.parametrize("good", [0, len(QUESTIONS) // 2])
def test_words_that_do_no_good_teach_nothing(good: int) -> None:
    assert chosen(Model({wishes(BOTH): good}), BOTH) == {}


def test_an_answer_that_is_cut_is_never_the_better_one() -> None:
    assert chosen(Model({wishes(BOTH): 12}, finish="length"), BOTH) == {}
