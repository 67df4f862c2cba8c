"""What keeps a window from opening is said in plain words, before Qt would end the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui import display

ROOT = Path(__file__).parent.parent.parent
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display"),
]


def test_without_a_display_it_says_what_works_instead() -> None:
    sentence = display.obstacle({})
    assert sentence is not None
    assert "no display" in sentence
    assert "attune chat" in sentence


def test_where_qt_needs_no_display_nothing_is_missing() -> None:
    assert display.obstacle({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_a_library_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert display.missing(Path("libc.so.6")) is None
    assert display.missing(Path("libnowhere.so.7")) == "libnowhere.so.7"
    (tmp_path / "libqxcb.so").write_text("no library")
    monkeypatch.setattr(display, "_plugins", lambda: tmp_path)
    sentence = display.obstacle({"DISPLAY": ":0"})
    assert sentence is not None
    assert "libqxcb.so" in sentence
    assert f"apt install {display.PACKAGES}" in sentence


def test_the_packages_are_those_of_the_readme() -> None:
    assert f"`{display.PACKAGES}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_display_that_is_not_reached_ends_in_one_sentence(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    }
    ended = subprocess.run(
        [sys.executable, "-m", "ui", "--home", str(tmp_path / "home")],
        cwd=ROOT,
        env={**environment, "DISPLAY": ":4711"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    # where the system lacks a library of Qt, that is said instead
    assert "cannot be reached" in ended.stderr or "apt install" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--home", "~nosuchperson/x"], "leads nowhere"),
        (["--key-file", "~nosuchperson/k"], "leads nowhere"),
        (["--home", ""], "--home"),
        (["--key-file", ""], "--key-file"),
    ],
)
def test_a_place_that_is_none_is_said_before_any_window(words: list[str], said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "ui", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    assert ended.returncode in (1, 2)
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
