"""Products with frozen weights, rounded to bfloat16, as torch's functions and layers. Importing it imports torch."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.nn.functional import linear

TOGETHER = 128
"""Rows whose logits are in memory at one time."""


class Adapted(Function):  # type: ignore[misc]  # torch says nothing of its types
    """rows W^T + (rows A^T) B^T, in one piece: nothing in between is written down twice."""

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, a: Tensor, b: Tensor) -> Tensor:
        """(..., inputs), (outputs, inputs), (rank, inputs), (outputs, rank) -> (..., outputs)."""
        flat = rows.reshape(-1, rows.shape[-1])
        inner = flat @ a.T
        found = linear(flat.bfloat16(), weight).float().addmm_(inner, b.T)
        ctx.save_for_backward(flat, inner, weight, a, b)
        return found.view(*rows.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, None, Tensor, Tensor]:
        """Gradients of the rows and of the adapter's two matrices; the frozen weights have none.

        With the few rows of the adapter's matrices first, its products take a third of the time.
        """
        flat, inner, weight, a, b = ctx.saved_tensors
        each = gradient.reshape(-1, gradient.shape[-1])
        back = (b.T @ each.T).T
        to_rows = None
        if ctx.needs_input_grad[0]:
            to_rows = (each.bfloat16() @ weight).float().addmm_(back, a).view(*gradient.shape[:-1], -1)
        return to_rows, None, back.T @ flat, (inner.T @ each).T


class Head(Function):  # type: ignore[misc]
    """rows W^T, exact going forward; only the gradient that comes back is rounded."""

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, half: Tensor) -> Tensor:
        """(..., inputs), (vocabulary, inputs), the same in bfloat16 -> (..., vocabulary)."""
        ctx.save_for_backward(half)
        return linear(rows, weight)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        """The gradient of the rows."""
        (half,) = ctx.saved_tensors
        return (gradient.bfloat16() @ half).float(), None, None


class Said(Function):  # type: ignore[misc]
    """log softmax(rows W^T) of one token for each row; neither the logits nor their gradient are kept.

    The gradient of a row is the weight of what was said less the mean weight of what might have been said, so that
    it is known going forward (as in Wijmans et al. 2024, cut cross-entropy). That mean is rounded, the value is not.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, half: Tensor, said: Tensor) -> Tensor:
        """(rows, inputs), (vocabulary, inputs), the same in bfloat16 or not, (rows,) ids -> (rows,)."""
        found, means = [], []
        for part, ids in zip(rows.split(TOGETHER), said.split(TOGETHER), strict=True):
            logits = linear(part, weight)
            whole = logits.logsumexp(-1, keepdim=True)
            found.append(logits.gather(-1, ids[:, None]) - whole)
            if ctx.needs_input_grad[0]:
                means.append((logits.sub_(whole).exp_().to(half.dtype) @ half).float())
        if means:
            ctx.save_for_backward(weight[said] - torch.cat(means))
        return torch.cat(found).squeeze(-1)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None, None]:
        """The gradient of the rows."""
        (each,) = ctx.saved_tensors
        return gradient[:, None] * each, None, None, None


class HalfHead(torch.nn.Module):  # type: ignore[misc]
    """A frozen layer of logits that keeps its weights in bfloat16 as well, for the way back."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.weight = layer.weight
        self.register_buffer("rounded", layer.weight.detach().bfloat16(), persistent=False)

    def forward(self, rows: Tensor) -> Tensor:
        """(..., inputs) -> (..., vocabulary), in float32."""
        found: Tensor = Head.apply(rows, self.weight, self.rounded)
        return found


class HalfLinear(torch.nn.Module):  # type: ignore[misc]
    """A frozen linear layer that multiplies in bfloat16."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.register_buffer("weight", layer.weight.detach().bfloat16(), persistent=False)
        self.bias = layer.bias

    def forward(self, rows: Tensor) -> Tensor:
        """(..., inputs) -> (..., outputs), in float32."""
        found = linear(rows.bfloat16(), self.weight).float()
        return found if self.bias is None else found + self.bias
