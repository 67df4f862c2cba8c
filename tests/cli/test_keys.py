"""`attune keys` as a person types it, in a terminal of its own where words are typed unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import WrongKey
from assistant.paths import Home
from assistant.store import keys
from assistant.store.keys import StoreKey
from tests.cli.test_words import Shell

IN_A_TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"


def type_at(shell: Shell, *words: str, answers: dict[str, str]) -> str:
    """What a terminal shows when each prompt is answered as it comes; echoes included, if there were any."""
    with subprocess.Popen(
        [sys.executable, "-c", IN_A_TERMINAL, *shell.head, *words],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        seen = b""
        for prompt, answer in answers.items():
            while not seen.endswith(prompt.encode()):
                came = os.read(program.stdout.fileno(), 1024)
                assert came, seen
                seen += came
            program.stdin.write(answer.encode() + b"\n")
            program.stdin.flush()
        rest, _ = program.communicate(timeout=60)
    return (seen + rest).decode()


@pytest.fixture
def shell(tmp_path: Path, key: StoreKey, key_file: Path) -> Shell:
    assert key
    return Shell(tmp_path, key_file)


def test_the_ways_in_are_listed(shell: Shell) -> None:
    assert [way["name"] for way in shell.json("keys")["ways"]] == ["recovery", "file"]
    assert "recovery code" in shell.run("keys").stdout


def test_a_new_recovery_code_opens_the_store_and_the_earlier_one_no_more(
    shell: Shell, home: Home, key: StoreKey
) -> None:
    first = shell.json("keys", "recovery-code")["recovery_code"]
    assert keys.unlock_with_recovery_code(home, first) == key
    done = shell.run("keys", "recovery-code")
    second = done.stdout.strip()
    assert "only now" in done.stderr
    assert second not in done.stderr
    assert keys.unlock_with_recovery_code(home, second) == key
    with pytest.raises(WrongKey):
        keys.unlock_with_recovery_code(home, first)


@pytest.mark.skipif(os.name != "posix", reason="a terminal to type in is made as POSIX makes it")
def test_a_passphrase_is_added_and_changed_and_never_shown(shell: Shell, home: Home, key: StoreKey) -> None:
    for words in ("three blind mice", "four blind mice"):
        seen = type_at(shell, "keys", "passphrase", answers={"New passphrase: ": words, "The same again: ": words})
        assert words not in seen
        assert keys.unlock_with_passphrase(home, words) == key
    with pytest.raises(WrongKey):
        keys.unlock_with_passphrase(home, "three blind mice")
    seen = type_at(shell, "keys", "passphrase", answers={"New passphrase: ": "five", "The same again: ": "six"})
    assert "differ" in seen
    assert keys.unlock_with_passphrase(home, "four blind mice") == key


def test_a_key_file_is_added_and_changed(shell: Shell, home: Home, key: StoreKey, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text("ab" * 32)
    other.chmod(0o600)
    assert "no earlier one" in shell.run("keys", "key-file", str(other)).stderr
    assert keys.unlock_with_key_file(home, other) == key
    assert "does not open" in shell.fails("sliders")


@pytest.mark.skipif(os.name != "posix", reason="a terminal to type in is made as POSIX makes it")
def test_a_way_is_removed(shell: Shell, home: Home) -> None:
    type_at(shell, "keys", "passphrase", answers={"New passphrase: ": "one", "The same again: ": "one"})
    done = shell.run("keys", "remove", "passphrase")
    assert "a passphrase that you know opens Attune no more" in done.stderr
    assert [way["name"] for way in shell.json("keys")["ways"]] == ["recovery", "file"]
    with pytest.raises(WrongKey):
        keys.unlock_with_passphrase(home, "one")


def test_what_cannot_be_done_is_said(shell: Shell, tmp_path: Path, key_file: Path) -> None:
    assert "terminal" in shell.fails("keys", "passphrase", typed="")
    empty = Shell(tmp_path / "elsewhere", key_file)
    assert "no store" in empty.fails("keys")
    assert "no store" in empty.fails("keys", "recovery-code")
    assert "keys key-file FILE" in shell.fails("keys", "key-file")
    assert "takes no name" in shell.fails("keys", "recovery-code", "some.key")
    assert "no way passphrase" in shell.fails("keys", "remove", "passphrase")
    assert "always stays" in shell.fails("keys", "remove", "recovery")
    for words in (("remove",), ("remove", "window")):
        assert "There are: keyring" in shell.fails("keys", *words)
    assert "leads nowhere" in shell.fails("keys", "key-file", "~nosuchperson/k")
    assert not (tmp_path / "elsewhere").exists()
