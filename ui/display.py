"""Whether a window can be opened here; asked before Qt itself finds out and ends the program with a page of text."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from pathlib import Path

PACKAGES = "libegl1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxkbcommon-x11-0"
"""Debian's and Ubuntu's, for the window."""


def obstacle(environment: Mapping[str, str]) -> str | None:
    """What keeps a window from being opened, and what to do, in plain words; None when nothing does.

    On Windows and macOS there is always a display, and Qt's wheels bring all that they need.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    platform = environment.get("QT_QPA_PLATFORM", "")
    if not platform and not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        return "There is no display to open a window on. `attune chat` talks here; `attune demo` shows it all."
    library = _missing_from_qt()
    is_x11 = platform.startswith("xcb") or not (platform or environment.get("WAYLAND_DISPLAY"))
    if library is None and is_x11 and (plugin := _plugins() / "libqxcb.so").exists():
        library = missing(plugin)
    if library is not None:
        return (
            f"The window needs a library of the system that is not there: {library}. "
            f"On Debian or Ubuntu: sudo apt install {PACKAGES}. Until then `attune chat` talks in a terminal."
        )
    if is_x11 and not _answers(environment.get("DISPLAY", "")):
        return "The display that DISPLAY names cannot be reached. `attune chat` talks in a terminal."
    return None


def missing(path: Path) -> str | None:
    """The first library that the one at this path needs in vain; None when it loads."""
    try:
        ctypes.CDLL(str(path))
    except OSError as problem:
        return _named(problem)
    return None


def _answers(display: str) -> bool:
    """True when an X server answers under this name."""
    xcb = ctypes.CDLL("libxcb.so.1")  # libqxcb has loaded it
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _missing_from_qt() -> str | None:
    try:
        import PySide6.QtWidgets  # noqa: F401  # whether it loads is all that is asked
    except ImportError as problem:
        return _named(problem)
    return None


def _plugins() -> Path:
    from PySide6.QtCore import QLibraryInfo

    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def _named(problem: Exception) -> str:
    """The loader says "NAME: cannot open shared object file: No such file or directory"."""
    return str(problem).partition(":")[0]
