"""Holds spare references to None, True and False, which Qt's binding gives away more often than it takes them."""

from __future__ import annotations

import ctypes
import sys

SPARE = 1 << 40
FEW = 16
"""References that come and go while one is counted."""


def hold_spare_references() -> None:
    """Keep Python from ending the program when the last reference to one of them seems to be gone.

    Measured on PySide6 6.12 with Python 3.11: every call of a method that returns nothing (`setText`, `start` of a
    timer) loses a reference to None, of which a small program has five thousand, and every signal that is sent one to
    True. From Python 3.12 on the three live for ever (PEP 683) and nothing is done; nor where an object does not begin
    with the count of its references, as in Python's own debug builds.
    """
    if sys.version_info >= (3, 12):
        return
    for value in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(value))
        if count.value < SPARE and 0 <= sys.getrefcount(value) - count.value <= FEW:
            count.value += SPARE
