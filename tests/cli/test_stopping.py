"""A conversation and the demo end when they are told to, and closed input or output is a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.cli.night import _teller
from assistant.cli.output import Output
from assistant.cli.unlock import Session
from assistant.paths import Home
from assistant.store import keys
from assistant.store.store import open_store
from tests.cli.test_words import ROOT, Shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
SLOW = """
import signal, sys
from assistant import wiring
from assistant.cli import main
from assistant.engine.scripted import ScriptedSpeaker
from assistant.memory.finder import NoFinder
signal.signal(signal.SIGINT, signal.default_int_handler)
wiring.make_speaker = lambda *_: ScriptedSpeaker(["word " * 2000], delay_s=0.02)
wiring.HostedFinder = NoFinder
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def shell(tmp_path: Path, key_file: Path) -> Shell:
    return Shell(tmp_path, key_file)


def slowly(shell: Shell, *words: str) -> subprocess.Popen[bytes]:
    """Attune with a model that takes its time."""
    return subprocess.Popen(
        [sys.executable, "-u", "-c", SLOW, *shell.head[3:], *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def read_until(process: subprocess.Popen[bytes], text: bytes) -> None:
    assert process.stdout is not None
    shown = b""
    while text not in shown:
        piece = process.stdout.read1(64)
        assert piece, shown
        shown += piece


@contextmanager
def telling_a_story(shell: Shell) -> Iterator[subprocess.Popen[bytes]]:
    """A conversation in the midst of its first answer."""
    shell.run("sliders")
    with slowly(shell, "chat") as talking:
        assert talking.stdin is not None
        talking.stdin.write(b"Tell me a story.\n")
        talking.stdin.flush()
        read_until(talking, b"word word")
        yield talking


@pytest.mark.parametrize("kind", ["SIGTERM", "SIGHUP"])
def test_a_conversation_that_the_system_ends_is_over_and_keeps_what_was_said(
    shell: Shell, kind: str, tmp_path: Path, key_file: Path
) -> None:
    with telling_a_story(shell) as talking:
        talking.send_signal(getattr(signal, kind))
        assert talking.wait(30) == 0, "although more could be typed"
        assert talking.stderr is not None
        assert b"Traceback" not in talking.stderr.read()
    home = Home(tmp_path / "home")
    with open_store(home, keys.unlock_with_key_file(home, key_file)) as store:
        turn = store.chats.turn(1)
    assert (turn.finish, turn.answer[:9]) == ("stopped", "word word")


def test_ctrl_c_stops_an_answer_and_the_conversation_goes_on(shell: Shell) -> None:
    with telling_a_story(shell) as talking:
        talking.send_signal(signal.SIGINT)
        read_until(talking, b"You: ")
        _, told = talking.communicate(b"/quit\n", timeout=30)
    assert (talking.returncode, told) == (0, b"")


@pytest.mark.parametrize("kind", ["SIGTERM", "SIGINT"])
def test_one_ctrl_c_ends_the_demo(shell: Shell, kind: str) -> None:
    with slowly(shell, "demo") as showing:
        read_until(showing, b"word word")
        showing.send_signal(getattr(signal, kind))
        _, told = showing.communicate(timeout=30)
    assert (showing.returncode, told) == (1, b"Stopped.\n")


@pytest.mark.parametrize(
    ("words", "closed", "said"),
    [("chat", 0, "nowhere to talk"), ("chat", 1, "nowhere to talk"), ("calibrate", 0, "no terminal")],
)
def test_without_input_or_output_there_is_a_sentence(shell: Shell, words: str, closed: int, said: str) -> None:
    shell.run("sliders")
    code = f"import os, sys; os.close({closed}); os.execv(sys.executable, {[*shell.head, words]!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert "unexpected" not in done.stderr


def test_a_night_goes_on_where_nobody_can_hear_how_far_it_is(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    for as_json in (True, False):
        _teller(Session(home=home, key_file=None, output=Output(as_json=as_json)))("learning", 1, 10, 60.0)
