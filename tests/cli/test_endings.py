"""However a command ends - stopped, unheard, with letters nobody has - it says one sentence and loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import catalogue
from assistant.engine.catalogue import Model
from assistant.errors import ModelMissing
from assistant.paths import Home
from assistant.settings import Settings
from assistant.store import keys
from assistant.store.store import open_store
from assistant.wiring import make_speaker
from tests.cli.test_words import ROOT, Shell

pytestmark = pytest.mark.model


@pytest.fixture
def shell(tmp_path: Path, key_file: Path) -> Shell:
    return Shell(tmp_path, key_file)


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("kind", ["SIGTERM", "SIGHUP"])
def test_an_answer_that_the_system_stops_is_kept_as_far_as_it_came(
    shell: Shell, kind: str, tmp_path: Path, key_file: Path
) -> None:
    shell.run("sliders")
    with subprocess.Popen(
        [*shell.head, "ask", "Write a very long story about the sea.", "--no-memory", "--seed", "1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asking:
        assert asking.stdout is not None
        assert asking.stdout.read(20)
        asking.send_signal(getattr(signal, kind))
        _, told = asking.communicate(timeout=60)
    assert b"Traceback" not in told
    home = Home(tmp_path / "home")
    with open_store(home, keys.unlock_with_key_file(home, key_file)) as store:
        turn = store.chats.turn(1)
    assert turn.finish == "stopped"
    assert len(turn.answer) >= 20


def test_a_failure_that_nobody_hears_is_no_traceback(shell: Shell) -> None:
    shell.run("sliders")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*shell.head, "--json", "memory", "forget", "99"], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"no preference 99" in done.stderr


def test_letters_that_a_terminal_lacks_are_written_as_numbers(shell: Shell) -> None:
    shell.run("memory", "add", "I like 🍯 and crème.")
    old = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for words, told in ((["memory", "list"], "\\U0001f36f"), (["--json", "memory", "list"], "\\ud83c\\udf6f")):
        done = subprocess.run([*shell.head, *words], cwd=ROOT, capture_output=True, text=True, env=old, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert told in done.stdout
    assert json.loads(done.stdout)["preferences"][0]["text"] == "I like 🍯 and crème."


def test_without_anything_to_read_from_or_a_place_it_says_so(shell: Shell) -> None:
    shell.run("sliders")
    code = f"import os, sys; os.close(0); os.execv(sys.executable, {[*shell.head, 'ask', '-']!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Nothing comes in to be read." in done.stderr
    lost = [*shell.head[:3], "--home", "~nosuchperson/attune", "memory", "list"]
    done = subprocess.run(lost, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "leads nowhere" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    done = subprocess.run([*shell.head[:3], "--home", "", "sliders"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2, "an empty name is not the usual home"


def test_a_preference_that_would_leave_no_room_is_not_kept(shell: Shell) -> None:
    assert "2000 letters at most; this one has 3000" in shell.fails("memory", "add", "word " * 600)
    assert shell.json("memory", "list")["preferences"] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_with_other_things_in_it_stays_as_open_as_it_is(tmp_path: Path, key_file: Path) -> None:
    shared = tmp_path / "home"
    shared.mkdir(mode=0o755)
    (shared / "letters.txt").touch()
    shell = Shell(tmp_path, key_file)
    assert shell.run("sliders").returncode == 0
    assert shared.stat().st_mode & 0o777 == 0o755
    (shared / "letters.txt").unlink()
    shell.run("sliders")
    assert shared.stat().st_mode & 0o777 == 0o700, "what is only ours is closed"


def test_a_model_that_is_not_the_file_it_should_be_does_not_speak(
    home: Home, monkeypatch: pytest.MonkeyPatch, embedded: Model, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.gguf"
    content = bytearray(embedded.path.read_bytes())
    content[-1000] ^= 1
    changed.write_bytes(content)
    monkeypatch.setattr(catalogue, "find", lambda *_: replace(embedded, path=changed))
    with closing(make_speaker(home, Settings())) as speaker, pytest.raises(ModelMissing, match="not what it should be"):
        speaker.count(["Hello"])
