"""How long nobody touched the computer, by what each desktop says; nothing is made up where it says nothing."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.engine import presence

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktops of Linux")
Say = Callable[[str, str], None]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Stand-ins for the programs that ask a desktop, on Wayland; none of the real ones is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    def program(name: str, words: str) -> None:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\nprintf '{words}'\n", encoding="ascii")
        path.chmod(0o700)

    return program


def test_gnome_says_it(say: Say) -> None:
    say("gdbus", "(uint64 65123,)\\n")
    say("busctl", "b false\\nt 5000000\\n")
    assert presence.idle_s() == 65.123


def test_others_say_it_by_the_hint_of_their_session(say: Say) -> None:
    since = int((time.monotonic() - 700) * 1e6)
    say("busctl", f"b true\\nt {since}\\n")
    idle_s = presence.idle_s()
    assert idle_s is not None
    assert 700 <= idle_s < 720
    say("busctl", f"b false\\nt {since}\\n")
    assert presence.idle_s() == 0.0, "they were idle once, and are not now"


@pytest.mark.parametrize("words", ["b false\\nt 0\\n", "", "b true\\nt 0\\n", "nonsense"])
def test_where_nobody_says_it_nothing_is_known(words: str, say: Say) -> None:
    say("busctl", words)
    assert presence.idle_s() is None


@pytest.mark.usefixtures("say")
def test_without_the_programs_nothing_is_known() -> None:
    assert presence.idle_s() is None


def test_a_display_that_does_not_answer_says_nothing(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("DISPLAY", ":987")
    assert presence.idle_s() is None
    say("busctl", "b false\\nt 7\\n")
    assert presence.idle_s() == 0.0


def test_without_a_display_nobody_sits_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert presence.idle_s() == math.inf
