"""`attune calibrate` in a real terminal: pairs are asked, choices kept, sliders set only where the person agrees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.calibrate import pair_lines
from assistant.paths import Home, find_home
from assistant.store import keys
from assistant.store.store import open_store
from assistant.taste.calibration import PAIRS

ROOT = Path(__file__).parent.parent.parent
IN_A_TERMINAL = """
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.dup2(os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT, 0o600), 1)
    os.execv(sys.executable, [sys.executable, *sys.argv[3:]])
shown, typed = b"", list(sys.argv[1])
try:
    while piece := os.read(terminal, 4096):
        shown += piece
        if typed and shown.rstrip(b" ").endswith((b"or s:", b"or n:")):
            os.write(terminal, typed.pop(0).encode().replace(b"D", b"\\x04") + b"\\n")
            shown += b"|"
except OSError:
    pass
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
terminal_only = pytest.mark.skipif(os.name != "posix", reason="POSIX terminals")


class Terminal:
    """Runs `attune` in a terminal, typing one letter at each question."""

    def __init__(self, folder: Path, key_file: Path) -> None:
        self.out = folder / "out"
        self.home: Home = find_home(str(folder / "home"))
        self.key_file = key_file
        self.head = ["-m", "assistant", "--home", str(self.home.root), "--key-file", str(key_file)]

    def type(self, letters: str, *words: str) -> tuple[str, str]:
        self.out.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", IN_A_TERMINAL, letters, str(self.out), *self.head, *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return self.out.read_text(encoding="utf-8"), done.stdout

    def json(self, letters: str, *words: str) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.type(letters, *words, "--json")[0])
        return made

    def levels(self) -> dict[str, int]:
        with open_store(self.home, keys.unlock_with_key_file(self.home, self.key_file)) as store:
            return store.sliders.levels()


@pytest.fixture
def terminal(tmp_path: Path, key_file: Path) -> Terminal:
    return Terminal(tmp_path, key_file)


def outside(terminal: Terminal, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *terminal.head, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        input="a\n" * 20,
        timeout=120,
        check=False,
    )


@terminal_only
def test_who_likes_it_short_gets_a_shorter_slider_once_they_agree(terminal: Terminal) -> None:
    shown, asked = terminal.type("a=====b===y", "calibrate")
    assert asked.count("or s:") == 10
    assert all(pair.question in shown for pair in PAIRS)
    assert "Both times you chose the answer that was shorter." in shown
    assert terminal.levels() == {"length": -2}


@terminal_only
def test_nothing_moves_without_a_yes_and_the_choices_are_kept(terminal: Terminal) -> None:
    found = terminal.json("xabsn", "calibrate")
    assert [(one["pair"], one["best"]) for one in found["choices"]] == [("egg", "A"), ("job", "B")]
    assert not found["set"]
    assert {one["name"]: one["level"] for one in found["proposals"]} == {
        "length": -1,
        "formality": -1,
        "warmth": 1,
        "detail": -1,
    }
    assert terminal.levels() == {}
    shown = outside(terminal, "calibrate", "--show", "--json")
    assert json.loads(shown.stdout)["choices"] == found["choices"]


@terminal_only
def test_skipping_at_once_keeps_what_was_chosen_before(terminal: Terminal) -> None:
    terminal.json("asn", "calibrate")
    again = terminal.json("s" + "n", "calibrate")
    assert [one["pair"] for one in again["choices"]] == ["egg"]
    assert not outside(terminal, "calibrate", "--forget").returncode
    assert json.loads(outside(terminal, "calibrate", "--show", "--json").stdout) == {
        "choices": [],
        "proposals": [],
        "set": False,
    }


@terminal_only
def test_the_end_of_input_skips_the_rest(terminal: Terminal) -> None:
    assert [one["pair"] for one in terminal.json("aDn", "calibrate")["choices"]] == ["egg"]


def test_without_a_terminal_it_is_one_plain_sentence(terminal: Terminal) -> None:
    done = outside(terminal, "calibrate")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no terminal" in done.stderr
    assert "attune sliders set" in done.stderr
    assert "Traceback" not in done.stderr
    assert not terminal.home.store.exists(), "nothing was made for a question that could not be asked"


@pytest.mark.parametrize("width", [40, 80])
def test_pairs_fit_the_terminal(width: int) -> None:
    for number, pair in enumerate(PAIRS, start=1):
        lines = pair_lines(pair, number, width=width)
        assert all(len(line) <= width for line in lines if pair.question not in line)
        words = " ".join(lines).split()
        assert all(word in words for word in (pair.a + " " + pair.b).split())
