"""The divergence of whole vocabularies with its gradient, known going forward. Importing it imports torch."""

from __future__ import annotations

from typing import Any

from torch import Tensor
from torch.autograd import Function


class Divergence(Function):  # type: ignore[misc]  # torch says nothing of its types
    """KL(teacher || student) of each row; what is of the vocabulary's size is written down as seldom as can be."""

    @staticmethod
    def forward(ctx: Any, student: Tensor, teacher: Tensor) -> Tensor:
        """(..., vocabulary) logits of both -> (...,) nats."""
        now, then = student.log_softmax(-1), teacher.log_softmax(-1)
        shares = then.exp()
        found = then.sub_(now).mul_(shares).sum(-1)
        if ctx.needs_input_grad[0]:
            ctx.save_for_backward(now.exp_().sub_(shares))
        return found

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        """The student's share of each word less the teacher's."""
        (apart,) = ctx.saved_tensors
        return gradient[..., None] * apart, None
