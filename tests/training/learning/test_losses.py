"""Each loss has the right sign, the right value at points that can be computed by hand, and the right gradient."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from assistant.training.learning import losses

LOG_PROBS = st.floats(-200, 0, allow_nan=False)
COUNTS = st.floats(0.01, 10_000)


def one(value: float) -> Tensor:
    return torch.tensor([value], dtype=torch.float64, requires_grad=True)


def logits(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def slope(loss: Tensor, of: Tensor) -> float:
    (found,) = torch.autograd.grad(loss.sum(), of, retain_graph=True)
    return float(found.sum())


class TestDpo:
    def test_at_the_reference_it_is_log_two(self) -> None:
        assert math.isclose(losses.dpo(one(-5), one(-9), one(-5), one(-9), beta=0.1).item(), math.log(2))

    def test_by_hand(self) -> None:
        # margin (-4 - -5) - (-10 - -9) = 2, beta 0.5 -> -log sigmoid(1)
        loss = losses.dpo(one(-4), one(-10), one(-5), one(-9), beta=0.5)
        assert math.isclose(loss.item(), math.log1p(math.exp(-1)))

    @given(LOG_PROBS, LOG_PROBS, LOG_PROBS, LOG_PROBS)
    def test_pulls_the_wanted_up_and_pushes_the_unwanted_down(self, a: float, b: float, c: float, d: float) -> None:
        wanted, unwanted = one(a), one(b)
        loss = losses.dpo(wanted, unwanted, one(c), one(d), beta=0.1)
        assert slope(loss, wanted) < 0 < slope(loss, unwanted)
        assert math.isclose(slope(loss, wanted), -slope(loss, unwanted))

    @given(LOG_PROBS, LOG_PROBS, LOG_PROBS, LOG_PROBS)
    def test_falls_as_the_wanted_and_rises_as_the_unwanted_becomes_likelier(
        self, a: float, b: float, c: float, d: float
    ) -> None:
        now = losses.dpo(one(a), one(b), one(c), one(d), beta=0.1)
        assert losses.dpo(one(a + 1), one(b), one(c), one(d), beta=0.1) < now
        assert losses.dpo(one(a), one(b + 1), one(c), one(d), beta=0.1) > now

    @given(LOG_PROBS, LOG_PROBS, LOG_PROBS, LOG_PROBS, st.floats(-50, 50))
    def test_depends_on_log_ratios_only(self, a: float, b: float, c: float, d: float, shift: float) -> None:
        first = losses.dpo(one(a), one(b), one(c), one(d), beta=0.1)
        moved = losses.dpo(one(a + shift), one(b), one(c + shift), one(d), beta=0.1)
        both = losses.dpo(one(a + shift), one(b + shift), one(c), one(d), beta=0.1)
        assert torch.allclose(first, moved)
        assert torch.allclose(first, both)


class TestKto:
    def test_by_hand(self) -> None:
        # r = 2, z0 = 0.5, beta 0.4 -> 0.6
        sigmoid = 1 / (1 + math.exp(-0.6))
        for is_wanted, expected in ((True, 0.8 * (1 - sigmoid)), (False, 1.25 * sigmoid)):
            loss = losses.kto(one(-3), one(-5), torch.tensor([is_wanted]), baseline=0.5, beta=0.4, weights=(0.8, 1.25))
            assert math.isclose(loss.item(), expected)

    @given(LOG_PROBS, LOG_PROBS, st.floats(0, 20))
    def test_a_down_rated_answer_is_never_a_target(self, answer: float, reference: float, baseline: float) -> None:
        for is_wanted in (True, False):
            likely = one(answer)
            loss = losses.kto(likely, one(reference), torch.tensor([is_wanted]), baseline=baseline, beta=0.1)
            assert (slope(loss, likely) < 0) == is_wanted
            likelier = losses.kto(
                one(answer + 1), one(reference), torch.tensor([is_wanted]), baseline=baseline, beta=0.1
            )
            assert (likelier < loss).item() == is_wanted
            assert 0 < loss.item() < 1

    @given(LOG_PROBS, LOG_PROBS, st.floats(-50, 50), st.booleans())
    def test_depends_on_the_log_ratio_only(
        self, answer: float, reference: float, shift: float, is_wanted: bool
    ) -> None:
        first, moved = (
            losses.kto(one(answer + by), one(reference + by), torch.tensor([is_wanted]), baseline=1.0, beta=0.1)
            for by in (0.0, shift)
        )
        assert torch.allclose(first, moved)

    def test_a_general_drift_is_owed_to_no_answer(self) -> None:
        # everything became likelier by 3 nats, z0 with it: as if nothing had happened
        is_wanted = torch.tensor([True, False])
        before = torch.tensor([-4.0, -6.0])
        drifted = losses.kto(before + 3, before, is_wanted, baseline=3.0, beta=0.5)
        assert torch.allclose(drifted, torch.tensor([0.5, 0.5]))

    def test_a_thumb_keeps_its_loss_whatever_stands_beside_it(self) -> None:
        answers, reference = torch.tensor([-3.0, -8.0, -1.0]), torch.tensor([-5.0, -7.0, -1.5])
        is_wanted = torch.tensor([True, False, False])
        together = losses.kto(answers, reference, is_wanted, baseline=0.2, beta=0.3, weights=(1.1, 0.9))
        for place in range(3):
            here = slice(place, place + 1)
            alone = losses.kto(
                answers[here], reference[here], is_wanted[here], baseline=0.2, beta=0.3, weights=(1.1, 0.9)
            )
            assert torch.allclose(alone, together[here])

    def test_keeps_its_digits_where_nothing_is_left_to_learn(self) -> None:
        learned = torch.tensor([0.0], requires_grad=True)
        loss = losses.kto(learned, torch.tensor([-200.0]), torch.tensor([True]), baseline=0.0, beta=0.1)
        assert 2.0e-9 < loss.item() < 2.1e-9
        assert slope(loss, learned) < 0


class TestKtoBaseline:
    def test_is_the_mean_log_ratio_and_never_negative(self) -> None:
        now, before = torch.tensor([-3.0, -6.0]), torch.tensor([-5.0, -7.0])
        assert losses.kto_baseline(now, before).item() == 1.5
        assert losses.kto_baseline(before, now).item() == 0.0

    def test_takes_no_gradient(self) -> None:
        mismatched, answer = one(-2), one(-4)
        baseline = losses.kto_baseline(mismatched, one(-5))
        assert not baseline.requires_grad
        for given_as in (baseline, mismatched - one(-5)):  # not even where a caller forgot
            loss = losses.kto(answer, one(-5), torch.tensor([True]), baseline=given_as, beta=0.1)
            loss.sum().backward()
            assert mismatched.grad is None
        assert answer.grad is not None


class TestKtoWeights:
    @given(COUNTS, COUNTS)
    def test_keep_the_rule_and_the_size_of_the_steps(self, wanted: float, unwanted: float) -> None:
        for_wanted, for_unwanted = losses.kto_weights(wanted, unwanted)
        assert for_wanted > 0
        assert for_unwanted > 0
        assert 1 - 1e-9 <= for_wanted * wanted / (for_unwanted * unwanted) <= 4 / 3 + 1e-9
        assert math.isclose(for_wanted * wanted + for_unwanted * unwanted, wanted + unwanted)

    @pytest.mark.parametrize(("wanted", "unwanted"), [(3, 3), (7, 6), (4, 3), (5, 0), (0, 5), (0, 0)])
    def test_are_equal_where_they_may_be(self, wanted: int, unwanted: int) -> None:
        assert losses.kto_weights(wanted, unwanted) == pytest.approx((1.0, 1.0))

    def test_by_hand(self) -> None:
        # 2 against 6: as heavy as each other, 4 and 4
        assert losses.kto_weights(2, 6) == pytest.approx((2.0, 2 / 3))
        # 12 against 2: 8 and 6, at the upper end
        assert losses.kto_weights(12, 2) == pytest.approx((2 / 3, 3.0))


class TestApoZeroUnpaired:
    def test_by_hand(self) -> None:
        up, down = torch.tensor([True]), torch.tensor([False])
        sigmoid = 1 / (1 + math.exp(-0.2))
        assert math.isclose(losses.apo_zero_unpaired(one(-3), one(-5), up, beta=0.1).item(), 1 - sigmoid)
        assert math.isclose(losses.apo_zero_unpaired(one(-3), one(-5), down, beta=0.1).item(), sigmoid)

    @given(LOG_PROBS, LOG_PROBS)
    def test_a_down_rated_answer_is_never_a_target(self, answer: float, reference: float) -> None:
        for is_wanted in (True, False):
            likely = one(answer)
            loss = losses.apo_zero_unpaired(likely, one(reference), torch.tensor([is_wanted]), beta=0.1)
            assert (slope(loss, likely) < 0) == is_wanted


class TestDivergence:
    def test_is_nought_and_does_not_pull_where_both_agree(self) -> None:
        teacher = logits(2, 3, 5, seed=1)
        student = (teacher + 4).requires_grad_()  # logits that differ by a constant say the same
        mask = torch.tensor([[True, True, False], [False, False, True]])
        loss = losses.divergence(student, teacher, mask)
        loss.sum().backward()
        assert torch.allclose(loss, torch.zeros(2, dtype=torch.float64))
        assert student.grad is not None
        assert torch.allclose(student.grad, torch.zeros_like(student))

    def test_falls_on_the_way_to_the_teacher(self) -> None:
        teacher, student = logits(2, 3, 5, seed=1), logits(2, 3, 5, seed=2)
        mask = torch.ones(2, 3, dtype=torch.bool)
        way = torch.stack(
            [losses.divergence(student.lerp(teacher, part), teacher, mask) for part in (0.0, 0.3, 0.6, 0.9, 1.0)]
        )
        assert (way.diff(dim=0) < 0).all()

    def test_pulls_up_what_the_teacher_says_more_and_down_what_it_says_less(self) -> None:
        student = torch.zeros(1, 1, 2, dtype=torch.float64, requires_grad=True)
        losses.divergence(student, torch.tensor([[[2.0, -1.0]]]).double(), torch.tensor([[True]])).sum().backward()
        assert student.grad is not None
        assert student.grad[0, 0, 0] < 0 < student.grad[0, 0, 1]

    def test_moves_the_student_only_and_ignores_what_is_masked(self) -> None:
        student, teacher = logits(1, 3, 5, seed=1).requires_grad_(), logits(1, 3, 5, seed=2).requires_grad_()
        mask = torch.tensor([[True, False, True]])
        loss = losses.divergence(student, teacher, mask)
        loss.sum().backward()
        assert teacher.grad is None
        assert student.grad is not None
        assert student.grad[0, 1].abs().max() == 0
        assert student.grad[0, 0].abs().max() > 0
        shorter = losses.divergence(student[:, [0, 2]], teacher[:, [0, 2]], mask[:, [0, 2]])
        assert torch.allclose(loss, shorter)

    def test_is_a_mean_over_tokens_for_each_text(self) -> None:
        student, teacher = logits(2, 3, 5, seed=1), logits(2, 3, 5, seed=2)
        mask = torch.tensor([[True, True, True], [False, True, False]])
        alone = [
            losses.divergence(
                student[text, place].view(1, 1, -1), teacher[text, place].view(1, 1, -1), mask[:1, :1]
            ).item()
            for text, place in ((0, 0), (0, 1), (0, 2), (1, 1))
        ]
        assert losses.divergence(student, teacher, mask).tolist() == pytest.approx([sum(alone[:3]) / 3, alone[3]])


class TestForwardDivergence:
    def test_by_hand(self) -> None:
        even, sure = torch.zeros(1, 1, 2), torch.tensor([[[math.log(3.0), 0.0]]])
        expected = 0.75 * math.log(0.75 / 0.5) + 0.25 * math.log(0.25 / 0.5)
        assert math.isclose(losses.divergence(even, sure, torch.tensor([[True]])).item(), expected, rel_tol=1e-5)

    def test_as_an_anchor_its_pull_is_the_students_share_less_the_references(self) -> None:
        student, reference = logits(1, 1, 5, seed=1).requires_grad_(), logits(1, 1, 5, seed=2)
        losses.divergence(student, reference, torch.tensor([[True]])).sum().backward()
        assert student.grad is not None
        assert torch.allclose(student.grad, (student.softmax(-1) - reference.softmax(-1)).detach())

    def test_losing_a_refusal_costs_more_than_hedging_it(self) -> None:
        # word 0 refuses; a student that has forgotten it pays for every nat
        refuses, mask = torch.tensor([[[5.0, 0.0]]]), torch.tensor([[True]])
        costs = [
            losses.divergence(torch.tensor([[[likely, 0.0]]]), refuses, mask).item() for likely in (5, 2, 0, -5, -20)
        ]
        assert costs == sorted(costs)
        assert costs[-1] > 15


class TestImitation:
    def test_is_cross_entropy_per_token(self) -> None:
        given = logits(1, 5, 7, seed=3)
        said = torch.tensor([[1, 4, 0, 6, 2]])
        whole = torch.ones(1, 5, dtype=torch.bool)
        each = given[whole].log_softmax(-1).gather(-1, said.T).squeeze(-1)
        found = losses.imitation(losses.summed(each, whole), torch.tensor([5.0]))
        assert float(found) == pytest.approx(float(torch.nn.functional.cross_entropy(given[0], said[0])))

    def test_falls_as_the_text_becomes_likelier(self) -> None:
        answer = torch.tensor([-4.0, -9.0], requires_grad=True)
        losses.imitation(answer, torch.tensor([2.0, 3.0])).sum().backward()
        assert answer.grad is not None
        assert answer.grad.tolist() == pytest.approx([-1 / 2, -1 / 3])


class TestSummed:
    MASK = torch.tensor([[False, True, True, False], [True, True, True, True]])

    def test_is_of_each_text_its_own(self) -> None:
        each = torch.tensor([-1.0, -2.0, -3.0, -4.0, -5.0, -6.0], requires_grad=True)
        found = losses.summed(each, self.MASK)
        assert found.tolist() == [-3.0, -18.0]
        found[1].backward()
        assert each.grad is not None
        assert each.grad.tolist() == [0, 0, 1, 1, 1, 1]

    @pytest.mark.parametrize("count", [5, 7])
    def test_numbers_that_do_not_fit_the_mask_are_refused(self, count: int) -> None:
        with pytest.raises(ValueError, match=f"{count} numbers for 6"):
            losses.summed(torch.zeros(count), self.MASK)
