"""What this computer has to offer a model: processor cores and free memory."""

from __future__ import annotations

import sys

import psutil


def physical_cores() -> int:
    """Cores this process may use, without hyper-threads, at least 1; decoding gains nothing from hyper-threads."""
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    # macOS cannot tie a process to cores, so there all of them count
    return min(cores, len(psutil.Process().cpu_affinity())) if hasattr(psutil.Process, "cpu_affinity") else cores


def free_memory_bytes() -> int:
    """Memory that a new process could use without pushing others out."""
    return int(psutil.virtual_memory().available)


def step_back() -> None:
    """Let every other program go first, on the processor and on the disk where that can be said."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.IDLE_PRIORITY_CLASS)
        process.ionice(psutil.IOPRIO_VERYLOW)
        return
    process.nice(19)
    if sys.platform == "linux":
        process.ionice(psutil.IOPRIO_CLASS_IDLE)
    # macOS has no priority for the disk that a program may set for itself without native code
