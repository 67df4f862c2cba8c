"""keyslots.json and its copy: one store a home, damage healed where it can be, and said where it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import StoreDamaged, StoreProblem
from assistant.paths import Home
from assistant.store import keys, keyslots
from assistant.store.store import open_store
from assistant.store.storekey import StoreKey

Files = Callable[[], dict[str, bytes]]


def test_there_is_one_store_a_home(home: Home, key: StoreKey, key_file: Path, files_of: Files) -> None:
    before = files_of()
    with pytest.raises(StoreProblem):
        keys.create(home, key_file=key_file)
    assert files_of() == before
    assert keys.unlock_with_key_file(home, key_file) == key


def damaged(content: bytes) -> list[bytes]:
    parsed = json.loads(content)
    parsed["kept"]["slots"]["file"]["wrapped"] = "00" * 48
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 1
    return [
        b"",
        b"{",
        content[:-5],
        bytes(flipped),
        json.dumps(parsed).encode(),
        b"[]",
        b"\xff\xfe",
        b"null",
        b"[" * 9999,
    ]


@pytest.mark.parametrize("case", range(9))
@pytest.mark.parametrize("which", ["keyslots", "keyslots_copy"])
def test_one_damaged_copy_is_healed_from_the_other(
    home: Home, key: StoreKey, key_file: Path, which: str, case: int
) -> None:
    path: Path = getattr(home, which)
    whole = path.read_bytes()
    path.write_bytes(damaged(whole)[case])
    assert keys.unlock_with_key_file(home, key_file) == key
    assert path.read_bytes() == whole
    path.unlink()
    assert keys.unlock_with_key_file(home, key_file) == key
    assert path.read_bytes() == whole


@pytest.mark.parametrize("case", range(9))
def test_two_damaged_copies_are_said_and_left_alone(
    home: Home, key: StoreKey, key_file: Path, case: int, files_of: Files
) -> None:
    open_store(home, key).close()
    for path in (home.keyslots, home.keyslots_copy):
        path.write_bytes(damaged(path.read_bytes())[case])
    before = files_of()
    for attempt in (
        lambda: keys.slots(home),
        lambda: keys.unlock_with_key_file(home, key_file),
        lambda: keys.create(home, key_file=key_file),
        lambda: open_store(home, key),
    ):
        with pytest.raises(StoreDamaged):
            attempt()
    assert files_of() == before


def test_missing_keyslots_beside_a_store_are_never_made_anew(
    home: Home, key: StoreKey, key_file: Path, files_of: Files
) -> None:
    open_store(home, key).close()
    home.keyslots.unlink()
    home.keyslots_copy.unlink()
    before = files_of()
    for attempt in (
        lambda: keys.slots(home),
        lambda: keys.create(home, key_file=key_file),
        lambda: open_store(home, key),
    ):
        with pytest.raises(StoreDamaged) as caught:
            attempt()
        assert "keyslots.json" in caught.value.sentence
    assert files_of() == before


def test_of_two_makers_one_wins(home: Home, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.store import keyslots

    won = keys.create(home, key_file=key_file)
    monkeypatch.setattr(keyslots, "read", lambda home: None)  # the other looked before the first had written
    with pytest.raises(StoreProblem):
        keys.create(home, key_file=key_file)
    monkeypatch.undo()
    assert keys.unlock_with_key_file(home, key_file) == won.key
    assert sorted(path.name for path in home.root.iterdir()) == ["keyslots.copy.json", "keyslots.json"]


def test_no_store_is_a_plain_sentence(home: Home, key_file: Path) -> None:
    with pytest.raises(StoreProblem) as caught:
        keys.unlock_with_key_file(home, key_file)
    assert caught.value.sentence.endswith(".")


def test_a_store_that_is_half_made_is_not_left_behind_with_a_code_that_nobody_saw(
    tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "new")
    whole = keyslots._written

    def full(path: Path, kept: keyslots.Keyslots) -> Path:
        if path == home.keyslots_copy:
            raise OSError("no space left")
        return whole(path, kept)

    with monkeypatch.context() as patched:
        patched.setattr(keyslots, "_written", full)
        with pytest.raises(StoreProblem, match="cannot be written"):
            keys.create(home, key_file=key_file)
    assert list(home.root.iterdir()) == []
    assert keys.create(home, key_file=key_file).recovery_code
