"""How long the computer has been left alone, as far as it says."""

from __future__ import annotations

import ctypes
import ctypes.util
import math
import os
import re
import subprocess
import sys

ASKING_S = 5.0


def idle_s() -> float:
    """Seconds since keyboard or mouse was last touched; infinite where nobody sits, 0 where nobody can tell.

    Tried on Linux with X11 only; GNOME on Wayland, macOS and Windows follow what their makers document.
    """
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    if os.environ.get("WAYLAND_DISPLAY"):
        return _gnome()
    if os.environ.get("DISPLAY"):
        return _x11()
    return math.inf


def _x11() -> float:
    class Info(ctypes.Structure):
        _fields_ = [  # the shape of XScreenSaverInfo
            ("window", ctypes.c_ulong),
            ("state", ctypes.c_int),
            ("kind", ctypes.c_int),
            ("til_or_since", ctypes.c_ulong),
            ("idle", ctypes.c_ulong),
            ("event_mask", ctypes.c_ulong),
        ]

    names = [ctypes.util.find_library(name) for name in ("X11", "Xss")]
    if not all(names):
        return 0.0
    x11, xss = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    xss.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(Info)]
    display = x11.XOpenDisplay(None)
    if not display:
        return 0.0
    try:
        info = Info()
        found = xss.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info))
        return info.idle / 1000 if found else 0.0
    finally:
        x11.XCloseDisplay(display)


def _gnome() -> float:
    monitor = "org.gnome.Mutter.IdleMonitor"
    said = _said(
        "gdbus", "call", "--session", "--dest", monitor,
        "--object-path", "/org/gnome/Mutter/IdleMonitor/Core", "--method", f"{monitor}.GetIdletime",
    )  # fmt: skip
    found = re.search(r"(\d+),?\)", said)
    return int(found.group(1)) / 1000 if found else 0.0


def _macos() -> float:
    found = re.search(r'"HIDIdleTime" = (\d+)', _said("ioreg", "-c", "IOHIDSystem"))
    return int(found.group(1)) / 1e9 if found else 0.0


def _windows() -> float:
    class Info(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("time", ctypes.c_uint)]  # LASTINPUTINFO

    info = Info(ctypes.sizeof(Info), 0)
    windows = ctypes.windll  # type: ignore[attr-defined]
    if not windows.user32.GetLastInputInfo(ctypes.byref(info)):
        return 0.0
    # both count milliseconds in 32 bits and begin anew after 49 days
    return float((windows.kernel32.GetTickCount() - info.time) % 2**32 / 1000)


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=ASKING_S, check=False).stdout  # noqa: S603  # our own words only
    except (OSError, subprocess.SubprocessError):
        return ""
