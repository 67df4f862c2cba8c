"""Writes small LoRA adapters as GGUF bytes, field by field, for tests."""

from __future__ import annotations

import random
import struct

ALIGNMENT = 32
FLOAT32 = 0
STRING, FLOAT = 8, 6


def lora_gguf(*, layers: int, hidden: int, rows: int, seed: int, rank: int = 2, size: float = 0.4) -> bytes:
    """A LoRA on the feed-forward gates of a llama: A is [rank, hidden], B is [rows, rank], both random."""
    draw = random.Random(seed)
    tensors = []
    for layer in range(layers):
        for part, shape in (("lora_a", (hidden, rank)), ("lora_b", (rank, rows))):
            values = [draw.gauss(0, size) for _ in range(shape[0] * shape[1])]
            tensors.append((f"blk.{layer}.ffn_gate.weight.{part}", shape, struct.pack(f"<{len(values)}f", *values)))
    entries = [
        _text("general.type", "adapter"),
        _text("general.architecture", "llama"),
        _text("adapter.type", "lora"),
        _string("adapter.lora.alpha") + struct.pack("<If", FLOAT, float(rank)),
    ]
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(entries)) + b"".join(entries)
    place = 0
    for name, shape, data in tensors:
        head += _string(name) + struct.pack("<I", 2) + struct.pack("<QQ", *shape) + struct.pack("<IQ", FLOAT32, place)
        place += len(data) + -len(data) % ALIGNMENT
    head += b"\0" * (-len(head) % ALIGNMENT)
    return head + b"".join(data + b"\0" * (-len(data) % ALIGNMENT) for _, _, data in tensors)


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


def _text(name: str, value: str) -> bytes:
    return _string(name) + struct.pack("<I", STRING) + _string(value)
