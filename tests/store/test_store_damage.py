"""A file that is not what was left there: said in one sentence, never replaced, never changed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import StoreDamaged, WrongKey
from assistant.paths import Home
from assistant.store.connection import Connection
from assistant.store.store import open_store
from assistant.store.storekey import StoreKey

Files = Callable[[], dict[str, bytes]]
PAGE = 4096


@pytest.fixture
def full(home: Home, key: StoreKey) -> Home:
    """A home whose store holds a few hundred pages and is closed."""
    with open_store(home, key) as store:
        store.preferences.add_many(f"preference {number} " + "tea " * 200 for number in range(300))
    assert home.store.stat().st_size > 50 * PAGE
    return home


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0x10
    path.write_bytes(content)


def refused(home: Home, key: StoreKey, files_of: Files) -> StoreDamaged:
    before = files_of()
    with pytest.raises(StoreDamaged) as caught:
        open_store(home, key)
    assert files_of() == before, "a damaged file is left as it is"
    assert caught.value.sentence.endswith(".")
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize("offset", [16, 17, 24, 100, 1000, 4000, 4095])
def test_flipped_bits_in_the_first_page(full: Home, key: StoreKey, files_of: Files, offset: int) -> None:
    flip(full.store, offset)
    refused(full, key, files_of)


@pytest.mark.parametrize("offset", [0, 7, 15])
def test_a_damaged_salt_does_not_matter_because_it_is_noted(full: Home, key: StoreKey, offset: int) -> None:
    flip(full.store, offset)
    with open_store(full, key) as store:
        assert len(store.preferences.list()) == 300
        store.preferences.add("still written to")
    with open_store(full, key) as store:
        assert len(store.preferences.list()) == 301


@pytest.mark.parametrize("keep", [1, 15, 16, 100, PAGE - 1, PAGE, PAGE + 1, 10 * PAGE])
def test_truncated(full: Home, key: StoreKey, files_of: Files, keep: int) -> None:
    full.store.write_bytes(full.store.read_bytes()[:keep])
    refused(full, key, files_of)


def test_empty_missing_or_replaced(full: Home, key: StoreKey, files_of: Files, tmp_path: Path) -> None:
    whole = full.store.read_bytes()
    full.store.unlink()
    assert "missing" in refused(full, key, files_of).sentence
    assert not full.store.exists()
    full.store.write_bytes(b"")
    assert "empty" in refused(full, key, files_of).sentence
    for other in (b"Dear diary, " * 1000, bytes(PAGE * 3), random.Random(1).randbytes(PAGE * 3)):
        full.store.write_bytes(other)
        refused(full, key, files_of)
    with closing(sqlite3.connect(tmp_path / "plain.db")) as plain:
        plain.execute("CREATE TABLE preferences (id INTEGER PRIMARY KEY, text TEXT)")
        plain.commit()
    shutil.copy(tmp_path / "plain.db", full.store)
    refused(full, key, files_of)
    full.store.write_bytes(whole)
    with open_store(full, key) as store:
        assert len(store.preferences.list()) == 300


def test_a_flipped_bit_further_in_is_noticed_before_anything_is_shown(full: Home, key: StoreKey) -> None:
    whole = full.store.read_bytes()
    chosen, noticed = random.Random(3), 0
    for _ in range(30):
        full.store.write_bytes(whole)
        flip(full.store, chosen.randrange(PAGE, len(whole)))
        try:
            with open_store(full, key) as store:
                assert [item.text for item in store.preferences.list()] == [
                    f"preference {number} " + "tea " * 200 for number in range(300)
                ]
                store.search.preferences("tea")
        except StoreDamaged:
            noticed += 1
    assert noticed > 15, "most of the pages are read here"


def test_the_key_of_another_store(full: Home, files_of: Files) -> None:
    before = files_of()
    with pytest.raises(WrongKey):
        open_store(full, StoreKey(bytes(range(32))))
    assert files_of() == before


def test_the_file_of_another_store(full: Home, key: StoreKey, files_of: Files, tmp_path: Path) -> None:
    from assistant.store import keys

    other = Home(tmp_path / "other")
    open_store(other, keys.create(other).key).close()
    shutil.copy(other.store, full.store)
    refused(full, key, files_of)


def test_a_store_that_was_never_begun_is_made(home: Home, key: StoreKey) -> None:
    home.store.touch()  # cut short right after the key was made
    with open_store(home, key) as store:
        store.preferences.add("tea")
    with open_store(home, key) as store:
        assert len(store.preferences.list()) == 1
    home.store.write_bytes(b"")
    with pytest.raises(StoreDamaged):
        open_store(home, key)


def test_it_is_encrypted(full: Home, files_of: Files) -> None:
    assert not full.store.read_bytes().startswith(b"SQLite")
    with closing(sqlite3.connect(full.store)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master").fetchall()
    for content in files_of().values():
        assert b"CREATE TABLE" not in content
        assert b"tea tea" not in content


def test_the_connection_that_makes_copies_needs_the_key_too(full: Home) -> None:
    with pytest.raises(StoreDamaged):
        Connection(full.store, StoreKey(bytes(32)), guarded=False)
