"""What was forgotten is gone from every table, index, page and file; what is kept is readable nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from assistant.paths import Home
from assistant.records import Sources, UsedMemory
from assistant.store.connection import Connection
from assistant.store.migrations import is_search_sound
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey

pytestmark = pytest.mark.trust
Raw = Callable[[], Connection]
PAGE = 4096
TYPED = "zanzibarquokka"
VECTOR = b"\x11\x22\x33\x44zanzibarvector"


def decrypted(home: Home, key: StoreKey) -> bytes:
    """The bytes of every page under the encryption, free space included.

    A page of SQLCipher 4 ends with 16 bytes of IV and 64 of HMAC; the first one begins with the salt.
    """
    content, under = home.store.read_bytes(), []
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        hidden, vector = page[16 if start == 0 else 0 : PAGE - 80], page[PAGE - 80 : PAGE - 64]
        reader = Cipher(AES(key.raw), CBC(vector)).decryptor()
        under.append(reader.update(hidden) + reader.finalize())
    return b"".join(under)


def cells(connection: Connection) -> list[bytes]:
    """Every value of every table, the search indexes' own tables included."""
    found = []
    for row in connection.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ):
        for values in connection.pairs(f"SELECT * FROM {row['name']}"):  # noqa: S608  # from the schema
            found += [value if isinstance(value, bytes) else str(value).encode() for value in values]
    return found


def fill(store: Store) -> tuple[int, int]:
    """A secret said as a preference in two versions and asked about in a chat, among much else."""
    store.preferences.add_many(f"harmless {number} about things" for number in range(300))
    first = store.preferences.add(f"{TYPED} one", quote=f"{TYPED} said")
    second = store.preferences.edit(first.id, f"{TYPED} two")
    store.preferences.put_vectors("m", [(second.id, VECTOR)])
    chat = store.chats.start()
    store.chats.save_draft(chat.id, f"{TYPED} draft")
    used = Sources(memories=(UsedMemory(second.id, second.text, 0.5, "why"),))
    turn = store.chats.begin_turn(chat.id, parent=None, question=f"{TYPED}?", seed=1, sources=used)
    store.chats.finish_turn(turn.id, answer=f"{TYPED}! " * 2000, finish="stop", stats=None)
    store.ratings.rate(turn.id, verdict="up", reasons=(TYPED,), better=TYPED, sliders={}, space="personal")
    store.preferences.add_many(f"later {number} about things" for number in range(300))
    return second.id, chat.id


def test_forgetting_leaves_nothing_in_any_cell(store: Store, raw: Raw) -> None:
    preference, chat = fill(store)
    looking = raw()
    assert any(TYPED.encode() in cell for cell in cells(looking)), "the search can find something"
    assert any(VECTOR in cell for cell in cells(looking))
    store.preferences.forget(preference)
    assert not any(VECTOR in cell for cell in cells(looking))
    store.chats.delete(chat)
    left = [cell for cell in cells(looking) if b"zanzibar" in cell]
    assert left == []
    assert is_search_sound(looking)


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_no_file_holds_what_was_typed(store: Store, home: Home, ending: str) -> None:
    fill(store)
    content = home.store.with_name(home.store.name + ending).read_bytes()
    assert len(content) > 10_000
    for words in (TYPED, "harmless 7", "later 9 about"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert words.encode(encoding) not in content


def test_forgetting_empties_the_log(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        preference, chat = fill(store)
        store.preferences.forget(preference)
        store.chats.delete(chat)
        assert home.store.with_name("store.db-wal").stat().st_size == 0


def test_pages_under_the_encryption(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        preference, chat = fill(store)
    assert TYPED.encode() in decrypted(home, key)
    with open_store(home, key) as store:
        store.preferences.forget(preference)
        store.chats.delete(chat)
    under = decrypted(home, key)
    assert b"harmless" in under
    for trace in (b"zanzibar", VECTOR, TYPED[:6].encode()):
        assert trace not in under
