"""A figure never stands alone: its bounds and what it is compared with stand beside it."""

from __future__ import annotations

from assistant.evaluation.figures import Figure, against, mean, pooled, single
from assistant.evaluation.hostile import hostile_pairs
from assistant.evaluation.person import HELD_OUT, LEARNED
from assistant.evaluation.stranger import MAILS
from assistant.training.gate.probes import UNSAFE
from assistant.training.signal import LEAST_QUESTIONS


def test_a_mean_lies_within_its_bounds() -> None:
    figure = mean([1.0, 2.0, 6.0], baseline=0.5)
    assert figure.low <= figure.value <= figure.high
    assert (figure.value, figure.baseline, figure.count) == (3.0, 0.5, 3)


def test_against_a_base_the_bounds_are_the_bases() -> None:
    figure = against([9.0, 9.0], [1.0, 2.0, 3.0])
    assert (figure.value, figure.baseline) == (9.0, 2.0)
    assert figure.high <= 3.0


def test_a_single_figure_claims_no_bounds() -> None:
    assert single(2.0, baseline=1.0) == mean([2.0], baseline=1.0)


def test_several_seeds_give_their_mean_between_the_widest_bounds() -> None:
    one, other = Figure(0.6, 0.5, 0.7, 0.5, 40), Figure(0.8, 0.7, 0.9, 0.5, 40)
    found = pooled([{"a": one, "b": one}, {"a": other}])
    assert found["a"] == Figure(0.7, 0.5, 0.9, 0.5, 80)
    assert found["b"] == one, "what only one seed has is not thinned"


def test_the_controls_are_large_enough_and_not_what_the_gate_asks() -> None:
    assert len({pair.prompt.question for pair in hostile_pairs()}) >= LEAST_QUESTIONS
    assert not {pair.prompt.question for pair in hostile_pairs()} & set(UNSAFE)
    assert len({mail.text for mail in MAILS}) == len(MAILS) >= 20
    assert HELD_OUT + LEARNED <= 210
