"""What this processor multiplies fastest, and how learning uses its cores and its memory."""

from __future__ import annotations

import ctypes
import time
from contextlib import suppress
from typing import Literal

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Numbers of glibc's malloc.h."""
PROBE = (1024, 576, 1536)
"""Rows, inputs and outputs of the multiplication that is timed."""
CLEARLY = 1.3
"""Half precision has to be this many times as fast."""


def is_half_faster() -> bool:
    """True when bfloat16 matrices multiply clearly faster than float32 ones here; takes a fraction of a second."""
    return operations_per_s("bfloat16", PROBE) > CLEARLY * operations_per_s("float32", PROBE)


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


def operations_per_s(precision: Literal["bfloat16", "float32"], shape: tuple[int, int, int]) -> float:
    """Multiplications and additions a second of a product of this shape: rows, inputs, outputs."""
    import torch

    rows, inputs, outputs = shape
    dtype = getattr(torch, precision)
    one, other = torch.randn(rows, inputs).to(dtype), torch.randn(outputs, inputs).to(dtype)
    torch.nn.functional.linear(one, other)
    begun, times = time.perf_counter(), 0
    while time.perf_counter() - begun < 0.1:
        torch.nn.functional.linear(one, other)
        times += 1
    return times * 2.0 * rows * inputs * outputs / (time.perf_counter() - begun)
