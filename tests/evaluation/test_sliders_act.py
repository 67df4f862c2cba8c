"""Moving a slider changes what the next answer measures, with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

import pytest

from assistant.engine import catalogue
from assistant.engine.llama import LlamaSpeaker
from assistant.evaluation.sliders import Swept, answered, rhos
from assistant.taste.meters import words
from assistant.taste.sliders import LEVELS
from assistant.training.answers import Answer

QUESTIONS = ("Why do cats purr?", "How do I plant a rose?", "What is a good way to learn to swim?")


@pytest.fixture(scope="module")
def speaker(embedded: catalogue.Model) -> Iterator[LlamaSpeaker]:
    made = LlamaSpeaker(path=embedded.path, context_tokens=2048, threads=1)
    yield made
    made.close()


def test_the_length_slider_moves_the_words_of_the_next_answer(speaker: LlamaSpeaker) -> None:
    means = [
        fmean(words(answered(speaker, question, {"length": level}, 1.0, 600, seed=3).text) for question in QUESTIONS)
        for level in (-3, -1, 1, 3)
    ]
    assert means == sorted(means)
    assert means[0] <= 0.4 * means[-1]


def test_steering_does_more_than_words_alone(speaker: LlamaSpeaker) -> None:
    said = [
        fmean(words(answered(speaker, question, {"length": -3}, strength, 300, seed=3).text) for question in QUESTIONS)
        for strength in (0.0, 2.0)
    ]
    assert said[1] < said[0]


def test_rho_is_counted_a_question_and_without_what_a_meter_cannot_say() -> None:
    rising = [(level, float(level)) for level in LEVELS]
    falling = [(level, -value) for level, value in rising]
    assert rhos([rising, falling, rising[:3], [(1, 5.0), (2, 5.0)]], 1.0) == [1.0, -1.0, 1.0, 0.0]
    assert rhos([rising], -1.0) == [-1.0]


def test_a_sweep_leaves_out_levels_at_which_a_meter_abstains() -> None:
    said = {
        level: [Answer("What?", "Das ist ein Satz." if level == 2 else "It's a thing, isn't it?", "stop")]
        for level in LEVELS
    }
    (levels,) = Swept(said).measured("contractions")
    assert [level for level, _ in levels] == [level for level in LEVELS if level != 2]
