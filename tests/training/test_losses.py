"""Each loss has the right sign, the right value at points that can be computed by hand, and the right gradient."""

from __future__ import annotations

import math

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from assistant.training import losses

LOG_PROBS = st.floats(-200, 0, allow_nan=False)


def one(value: float) -> Tensor:
    return torch.tensor([value], dtype=torch.float64, requires_grad=True)


def test_dpo_at_the_reference_is_log_two() -> None:
    assert math.isclose(losses.dpo(one(-5), one(-9), one(-5), one(-9), beta=0.1).item(), math.log(2))


def test_dpo_by_hand() -> None:
    # margin (-4 - -5) - (-10 - -9) = 2, beta 0.5 -> -log sigmoid(1)
    assert math.isclose(losses.dpo(one(-4), one(-10), one(-5), one(-9), beta=0.5).item(), math.log1p(math.exp(-1)))


@given(LOG_PROBS, LOG_PROBS, LOG_PROBS, LOG_PROBS)
def test_dpo_pulls_the_wanted_up_and_pushes_the_unwanted_down(a: float, b: float, c: float, d: float) -> None:
    wanted, unwanted = one(a), one(b)
    losses.dpo(wanted, unwanted, one(c), one(d), beta=0.1).sum().backward()
    assert wanted.grad is not None
    assert unwanted.grad is not None
    assert wanted.grad.item() < 0 < unwanted.grad.item()
    assert math.isclose(wanted.grad.item(), -unwanted.grad.item())


@given(LOG_PROBS, LOG_PROBS, LOG_PROBS, LOG_PROBS, st.floats(-50, 50))
def test_dpo_depends_on_log_ratios_only(a: float, b: float, c: float, d: float, shift: float) -> None:
    first = losses.dpo(one(a), one(b), one(c), one(d), beta=0.1)
    moved = losses.dpo(one(a + shift), one(b), one(c + shift), one(d), beta=0.1)
    assert torch.allclose(first, moved, atol=1e-6)


def test_a_thumb_by_hand() -> None:
    up, down = torch.tensor([True]), torch.tensor([False])
    sigmoid = 1 / (1 + math.exp(-0.2))
    assert math.isclose(losses.apo_zero_unpaired(one(-3), one(-5), up, beta=0.1).item(), 1 - sigmoid)
    assert math.isclose(losses.apo_zero_unpaired(one(-3), one(-5), down, beta=0.1).item(), sigmoid)


@given(LOG_PROBS, LOG_PROBS)
def test_a_down_rated_answer_is_never_a_target(answer: float, reference: float) -> None:
    for is_wanted in (True, False):
        likely = one(answer)
        losses.apo_zero_unpaired(likely, one(reference), torch.tensor([is_wanted]), beta=0.1).sum().backward()
        assert likely.grad is not None
        assert (likely.grad.item() < 0) == is_wanted


def test_divergence_is_nought_for_equals_and_by_hand_else() -> None:
    logits = torch.randn(2, 3, 5, generator=torch.Generator().manual_seed(1))
    mask = torch.tensor([[True, True, False], [False, False, True]])
    assert torch.allclose(losses.divergence(logits, logits, mask), torch.zeros(2), atol=1e-6)
    even, sure = torch.zeros(1, 1, 2), torch.tensor([[[math.log(3.0), 0.0]]])
    expected = 0.75 * math.log(0.75 / 0.5) + 0.25 * math.log(0.25 / 0.5)
    assert math.isclose(losses.divergence(even, sure, torch.tensor([[True]])).item(), expected, rel_tol=1e-5)


def test_divergence_moves_the_student_only_and_ignores_what_is_masked() -> None:
    student = torch.randn(1, 3, 5, generator=torch.Generator().manual_seed(1)).requires_grad_()
    teacher = torch.randn(1, 3, 5, generator=torch.Generator().manual_seed(2)).requires_grad_()
    losses.divergence(student, teacher, torch.tensor([[True, False, True]])).sum().backward()
    assert teacher.grad is None
    assert student.grad is not None
    assert student.grad[0, 1].abs().max() == 0
    assert student.grad[0, 0].abs().max() > 0


def test_log_probs_are_summed_over_the_answer_only() -> None:
    logits = torch.randn(2, 4, 7, generator=torch.Generator().manual_seed(3))
    tokens = torch.randint(0, 7, (2, 4), generator=torch.Generator().manual_seed(4))
    mask = torch.tensor([[False, True, True, False], [True, True, True, True]])
    by_hand = [
        sum(float(logits[text, place].log_softmax(-1)[tokens[text, place]]) for place in range(4) if mask[text, place])
        for text in range(2)
    ]
    assert torch.allclose(losses.sequence_log_probs(logits, tokens, mask), torch.tensor(by_hand), atol=1e-5)
