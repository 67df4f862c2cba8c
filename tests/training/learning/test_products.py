"""The products that a step is made of give what plain ones give, and the gradients of plain ones."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn.functional import linear

from assistant.training.learning import products
from assistant.training.learning.products import Adapted, HalfHead, Said

ROUNDED = {"atol": 0.02, "rtol": 0.02}
"""Bfloat16 keeps eight bits."""


def random(*shape: int, seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


class TestSaid:
    ROWS = random(133, 16, seed=1)
    WEIGHT = random(40, 16, seed=2)
    IDS = torch.randint(0, 40, (133,), generator=torch.Generator().manual_seed(3))

    def plain(self, rows: Tensor) -> Tensor:
        return linear(rows, self.WEIGHT).log_softmax(-1).gather(-1, self.IDS[:, None]).squeeze(-1)

    def found(self, rows: Tensor, half: Tensor) -> Tensor:
        each: Tensor = Said.apply(rows, self.WEIGHT, half, self.IDS)
        return each

    @pytest.fixture(autouse=True, params=[7, 40, 4096])
    def part(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """However many words of the vocabulary are looked at together."""
        monkeypatch.setattr(products, "TOGETHER", request.param)

    @pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
    def test_is_the_log_probability_unrounded(self, kind: torch.dtype) -> None:
        torch.testing.assert_close(self.found(self.ROWS, self.WEIGHT.to(kind)), self.plain(self.ROWS))

    @pytest.mark.parametrize(("kind", "near"), [(torch.float32, {}), (torch.bfloat16, ROUNDED)])
    def test_has_its_gradient(self, kind: torch.dtype, near: dict[str, float]) -> None:
        mine, theirs = self.ROWS.clone().requires_grad_(), self.ROWS.clone().requires_grad_()
        pull = random(len(self.IDS), seed=4)
        (self.found(mine, self.WEIGHT.to(kind)) * pull).sum().backward()
        (self.plain(theirs) * pull).sum().backward()
        torch.testing.assert_close(mine.grad, theirs.grad, **near)

    def test_without_gradients_nothing_of_the_way_back_is_kept(self) -> None:
        assert self.found(self.ROWS.clone().requires_grad_(), self.WEIGHT).grad_fn is not None
        with torch.no_grad():
            assert self.found(self.ROWS.clone().requires_grad_(), self.WEIGHT).grad_fn is None


def test_a_head_rounds_on_the_way_back_only() -> None:
    layer = torch.nn.Linear(16, 40, bias=False)
    rows, plain = (random(6, 16, seed=1).requires_grad_() for _ in range(2))
    found = HalfHead(layer)(rows)
    torch.testing.assert_close(found, layer(plain))
    pull = random(6, 40, seed=2)
    (found * pull).sum().backward()
    (layer(plain) * pull).sum().backward()
    torch.testing.assert_close(rows.grad, plain.grad, atol=0.1, rtol=0.02)


@pytest.mark.parametrize(("kind", "near"), [(torch.float32, {}), (torch.bfloat16, {"atol": 0.15, "rtol": 0.02})])
def test_an_adapted_product_moves_as_its_parts_would(kind: torch.dtype, near: dict[str, float]) -> None:
    weight = random(24, 16, seed=1)
    ours, theirs = ([random(2, 5, 16, seed=2), random(4, 16, seed=3), random(24, 4, seed=4)] for _ in range(2))
    for given in (*ours, *theirs):
        given.requires_grad_()
    pull = random(2, 5, 24, seed=5)
    found = Adapted.apply(ours[0], weight.to(kind), *ours[1:])
    plain = linear(theirs[0], weight) + linear(linear(theirs[0], theirs[1]), theirs[2])
    torch.testing.assert_close(found, plain, **near)
    (found * pull).sum().backward()
    (plain * pull).sum().backward()
    for mine, its in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine.grad, its.grad, **near)
