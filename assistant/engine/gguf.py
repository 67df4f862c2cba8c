"""Looks at a model file before anything else reads it, to see whether it is one, and which."""

from __future__ import annotations

import hashlib
import os
import struct
from pathlib import Path

from assistant.errors import ModelMissing

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_TENSORS = 100_000
MOST_ENTRIES = 10_000
SAMPLES = 64
SAMPLE_BYTES = 1 << 16


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


def fingerprint(path: Path) -> str:
    """What an adapter is bound to: SHA-256, in hex, over the file's size and 64 pieces of 64 KiB from all over it.

    Reading all of a file of many gigabytes would cost seconds at every start; two files that
    differ in their weights differ in some of these pieces. Empty where the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            digest.update(size.to_bytes(8))
            for sample in range(SAMPLES):
                file.seek(max(0, size - SAMPLE_BYTES) * sample // (SAMPLES - 1))
                digest.update(file.read(SAMPLE_BYTES))
    except OSError:
        return ""
    return digest.hexdigest()


def check_content(path: Path, sha256: str, *, name: str) -> None:
    """Raises ModelMissing unless all of the file is what it should be; reading it takes a second for a few gigabytes.

    Args:
        sha256: in hex, over the whole file.
        name: of the model, for the sentence.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise ModelMissing(f"The file of {name} cannot be read.", "Install Attune again.") from None
    if found != sha256:
        raise ModelMissing(f"The file of {name} is not what it should be.", "Install Attune again.")
