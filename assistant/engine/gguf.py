"""Looks at the first bytes of a model file before anything else reads it."""

from __future__ import annotations

import struct
from pathlib import Path

from assistant.errors import ModelMissing

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_TENSORS = 100_000
MOST_ENTRIES = 10_000


def check_header(path: Path) -> None:
    """Raises ModelMissing unless the file begins like a GGUF with believable counts."""
    try:
        with path.open("rb") as file:
            head = file.read(24)
    except OSError:
        raise ModelMissing(f"The model file {path.name} cannot be read.", "Choose another model.") from None
    if len(head) < 24 or head[:4] != MAGIC:
        raise ModelMissing(f"{path.name} is not a model file (GGUF).", "Choose another file.")
    version, tensors, entries = struct.unpack("<IQQ", head[4:])
    if version not in VERSIONS or not 0 < tensors <= MOST_TENSORS or entries > MOST_ENTRIES:
        raise ModelMissing(f"{path.name} is damaged, or made by a program we do not know.", "Choose another file.")
