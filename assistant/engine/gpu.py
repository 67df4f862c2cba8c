"""How much of a model goes on graphics cards; what has no room there is left to the processor."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from assistant.engine import hardware, native
from assistant.errors import ModelMissing, ModelTooLarge

AUTO = "auto"
ALL = 1 << 15
"""Layers: more than any model has."""
RESERVE = 1 << 30
"""Bytes of each card that are left free, for scratch memory and other programs."""
_HAS_MEMORY, _SHARES_MEMORY = 1, 2
"""Kinds of device, of ggml-backend.h: cards with memory of their own, and those that share the processor's."""
Loaded = TypeVar("Loaded")


def layers(path: Path, wanted: int | str, *, tokens: int, further_tokens: int = 0) -> int:
    """How many layers of a model are for graphics cards, the one that picks words counted as one.

    Args:
        wanted: a number, or "auto": as many as have room, none where no card can be used.
        tokens: of context that are to have room beside them, at most what the model was trained with.
        further_tokens: of all other contexts.

    Raises:
        ModelMissing: llama.cpp does not accept the file.
    """
    if not native.library().llama_supports_gpu_offload():
        return 0
    if wanted != AUTO:
        return int(wanted)
    sketch = native.Model(path, gpu_layers=0, is_sketch=True)
    try:
        held = min(tokens, sketch.trained_context or tokens) + further_tokens
        found = layers_with_room(
            sketch.layers, weights=path.stat().st_size, cache=sketch.cache_bytes(held), room=room_bytes()
        )
        return ALL if found > sketch.layers else found
    finally:
        sketch.close()


def load(build: Callable[[int], Loaded], layers: int) -> Loaded:
    """What is built with so many layers on cards, or with none where they do not take them after all.

    Raises:
        ModelMissing: it cannot be built on the processor either.
        ModelTooLarge: likewise.
    """
    try:
        return build(layers)
    except (ModelMissing, ModelTooLarge):
        if not layers:
            raise
        return build(0)


def layers_with_room(blocks: int, *, weights: int, cache: int, room: int) -> int:
    """How many of a model's layers go into so many bytes.

    Args:
        blocks: of the model; the layer that picks words is one more.
        weights: bytes of all.
        cache: bytes of the KV cache of all.
    """
    each = (weights + cache) / (blocks + 1)
    return max(0, min(blocks + 1, int(room / each)))


def room_bytes() -> int:
    """Memory of the graphics cards that a model may take: what is free but for the reserve."""
    free, total, room = ctypes.c_size_t(), ctypes.c_size_t(), 0
    for device in _devices():
        _base().ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        room += max(0, free.value - RESERVE)
    return min(room, hardware.free_memory_bytes()) if shares_memory() else room


def shares_memory() -> bool:
    """True where what is on a card takes the processor's memory: on a Mac, and where there is no card of its own."""
    return sys.platform == "darwin" or all(_base().ggml_backend_dev_type(each) == _SHARES_MEMORY for each in _devices())


def name() -> str:
    """What drives the graphics card: "CUDA", "Metal", "Vulkan", …"""
    drivers = [_base().ggml_backend_reg_name(_base().ggml_backend_dev_backend_reg(each)) for each in _devices()]
    return {"MTL": "Metal"}.get(drivers[0].decode(), drivers[0].decode()) if drivers else "GPU"


def _devices() -> list[int]:
    """Handles of the cards with memory of their own, or else of those that share the processor's."""
    native.library()  # loaded first, and silenced
    all_of_them = [_ggml().ggml_backend_dev_get(number) for number in range(_ggml().ggml_backend_dev_count())]
    kinds = [(_base().ggml_backend_dev_type(device), device) for device in all_of_them]
    of_its_own = [device for kind, device in kinds if kind == _HAS_MEMORY]
    return of_its_own or [device for kind, device in kinds if kind == _SHARES_MEMORY]


@cache
def _ggml() -> Any:
    """llama.cpp's library that knows the devices; its Python package loads it and describes nothing of it."""
    from llama_cpp import _ggml

    library = _ggml.libggml
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    return library


@cache
def _base() -> Any:
    """The library that asks a device; Windows looks for a function in the very library that holds it."""
    from llama_cpp import _ctypes_extensions, _ggml

    library = _ctypes_extensions.load_shared_library("ggml-base", _ggml.libggml_base_path)
    number = ctypes.POINTER(ctypes.c_size_t)
    library.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    library.ggml_backend_dev_memory.restype = None
    library.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, number, number]
    library.ggml_backend_dev_backend_reg.restype = ctypes.c_void_p
    library.ggml_backend_dev_backend_reg.argtypes = [ctypes.c_void_p]
    library.ggml_backend_reg_name.restype = ctypes.c_char_p
    library.ggml_backend_reg_name.argtypes = [ctypes.c_void_p]
    return library
