"""What this computer has to offer a model: processor cores and free memory."""

from __future__ import annotations

import psutil


def physical_cores() -> int:
    """Cores without hyper-threads, at least 1; decoding gains nothing from hyper-threads."""
    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def free_memory_bytes() -> int:
    """Memory that a new process could use without pushing others out."""
    return int(psutil.virtual_memory().available)
