"""Multiplies with the frozen weights in half precision where this processor is faster so; all else stays exact."""

from __future__ import annotations

import ctypes
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Numbers of glibc's malloc.h."""
PROBE = (1024, 576, 1536)
"""Rows, inputs and outputs of the multiplication that is timed."""
CLEARLY = 1.3
"""Half precision has to be this many times as fast."""


def is_half_faster() -> bool:
    """True when bfloat16 matrices multiply clearly faster than float32 ones here; takes a fraction of a second."""
    import torch

    return _flops(torch.bfloat16) > CLEARLY * _flops(torch.float32)


def use_cores(count: int) -> None:
    """Compute on this many processor cores."""
    import torch

    torch.set_num_threads(count)


def keep_memory() -> None:
    """Let this process keep the memory that one step leaves for the next one; it ends with the night anyway.

    glibc gives large blocks back at once and asks for them anew: a quarter of each step went into that. macOS,
    Windows and musl have no such switch; there it changes nothing.
    """
    with suppress(OSError, AttributeError, TypeError):  # TypeError: Windows knows no library without a name
        allocator = ctypes.CDLL(None)
        allocator.mallopt(M_MMAP_MAX, 0)
        allocator.mallopt(M_TRIM_THRESHOLD, 2**31 - 1)


def halve(learned: Any) -> None:
    """Let the frozen linear layers of a peft model multiply in bfloat16; what the adapter adds is added in float32.

    An adapter's first changes are smaller than the rounding of a bfloat16 sum. With activations in bfloat16 most of
    them are lost; here only the products with frozen weights are rounded, and alike with the adapter and without.
    """
    import torch
    from torch.autograd import Function

    class Product(Function):  # type: ignore[misc]  # torch says nothing of its types
        @staticmethod
        def forward(ctx: Any, rows: Tensor, weight: Tensor) -> Tensor:
            ctx.save_for_backward(weight)
            return torch.nn.functional.linear(rows.bfloat16(), weight).float()

        @staticmethod
        def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
            (weight,) = ctx.saved_tensors
            return torch.matmul(gradient.bfloat16(), weight).float(), None

    class HalfLinear(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, linear: Any) -> None:
            super().__init__()
            self.in_features, self.out_features = linear.in_features, linear.out_features
            self.register_buffer("weight", linear.weight.detach().bfloat16(), persistent=False)
            self.bias = linear.bias

        def forward(self, rows: Tensor) -> Tensor:
            found: Tensor = Product.apply(rows, self.weight)
            return found if self.bias is None else found + self.bias

    for module in learned.modules():
        if hasattr(module, "lora_A") and isinstance(module.base_layer, torch.nn.Linear):
            module.base_layer = HalfLinear(module.base_layer)


def _flops(dtype: Any) -> float:
    import torch

    rows, inputs, outputs = PROBE
    one, other = torch.randn(rows, inputs).to(dtype), torch.randn(outputs, inputs).to(dtype)
    torch.nn.functional.linear(one, other)
    begun, times = time.perf_counter(), 0
    while time.perf_counter() - begun < 0.1:
        torch.nn.functional.linear(one, other)
        times += 1
    return times * 2.0 * rows * inputs * outputs / (time.perf_counter() - begun)
