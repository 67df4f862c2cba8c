"""What was forgotten is gone from every table, index, page and file; what is kept is readable nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.paths import Home
from assistant.records import Sources, UsedMemory
from assistant.store.connection import Connection
from assistant.store.migrations import is_search_sound
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey

pytestmark = pytest.mark.trust
Raw = Callable[[], Connection]
SECRET = "zanzibarquokka"
VECTOR = b"\x11\x22\x33\x44zanzibarvector"


def decrypted(home: Home, key: StoreKey) -> bytes:
    """The store's pages as they are under the encryption, free space included; for tests only."""
    target = home.root.parent / "decrypted.db"
    target.unlink(missing_ok=True)
    pages = []
    with Connection(home.store, key, guarded=False) as connection:
        # the pages as they lie, not a fresh export, which would leave free space behind
        connection.run("CREATE VIRTUAL TABLE temp.pages USING sqlite_dbpage(main)")
        pages = [row["data"] for row in connection.rows("SELECT data FROM temp.pages")]
    return b"".join(pages)


def cells(connection: Connection) -> list[bytes]:
    """Every value of every table, the search indexes' own tables included."""
    found = []
    for row in connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"):
        for values in connection.pairs(f"SELECT * FROM {row['name']}"):
            found += [value if isinstance(value, bytes) else str(value).encode() for value in values]
    return found


def fill(store: Store) -> tuple[int, int]:
    """A secret said as a preference in two versions and asked about in a chat, among much else."""
    store.preferences.add_many(f"harmless {number} about things" for number in range(300))
    first = store.preferences.add(f"{SECRET} one", quote=f"{SECRET} said")
    second = store.preferences.edit(first.id, f"{SECRET} two")
    store.preferences.put_vectors("m", [(second.id, VECTOR)])
    chat = store.chats.start()
    store.chats.save_draft(chat.id, f"{SECRET} draft")
    used = Sources(memories=(UsedMemory(second.id, second.text, 0.5, "why"),))
    turn = store.chats.begin_turn(chat.id, parent=None, question=f"{SECRET}?", seed=1, sources=used)
    store.chats.finish_turn(turn.id, answer=f"{SECRET}! " * 2000, finish="stop", stats=None)
    store.ratings.rate(turn.id, verdict="up", reasons=(SECRET,), better=SECRET, sliders={}, space="personal")
    store.preferences.add_many(f"later {number} about things" for number in range(300))
    return second.id, chat.id


def test_forgetting_leaves_nothing_in_any_cell(store: Store, raw: Raw) -> None:
    preference, chat = fill(store)
    looking = raw()
    assert any(SECRET.encode() in cell for cell in cells(looking)), "the search can find something"
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
    for words in (SECRET, "harmless 7", "later 9 about"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert words.encode(encoding) not in content


def test_forgetting_empties_the_log_and_leaves_no_word_in_the_pages(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        preference, chat = fill(store)
        store.preferences.forget(preference)
        store.chats.delete(chat)
        assert home.store.with_name("store.db-wal").stat().st_size == 0
    assert len(home.store.read_bytes()) > 100_000


def test_pages_under_the_encryption(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        preference, chat = fill(store)
    assert SECRET.encode() in decrypted(home, key)
    with open_store(home, key) as store:
        store.preferences.forget(preference)
        store.chats.delete(chat)
    under = decrypted(home, key)
    assert b"harmless" in under
    for trace in (b"zanzibar", VECTOR, SECRET[:6].encode()):
        assert trace not in under
