"""Keys: made, wrapped, opened, added, removed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import KeyringUnavailable, UsageProblem, WrongKey
from assistant.paths import Home
from assistant.store import keys, recovery
from assistant.store.keyring_slot import ALLOWED, SystemKeyring, allowed_backends
from assistant.store.store import open_store
from assistant.store.storekey import StoreKey

Files = Callable[[], dict[str, bytes]]


def test_every_way_opens_the_same_store(home: Home, key_file: Path, ring: SystemKeyring) -> None:
    assert keys.slots(home) == frozenset()
    words = "Schöne Tasse"
    made = keys.create(home, keyring=True, passphrase=words, key_file=key_file, ring=ring)
    assert keys.slots(home) == {"keyring", "passphrase", "recovery", "file"}
    assert keys.unlock_with_keyring(home, ring=ring) == made.key
    assert keys.unlock_with_passphrase(home, "Scho\u0308ne Tasse") == made.key, "the same words from another keyboard"
    assert keys.unlock_with_recovery_code(home, made.recovery_code) == made.key
    assert keys.unlock_with_key_file(home, key_file) == made.key
    with pytest.raises(WrongKey):
        keys.unlock_with_passphrase(home, "schöne Tasse")


def test_no_key_is_ever_printed_or_kept_plain(home: Home, key_file: Path, ring: SystemKeyring, files_of: Files) -> None:
    made = keys.create(home, keyring=True, key_file=key_file, ring=ring)
    assert made.key.hexadecimal() not in repr(made) + str(made) + repr(made.key)
    assert made.recovery_code not in repr(made)
    open_store(home, made.key).close()
    secrets = [made.key.raw, made.key.hexadecimal().encode(), made.recovery_code.encode()]
    secrets += [recovery.plain(made.recovery_code).encode(), key_file.read_bytes()]
    for content in files_of().values():
        assert not any(secret in content for secret in secrets)


@pytest.mark.skipif(os.name != "posix", reason="no modes there")
def test_files_are_for_their_owner_only(home: Home, key_file: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(home, keys.create(home, key_file=key_file).key) as store:
            store.preferences.add("tea")
            modes = {path.name: path.stat().st_mode & 0o777 for path in home.root.iterdir()}
    finally:
        os.umask(before)
    assert set(modes) == {"store.db", "store.db-wal", "store.db-shm", "keyslots.json", "keyslots.copy.json"}
    assert set(modes.values()) == {0o600}


def test_a_key_has_32_bytes() -> None:
    for length in (0, 31, 33, 48):
        with pytest.raises(ValueError, match="32"):
            StoreKey(bytes(length))


# recovery code


@given(letters=st.lists(st.sampled_from(recovery.ALPHABET), min_size=28, max_size=28), data=st.data())
def test_a_recovery_code_is_read_forgivingly(letters: list[str], data: st.DataObject) -> None:
    code = "".join(letters)
    swaps = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(swaps.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", " ", "-", "\n", "–"]))
        for letter in code
    )
    assert recovery.plain(typed) == code


def test_recovery_codes_are_long_random_and_easy_to_copy() -> None:
    codes = {recovery.new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", code)


@pytest.mark.parametrize("code", ["", "hello", "0" * 27, "0" * 29, "U" * 28, "🙂" * 28, "\ud800" * 28, "0" * 28])
def test_a_wrong_recovery_code_is_refused(home: Home, key: StoreKey, code: str) -> None:
    assert key
    with pytest.raises(WrongKey):
        keys.unlock_with_recovery_code(home, code)


def test_a_new_recovery_code_ends_the_old(home: Home, key_file: Path) -> None:
    made = keys.create(home, key_file=key_file)
    code = keys.new_recovery_code(home, made.key)
    assert keys.unlock_with_recovery_code(home, code.lower()) == made.key
    with pytest.raises(WrongKey):
        keys.unlock_with_recovery_code(home, made.recovery_code)


# adding and removing


def test_ways_are_added_changed_and_removed(home: Home, key: StoreKey, tmp_path: Path, ring: SystemKeyring) -> None:
    keys.add_passphrase(home, key, "one")
    keys.add_passphrase(home, key, "two")
    assert keys.unlock_with_passphrase(home, "two") == key
    with pytest.raises(WrongKey):
        keys.unlock_with_passphrase(home, "one")
    keys.add_keyring(home, key, ring=ring)
    assert keys.unlock_with_keyring(home, ring=ring) == key
    another = tmp_path / "another"
    another.touch(mode=0o600)
    another.write_text("AB" * 32 + "\r\n")
    keys.add_key_file(home, key, another)
    assert keys.unlock_with_key_file(home, another) == key
    for kind in ("passphrase", "keyring", "file"):
        keys.remove_slot(home, key, kind, ring=ring)
    assert keys.slots(home) == {"recovery"}
    with pytest.raises(WrongKey):
        keys.unlock_with_keyring(home, ring=ring)
    with pytest.raises(UsageProblem):
        keys.remove_slot(home, key, "recovery")


def test_only_the_key_itself_changes_the_ways(home: Home, key: StoreKey, files_of: Files) -> None:
    before = files_of()
    other = StoreKey(bytes(32))
    assert other != key
    for change in (
        lambda: keys.add_passphrase(home, other, "x"),
        lambda: keys.new_recovery_code(home, other),
        lambda: keys.remove_slot(home, other, "file"),
        lambda: open_store(home, other),
    ):
        with pytest.raises(WrongKey):
            change()
    assert files_of() == before


@pytest.mark.parametrize("passphrase", ["", "  ", "\ud800"])
def test_an_empty_or_broken_passphrase_is_refused(home: Home, passphrase: str) -> None:
    with pytest.raises(UsageProblem):
        keys.create(home, passphrase=passphrase)
    assert keys.slots(home) == frozenset()


# key file


@pytest.mark.skipif(os.name != "posix", reason="no modes there")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_that_others_can_read_is_refused(home: Home, key: StoreKey, key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(UsageProblem) as caught:
        keys.unlock_with_key_file(home, key_file)
    assert "chmod 600" in caught.value.advice
    key_file.chmod(0o400)
    assert keys.unlock_with_key_file(home, key_file) == key


@pytest.mark.parametrize(
    "content", [b"", b"ab" * 31, b"ab" * 33, b"zz" * 32, b" " * 64, b"\xff" * 64, b"ab" * 32 + b"\n\n"]
)
def test_what_is_no_key_file_is_refused(home: Home, key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    with pytest.raises(UsageProblem):
        keys.create(home, key_file=key_file)
    assert list(home.root.iterdir()) == []


def test_a_missing_or_another_key_file(home: Home, key: StoreKey, key_file: Path) -> None:
    assert key
    with pytest.raises(UsageProblem):
        keys.unlock_with_key_file(home, key_file.parent / "none")
    with pytest.raises(UsageProblem):
        keys.unlock_with_key_file(home, key_file.parent)
    key_file.write_text("cd" * 32 + "\n")
    with pytest.raises(WrongKey):
        keys.unlock_with_key_file(home, key_file)


# keyring


def test_a_keyring_that_works(home: Home, ring: SystemKeyring) -> None:
    assert keys.keyring_problem(ring=ring) is None
    made = keys.create(home, keyring=True, ring=ring)
    assert keys.unlock_with_keyring(home, ring=ring) == made.key


@pytest.mark.parametrize("temper", ["is absent", "keeps nothing", "fails", "lies", "is locked", "hangs", "chats"])
def test_a_keyring_that_does_not(
    home: Home, temper: str, ring: SystemKeyring, ring_that: Callable[[str], SystemKeyring]
) -> None:
    bad = ring_that(temper)
    sentence = keys.keyring_problem(ring=bad)
    assert sentence is not None
    assert sentence.endswith(".")
    assert sentence.count(".") == 1
    with pytest.raises(KeyringUnavailable) as caught:
        keys.create(home, keyring=True, ring=bad)
    assert caught.value.advice
    assert caught.value.__cause__ is None
    assert list(home.root.iterdir()) == [], "nothing was made"
    made = keys.create(home, keyring=True, ring=ring)
    with pytest.raises(KeyringUnavailable):
        keys.unlock_with_keyring(home, ring=bad)
    assert keys.unlock_with_recovery_code(home, made.recovery_code) == made.key


def test_two_homes_share_a_keyring(home: Home, tmp_path: Path, ring: SystemKeyring) -> None:
    first = keys.create(home, keyring=True, ring=ring)
    second = keys.create(Home(tmp_path / "second"), keyring=True, ring=ring)
    assert keys.unlock_with_keyring(home, ring=ring) == first.key != second.key


def test_a_keyring_entry_of_somebody_else(
    home: Home, ring: SystemKeyring, ring_that: Callable[[str], SystemKeyring]
) -> None:
    made = keys.create(home, keyring=True, ring=ring)
    with pytest.raises(KeyringUnavailable):
        keys.unlock_with_keyring(home, ring=ring_that("lies"))
    keys.remove_slot(home, made.key, "keyring", ring=ring)
    assert "keyring" not in keys.slots(home)


def test_only_allowed_keyrings_are_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "evil_keyring.py").write_text("raise SystemExit('loaded')")
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=evil_keyring.Keyring\nkeyring-path={tmp_path}\n"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "evil_keyring.Keyring")
    monkeypatch.syspath_prepend(tmp_path)
    for backend in allowed_backends():
        assert (type(backend).__module__, type(backend).__name__) in ALLOWED
    assert isinstance(keys.keyring_problem(), str | None)
