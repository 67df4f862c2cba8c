"""How long the computer has been left alone, as far as it says."""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import math
import os
import re
import subprocess
import sys
import time

ASKING_S = 5.0


def idle_s() -> float | None:
    """Seconds since keyboard or mouse was last touched; infinite where nobody sits, None where the desktop hides it.

    On Wayland each desktop has its own way. GNOME says it; others only as far as they tell the system of an idle
    session, as Sway does with `swayidle idlehint`. KDE tells nobody: there `GetSessionIdleTime` refuses, or is always
    0 in older versions, so it is not asked. One look takes a few milliseconds of the processor.

    Tried on Linux with X11 only; the rest follows what its makers document.
    """
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _macos()
    if os.environ.get("WAYLAND_DISPLAY"):
        known = _gnome()
    elif os.environ.get("DISPLAY"):
        known = _x11()
    else:
        return math.inf
    return _session() if known is None else known


class _Info(ctypes.Structure):
    _fields_ = [  # the shape of XScreenSaverInfo
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    ]


@functools.cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL] | None:
    """X11 and its screen saver, which are searched for once: that takes processes of its own."""
    names = [ctypes.util.find_library(name) for name in ("X11", "Xss")]
    if not all(names):
        return None
    x11, xss = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    xss.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_Info)]
    return x11, xss


def _x11() -> float | None:
    if (libraries := _libraries()) is None:
        return None
    x11, xss = libraries
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        info = _Info()
        found = xss.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info))
        return info.idle / 1000 if found else None
    finally:
        x11.XCloseDisplay(display)


def _gnome() -> float | None:
    monitor = "org.gnome.Mutter.IdleMonitor"
    said = _said(
        "gdbus", "call", "--session", "--dest", monitor,
        "--object-path", "/org/gnome/Mutter/IdleMonitor/Core", "--method", f"{monitor}.GetIdletime",
    )  # fmt: skip
    found = re.search(r"(\d+),?\)", said)
    return int(found.group(1)) / 1000 if found else None


def _session() -> float | None:
    """By what the desktop told logind. Its hint comes late, after minutes without a touch, and so errs to the short.

    A session that has never been idle may be one whose desktop tells nothing.
    """
    said = _said(
        "busctl", "get-property", "org.freedesktop.login1", "/org/freedesktop/login1/session/auto",
        "org.freedesktop.login1.Session", "IdleHint", "IdleSinceHintMonotonic",
    )  # fmt: skip
    found = re.search(r"b (true|false)\s+t ([1-9]\d*)", said)
    if found is None:
        return None
    return max(0.0, time.monotonic() - int(found.group(2)) / 1e6) if found.group(1) == "true" else 0.0


def _macos() -> float | None:
    found = re.search(r'"HIDIdleTime" = (\d+)', _said("ioreg", "-c", "IOHIDSystem"))
    return int(found.group(1)) / 1e9 if found else None


def _windows() -> float | None:
    class Info(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("time", ctypes.c_uint)]  # LASTINPUTINFO

    info = Info(ctypes.sizeof(Info), 0)
    windows = ctypes.windll  # type: ignore[attr-defined]
    if not windows.user32.GetLastInputInfo(ctypes.byref(info)):
        return None
    # both count milliseconds in 32 bits and begin anew after 49 days
    return float((windows.kernel32.GetTickCount() - info.time) % 2**32 / 1000)


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=ASKING_S, check=False).stdout  # noqa: S603  # our own words only
    except (OSError, subprocess.SubprocessError):
        return ""
