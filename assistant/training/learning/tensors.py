"""What a GGUF file says about its model, and where its tensors are; the vocabulary is passed over.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

STRING, LIST = 8, 9
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""Value types of the format, as `struct` names them; strings and lists are read apart."""
ALIGNMENT = 32
"""Tensors begin at multiples of it where the file names no other number."""

Said = int | float | bool | str


@dataclass(frozen=True)
class Place:
    """Where a tensor lies in its file: shape as numpy counts (outermost first), type of its blocks, first byte."""

    shape: tuple[int, ...]
    kind: int
    offset: int


@dataclass(frozen=True)
class Contents:
    """What a file holds: single values by their key, and the places of its tensors by name."""

    values: Mapping[str, Said]
    places: Mapping[str, Place]


def read_contents(path: Path) -> Contents:
    """Reads a file whose header was checked.

    Raises:
        OSError: it cannot be opened.
        ValueError: it is not what the format says, or ends too early.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        reading = _Reading(data)
        try:
            return reading.contents()
        except (struct.error, KeyError, ArithmeticError) as error:
            raise ValueError("the file is damaged") from error


def read_tensors(path: Path, contents: Contents) -> Iterator[tuple[str, Any]]:
    """Name and float32 numpy array of each tensor, one after another.

    Raises:
        ValueError: the file ends before its tensors do, or they are of a type that cannot be read.
    """
    import numpy as np
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, dequantize

    data = np.memmap(path, mode="c", dtype=np.uint8)  # copied where written: torch wants what it could write
    for name, place in contents.places.items():
        kind = GGMLQuantizationType(place.kind)
        values, size = GGML_QUANT_SIZES[kind]
        *outer, inner = place.shape
        row = inner // values * size
        whole = np.asarray(data[place.offset : place.offset + row * prod(outer)])
        yield name, dequantize(whole.reshape(*outer, row), kind).reshape(place.shape)


class _Reading:
    """Goes through a header once, from its first byte to its last."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = len(b"GGUF") + struct.calcsize("<I")

    def contents(self) -> Contents:
        tensors, entries = self._next("Q"), self._next("Q")
        values: dict[str, Said] = {}
        for _ in range(entries):
            key = self._string()
            value = self._value(self._next("I"))
            if value is not None:
                values[key] = value
        found = [self._place() for _ in range(tensors)]
        step = int(values.get("general.alignment", ALIGNMENT))
        begin = -(-self._at // step) * step
        return Contents(values, {name: Place(shape, kind, begin + offset) for name, shape, kind, offset in found})

    def _value(self, kind: int) -> Said | None:
        if kind == STRING:
            return self._string()
        if kind == LIST:
            self._pass_over(self._next("I"), self._next("Q"))
            return None
        value: Said = self._next(SCALARS[kind])
        return value

    def _pass_over(self, kind: int, count: int) -> None:
        if kind in SCALARS:
            self._at += count * struct.calcsize("<" + SCALARS[kind])
            return
        for _ in range(count):
            self._value(kind)

    def _place(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self._string()
        sizes = [self._next("Q") for _ in range(self._next("I"))]
        if 0 in sizes:
            raise ValueError("a tensor without values")
        return name, tuple(reversed(sizes)), self._next("I"), self._next("Q")

    def _string(self) -> str:
        size = self._next("Q")
        begin, self._at = self._at, self._at + size
        return self._data[begin : self._at].decode()

    def _next(self, form: str) -> Any:
        (value,) = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return value
