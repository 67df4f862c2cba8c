"""Products with frozen weights, rounded to bfloat16, as torch's functions and layers. Importing it imports torch."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.nn.functional import linear


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
        """Gradients of the rows and of the adapter's two matrices; the frozen weights have none."""
        flat, inner, weight, a, b = ctx.saved_tensors
        each = gradient.reshape(-1, gradient.shape[-1])
        back = each @ b
        to_rows = None
        if ctx.needs_input_grad[0]:
            to_rows = (each.bfloat16() @ weight).float().addmm_(back, a).view(*gradient.shape[:-1], -1)
        return to_rows, None, back.T @ flat, each.T @ inner


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
