"""Multiplies with the frozen weights in half precision; what the adapter adds stays exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


def halve(learned: Any) -> None:
    """Let the frozen linear layers of a peft model multiply in bfloat16; what the adapter adds is added in float32.

    An adapter's first changes are smaller than the rounding of a bfloat16 sum. With activations in bfloat16 most of
    them are lost; here only the products with frozen weights are rounded, and alike with the adapter and without.
    The logits are exact; only the gradient that comes back from them is rounded.
    """
    import torch
    from torch.autograd import Function
    from torch.nn.functional import linear

    class Adapted(Function):  # type: ignore[misc]  # torch says nothing of its types
        """rows W^T + (rows A^T) B^T, in one piece: nothing in between is written down twice."""

        @staticmethod
        def forward(ctx: Any, rows: Tensor, weight: Tensor, a: Tensor, b: Tensor) -> Tensor:
            flat = rows.reshape(-1, rows.shape[-1])
            inner = flat @ a.T
            found = linear(flat.bfloat16(), weight).float().addmm_(inner, b.T)
            ctx.save_for_backward(flat, inner, weight, a, b)
            return found.view(*rows.shape[:-1], -1)

        @staticmethod
        def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, None, Tensor, Tensor]:
            flat, inner, weight, a, b = ctx.saved_tensors
            each = gradient.reshape(-1, gradient.shape[-1])
            back = each @ b
            to_rows = None
            if ctx.needs_input_grad[0]:
                to_rows = (each.bfloat16() @ weight).float().addmm_(back, a).view(*gradient.shape[:-1], -1)
            return to_rows, None, back.T @ flat, each.T @ inner

    class Head(Function):  # type: ignore[misc]
        @staticmethod
        def forward(ctx: Any, rows: Tensor, weight: Tensor, half: Tensor) -> Tensor:
            ctx.save_for_backward(half)
            return linear(rows, weight)

        @staticmethod
        def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
            (half,) = ctx.saved_tensors
            return (gradient.bfloat16() @ half).float(), None, None

    class HalfLinear(torch.nn.Module):  # type: ignore[misc]
        """A frozen layer."""

        def __init__(self, layer: Any) -> None:
            super().__init__()
            self.in_features, self.out_features = layer.in_features, layer.out_features
            self.register_buffer("weight", layer.weight.detach().bfloat16(), persistent=False)
            self.bias = layer.bias

        def forward(self, rows: Tensor) -> Tensor:
            found = linear(rows.bfloat16(), self.weight).float()
            return found if self.bias is None else found + self.bias

    def adapted(layer: Any) -> Any:
        def forward(rows: Tensor) -> Tensor:
            if layer.disable_adapters:
                frozen: Tensor = layer.base_layer(rows)
                return frozen
            a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight * layer.scaling["default"]
            found: Tensor = Adapted.apply(rows, layer.base_layer.weight, a, b)
            return found if layer.base_layer.bias is None else found + layer.base_layer.bias

        return forward

    for layer in learned.modules():
        if hasattr(layer, "lora_A") and isinstance(layer.base_layer, torch.nn.Linear):
            layer.base_layer = HalfLinear(layer.base_layer)
            layer.forward = adapted(layer)
    head = learned.get_base_model().lm_head
    half = head.weight.detach().bfloat16()
    head.forward = lambda rows: Head.apply(rows, head.weight, half)
