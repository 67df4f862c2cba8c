"""Products with frozen weights, whole or rounded to bfloat16, as torch's functions and layers. Importing it imports
torch."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function
from torch.nn.functional import linear

TOGETHER = 4096
"""Words of the vocabulary whose logits are in memory at one time."""


class Adapted(Function):  # type: ignore[misc]  # torch says nothing of its types
    """rows W^T + (rows A^T) B^T, in one piece: nothing in between is written down twice.

    Everything is multiplied as precisely as W is kept. Where that is bfloat16, both addends are rounded alike,
    relative to their own size, and added in float32: the second one is so small at first that it would be lost in a
    rounded sum.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, a: Tensor, b: Tensor) -> Tensor:
        """(..., inputs), (outputs, inputs), (rank, inputs), (outputs, rank) -> (..., outputs)."""
        flat = rows.reshape(-1, rows.shape[-1]).to(weight.dtype)
        inner = flat @ a.to(weight.dtype).T
        found = linear(flat, weight).float().addmm_(inner.float(), b.T)
        ctx.save_for_backward(flat, inner, weight, a, b)
        return found.view(*rows.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, None, Tensor, Tensor]:
        """Gradients of the rows and of the adapter's two matrices; the frozen weights have none."""
        flat, inner, weight, a, b = ctx.saved_tensors
        each = gradient.reshape(-1, gradient.shape[-1]).to(weight.dtype)
        back = each @ b.to(weight.dtype)
        to_rows = None
        if ctx.needs_input_grad[0]:
            to_rows = (each @ weight).float().addmm_(back.float(), a).view(*gradient.shape[:-1], -1)
        return to_rows, None, (back.T @ flat).float(), (inner.T @ each).T.float()


class Head(Function):  # type: ignore[misc]
    """rows W^T in float32; the gradient that comes back is rounded."""

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
    it is known going forward (as in Wijmans et al. 2024, cut cross-entropy). The vocabulary is gone through in parts,
    each of which stays in the processor's cache, and what was added up is scaled anew with each higher logit.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, half: Tensor, said: Tensor) -> Tensor:
        """(rows, inputs), (vocabulary, inputs), the same in bfloat16 or not, (rows,) ids -> (rows,)."""
        highest = rows.new_full((len(rows), 1), -torch.inf)
        chosen, whole, mean = torch.zeros_like(highest), torch.zeros_like(highest), torch.zeros_like(rows)
        begin = 0
        for part, rounded in zip(weight.split(TOGETHER), half.split(TOGETHER), strict=True):
            logits = linear(rows, part)
            place = (said - begin)[:, None]
            is_here = (place >= 0) & (place < len(part))
            chosen = torch.where(is_here, logits.gather(-1, place.clamp(0, len(part) - 1)), chosen)
            higher = torch.maximum(highest, logits.amax(-1, keepdim=True))
            lower = (highest - higher).exp_()
            each = logits.sub_(higher).exp_()
            whole = whole * lower + each.sum(-1, keepdim=True)
            if ctx.needs_input_grad[0]:
                mean.mul_(lower).add_(each.to(half.dtype) @ rounded)
            highest = higher
            begin += len(part)
        if ctx.needs_input_grad[0]:
            ctx.save_for_backward(weight[said] - mean / whole)
        return (chosen - highest - whole.log()).squeeze(-1)

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
