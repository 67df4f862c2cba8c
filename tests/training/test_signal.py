"""A taste is found in a few dozen comparisons, and noise is not taken for one."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from assistant.training import signal
from assistant.training.examples import Pair, Prompt, Thumb
from assistant.training.signal import LEAST_QUESTIONS, compared, find_signal, find_taste, sure_weights

SENTENCES = (
    "The bread is baked in a hot oven.",
    "You can keep it in a cloth for some days.",
    "It's best when it's still warm, isn't it?",
    "Perhaps a little salt would help.",
    "Thank you for asking, I am so glad to help!",
    "- flour\n- water\n- salt",
    "Considerable fermentation necessitates experimentation.",
    "The old people of the village knew how to do it.",
)


def answer(draw: random.Random) -> str:
    return "\n".join(draw.choices(SENTENCES, k=draw.randint(1, 9)))


def judged(count: int, *, mistakes: float, seed: int) -> list[Pair]:
    """A person who likes short answers and errs in a share of cases; 0.5 = no taste at all."""
    draw = random.Random(seed)
    pairs = []
    for number in range(count):
        one, other = answer(draw), answer(draw)
        shorter, longer = sorted((one, other), key=len)
        if draw.random() < mistakes:
            shorter, longer = longer, shorter
        pairs.append(Pair(Prompt((), f"Question {number}?"), shorter, longer, 1.0, (number,)))
    return pairs


@pytest.mark.parametrize(("count", "mistakes", "least"), [(24, 0.05, 7), (60, 0.15, 7)])
def test_a_taste_is_found(count: int, mistakes: float, least: int) -> None:
    found = [find_signal(judged(count, mistakes=mistakes, seed=seed), seed=seed) for seed in range(10)]
    assert sum(signal.is_there for signal in found) >= least


def test_noise_is_not_taken_for_a_taste() -> None:
    found = [find_signal(judged(24, mistakes=0.5, seed=seed), seed=seed) for seed in range(20)]
    assert sum(signal.is_there for signal in found) <= 3


def test_several_comparisons_on_one_question_are_one_piece_of_evidence() -> None:
    few = [judged(9, mistakes=0.5, seed=seed) for seed in range(8)]
    found = [find_signal(pairs * 6, seed=seed) for seed, pairs in enumerate(few)]
    assert {signal.questions for signal in found} == {9}
    assert sum(signal.is_there for signal in found) <= 2


def test_a_taste_scores_what_is_wanted_higher() -> None:
    taste = find_taste(judged(40, mistakes=0.1, seed=4))
    assert taste.score("Two words.") > taste.score("word " * 200)


def test_thumbs_are_compared_across_questions() -> None:
    up, down = (Thumb(Prompt((), "A?"), answer, wanted, 1.0, (1,)) for answer, wanted in (("yes", True), ("no", False)))
    assert [(pair.wanted, pair.unwanted) for pair in compared([up, down, up])] == [("yes", "no")]
    assert compared([up]) == []


def test_few_comparisons_are_too_few_and_say_so() -> None:
    signal = find_signal(judged(LEAST_QUESTIONS - 1, mistakes=0, seed=1), seed=1)
    assert not signal.is_there
    assert "on 7 questions" in signal.sentence


def test_it_is_said_in_plain_words_and_the_same_seed_says_the_same() -> None:
    clear, none = judged(40, mistakes=0, seed=2), judged(40, mistakes=0.5, seed=7)
    assert "something to learn" in find_signal(clear, seed=1).sentence
    assert "chance" in find_signal(none, seed=1).sentence
    assert find_signal(clear, seed=1) == find_signal(clear, seed=1)


def test_the_same_question_is_never_on_both_sides() -> None:
    one = judged(1, mistakes=0, seed=3) * 12
    assert not find_signal(one, seed=1).is_there, "twelve times the same judgement is one judgement"


def test_what_is_old_counts_less_in_what_is_wanted() -> None:
    new = judged(40, mistakes=0.0, seed=1)
    turned = [replace(pair, wanted=pair.unwanted, unwanted=pair.wanted) for pair in judged(40, mistakes=0.0, seed=2)]
    old = [replace(pair, weight=0.02) for pair in turned]
    short, long = SENTENCES[0], " ".join(SENTENCES[:4])

    def gain(pairs: list[Pair]) -> float:
        taste = find_taste(pairs)
        return taste.score(short) - taste.score(long)

    assert gain([*new, *old]) > 0.5 * gain(new) > abs(gain([*new, *turned]))


def test_thumbs_that_were_given_under_different_sliders_are_not_compared() -> None:
    up = Thumb(Prompt((), "A?"), "yes", True, 1.0, (1,), (("length", -2),))
    down = Thumb(Prompt((), "B?"), "no", False, 1.0, (2,))
    assert compared([up, down]) == []
    assert len(compared([up, replace(down, sliders=up.sliders)])) == 1


def test_many_are_fitted_at_once_as_one_by_one_and_at_the_best_place() -> None:
    pairs = judged(30, mistakes=0.2, seed=3)
    differences, weights = signal._scaled(pairs), np.linspace(0.2, 2.0, 30)
    turns = np.random.default_rng(1).choice((-1.0, 1.0), (6, 30))
    together = signal._fit(differences * turns[..., None], weights)
    for turn, found in zip(turns, together, strict=True):
        assert found == pytest.approx(signal._fit(differences * turn[:, None], weights), abs=1e-4)
        doubted = weights / (1 + np.exp(differences * turn[:, None] @ found))
        slope = 2 * signal.STRICTNESS * (differences * turn[:, None]).T @ doubted - found
        assert abs(slope).max() < 1e-3


def test_a_leaning_keeps_its_sign_in_nearly_all_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [judged(24, mistakes=0.1, seed=seed) for seed in range(12)]
    strictly = [set(sure_weights(pairs, seed=1)) for pairs in everybody]
    monkeypatch.setattr(signal, "LEANS_FROM", 0.9)
    loosely = [set(sure_weights(pairs, seed=1)) for pairs in everybody]
    assert all(few <= many for few, many in zip(strictly, loosely, strict=True))
    assert sum(map(len, strictly)) < sum(map(len, loosely)), "by chance alone more would be found"
    assert sum("length" in found for found in strictly) >= 11
