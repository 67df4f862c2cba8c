"""Holds spare references to True and False, which Qt's binding gives away more often than it takes them."""

from __future__ import annotations

import ctypes
import sys

SPARE = 200_000


def hold_spare_references() -> None:
    """Keep Python from ending the program when the last reference to True seems to be gone.

    Measured on PySide6 6.12 with Python 3.11: a window loses up to 60 references to True in a short walk, of about
    6,500 there are. From Python 3.12 on the two live for ever (PEP 683) and nothing is done.
    """
    if sys.version_info >= (3, 12):
        return
    for value in (True, False):
        kept = ctypes.py_object(value)
        for _ in range(SPARE):
            ctypes.pythonapi.Py_IncRef(kept)
