"""What this processor multiplies fastest, and how learning uses its cores and its memory."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Numbers of glibc's malloc.h."""
PROBE = (1024, 576, 1536)
"""Rows, inputs and outputs of the multiplication that is timed."""
CLEARLY = 1.3
"""Half precision has to be this many times as fast."""
LONG_ENOUGH_S = 0.1
TOGETHER = 4
"""Multiplications between two looks at the clock."""


def device(needed: int = 0) -> str:
    """Where to learn: "cuda", "mps" or another accelerator that this torch can use, and "cpu" where there is none.

    Args:
        needed: bytes that must be free on it, where torch can say what is.
    """
    import torch

    if not torch.accelerator.is_available():
        return "cpu"
    kind: str = torch.accelerator.current_accelerator().type
    look = getattr(torch.get_device_module(kind), "mem_get_info", None)
    try:
        return "cpu" if look is not None and look()[0] < needed else kind
    except RuntimeError:  # it has no room even for being asked
        return "cpu"


def is_half_faster(where: str = "cpu") -> bool:
    """True when bfloat16 matrices multiply clearly faster than float32 ones there; takes a fraction of a second."""
    half, whole = (operations_per_s(kind, PROBE, where=where) for kind in ("bfloat16", "float32"))
    return half > CLEARLY * whole


@contextmanager
def rounding(*, is_on: bool) -> Iterator[None]:
    """Within it, where it is on, float32 products round what they multiply to bfloat16; their sums stay float32.

    Processors that cannot do that do not round.
    """
    import torch

    products = torch.backends.mkldnn.matmul
    before = products.fp32_precision
    products.fp32_precision = "bf16" if is_on else before
    try:
        yield
    finally:
        products.fp32_precision = before


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


def operations_per_s(
    precision: Literal["bfloat16", "float32"], shape: tuple[int, int, int], *, where: str = "cpu"
) -> float:
    """Multiplications and additions a second of a product of this shape: rows, inputs, outputs."""
    import torch

    def multiply(times: int) -> float:
        begun = time.perf_counter()
        for _ in range(times):
            torch.nn.functional.linear(one, other)
        if where != "cpu":
            torch.accelerator.synchronize()  # it only takes note of what to do
        return time.perf_counter() - begun

    rows, inputs, outputs = shape
    one, other = (
        torch.randn(size, device=where).to(getattr(torch, precision)) for size in ((rows, inputs), (outputs, inputs))
    )
    multiply(1)
    seconds, times = 0.0, 0
    while seconds < LONG_ENOUGH_S:
        seconds += multiply(TOGETHER)
        times += TOGETHER
    return times * 2.0 * rows * inputs * outputs / seconds
