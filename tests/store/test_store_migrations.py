"""The steps that made the file: from empty, interrupted, careless, from a newer Attune."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import StoreProblem, StoreTooNew, UsageProblem
from assistant.paths import Home
from assistant.store.connection import Connection
from assistant.store.migrations import is_search_sound, migrate, version_of
from assistant.store.schema import MIGRATIONS
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey


def copies_in(home: Home) -> list[Path]:
    return sorted(home.root.glob("store.before-*"))


def shape_of(connection: Connection) -> list[tuple[str, str | None]]:
    return [(row["name"], row["sql"]) for row in connection.rows("SELECT name, sql FROM sqlite_master ORDER BY name")]


@pytest.fixture
def held(home: Home, key: StoreKey) -> Home:
    """A home whose store holds a preference and is closed."""
    with open_store(home, key) as store:
        store.preferences.add("tea")
    return home


def add_a_note(connection: Connection) -> None:
    connection.run("ALTER TABLE preferences ADD COLUMN note TEXT")


def fail_halfway(connection: Connection) -> None:
    connection.run("CREATE TABLE half (id INTEGER)")
    connection.run("DELETE FROM preferences")
    connection.run("INSERT INTO nowhere VALUES (1)")


def lose_a_trigger(connection: Connection) -> None:
    connection.run("DROP TRIGGER preferences_fts_update")


def upset_the_index(connection: Connection) -> None:
    connection.run("INSERT INTO preferences_fts (preferences_fts) VALUES ('delete-all')")


def test_from_empty_every_step_is_recorded_and_nothing_is_copied(held: Home, key: StoreKey) -> None:
    assert copies_in(held) == []
    with Connection(held.store, key) as connection:
        assert version_of(connection) == len(MIGRATIONS)
        rows = connection.rows("SELECT number, name FROM migrations ORDER BY number")
        assert is_search_sound(connection)
    assert [(row["number"], row["name"]) for row in rows] == [
        (number, step.__name__) for number, step in enumerate(MIGRATIONS, start=1)
    ]
    assert all(step.__name__.startswith(f"m{number:03d}_") for number, step in enumerate(MIGRATIONS, start=1))


@pytest.mark.parametrize("begun", range(len(MIGRATIONS)))
def test_every_earlier_version_reaches_the_same_shape(home: Home, key: StoreKey, held: Home, begun: int) -> None:
    home.store.with_name("old.db").touch(mode=0o600)
    with Connection(held.store, key) as newest, Connection(home.root / "old.db", key) as old:
        migrate(old, home.root / "old.db", key, steps=MIGRATIONS[:begun])
        migrate(old, home.root / "old.db", key)
        assert shape_of(old) == shape_of(newest)


def test_adapters_made_before_go_with_the_styles_there_were(home: Home, key: StoreKey, held: Home) -> None:
    path = home.root / "old.db"
    path.touch(mode=0o600)
    with Connection(path, key) as old:
        migrate(old, path, key, steps=MIGRATIONS[:21])
        common = {"space": "personal", "source": "typed", "state": "active", "always": 1}
        for text, kind, made in (("pirate", "style", 1.0), ("allergy", "fact", 1.0), ("rhymes", "style", 9.0)):
            old.insert("preferences", text=text, digest=text.encode(), kind=kind, made=made, **common)
        for space, slider in (("personal", ""), ("personal", "length"), ("work", "")):
            old.insert("adapters", base="b", gguf=b"", settings="{}", made=5.0, space=space, slider=slider)
        migrate(old, path, key)
        assert old.rows("SELECT adapter, preference FROM adapter_preferences") == [{"adapter": 1, "preference": 1}]
        old.run("DELETE FROM preferences WHERE text = 'pirate'")
        assert [row["id"] for row in old.rows("SELECT id FROM adapters ORDER BY id")] == [2, 3]


def test_adapters_made_before_go_with_what_their_answers_were_given(home: Home, key: StoreKey, held: Home) -> None:
    path = home.root / "old.db"
    path.touch(mode=0o600)
    with Connection(path, key) as old:
        migrate(old, path, key, steps=MIGRATIONS[:23])
        old.insert("chats", title="", space="personal", made=1.0, touched=1.0, rank=1)
        turn = {"chat": 1, "question": "", "finish": "stop", "made": 1.0, "seed": 1}
        for question in ("Tea?", "Jam?"):
            old.insert("turns", **turn | {"question": question}, sliders="{}", strength=0.0, steering=0.0)
        common = {"space": "personal", "source": "typed", "state": "active", "always": 0, "kind": "fact", "made": 1.0}
        for text in ("allergy", "dog"):
            old.insert("preferences", text=text, digest=text.encode(), **common)
        old.run("INSERT INTO turn_memories VALUES (1, 1, 1.0, '', 0, 0), (1, 2, 1.0, '', 1, 0)")
        for learned_from in (1, 2):
            made = old.insert("adapters", base="b", gguf=b"", settings="{}", made=5.0, space="personal", slider="")
            old.run("INSERT INTO adapter_turns VALUES (?, ?)", made, learned_from)
        old.run("INSERT INTO adapter_preferences VALUES (1, 2)")
        migrate(old, path, key)
        assert old.rows("SELECT adapter, preference FROM adapter_preferences ORDER BY preference") == [
            {"adapter": 1, "preference": 1},
            {"adapter": 1, "preference": 2},
        ]
        old.run("DELETE FROM preferences WHERE text = 'allergy'")
        assert [row["id"] for row in old.rows("SELECT id FROM adapters")] == [2]


def test_adapters_made_before_go_with_what_was_said_before_too(home: Home, key: StoreKey, held: Home) -> None:
    path = home.root / "old.db"
    path.touch(mode=0o600)
    with Connection(path, key) as old:
        migrate(old, path, key, steps=MIGRATIONS[:25])
        old.insert("chats", title="", space="personal", made=1.0, touched=1.0, rank=1)
        turn = {"chat": 1, "question": "", "finish": "stop", "made": 1.0, "seed": 1}
        for parent, revises in ((None, None), (1, None), (2, None), (None, 1), (None, None)):
            old.insert("turns", **turn, parent=parent, revises=revises, sliders="{}", strength=0.0, steering=0.0)
        common = {"space": "personal", "source": "typed", "state": "active", "always": 0, "kind": "fact", "made": 1.0}
        old.insert("preferences", text="allergy", digest=b"", **common)
        old.run("INSERT INTO turn_memories VALUES (1, 1, 1.0, '', 0, 0)")
        for learned_from in (3, 4, 5):
            made = old.insert("adapters", base="b", gguf=b"", settings="{}", made=5.0, space="personal", slider="")
            old.run("INSERT INTO adapter_turns VALUES (?, ?)", made, learned_from)
        migrate(old, path, key)
        assert [row["adapter"] for row in old.rows("SELECT adapter FROM adapter_preferences ORDER BY adapter")] == [
            1,
            2,
        ]
        old.run("DELETE FROM preferences")
        assert [row["id"] for row in old.rows("SELECT id FROM adapters")] == [3]
        assert [row["id"] for row in old.rows("SELECT id FROM turns WHERE has_forgotten")] == [1]


def test_a_step_forward_copies_first(held: Home, key: StoreKey) -> None:
    with Connection(held.store, key) as connection:
        migrate(connection, held.store, key, steps=(*MIGRATIONS, add_a_note))
        assert connection.rows("SELECT text, note FROM preferences") == [{"text": "tea", "note": None}]
    copy = held.root / f"store.before-{len(MIGRATIONS) + 1}.db"
    assert copies_in(held) == [copy]
    if os.name == "posix":
        assert copy.stat().st_mode & 0o777 == 0o600
    assert not copy.read_bytes().startswith(b"SQLite")
    with Connection(copy, key) as old:
        assert version_of(old) == len(MIGRATIONS)
        assert [row["text"] for row in old.rows("SELECT * FROM preferences")] == ["tea"]
        assert Store(old).search.preferences("tea")


@pytest.mark.parametrize("bad", [fail_halfway, lose_a_trigger, upset_the_index])
def test_a_failing_step_changes_nothing_and_leaves_the_copy(held: Home, key: StoreKey, bad: object) -> None:
    with Connection(held.store, key) as connection:
        with pytest.raises(StoreProblem):
            migrate(connection, held.store, key, steps=(*MIGRATIONS, add_a_note, bad))  # type: ignore[arg-type]
        assert not connection.in_transaction
        assert version_of(connection) == len(MIGRATIONS) + 1, "the step before it stands"
    with Connection(held.store, key) as again:
        assert [row["text"] for row in again.rows("SELECT text, note FROM preferences")] == ["tea"]
        assert again.first("SELECT 1 FROM sqlite_master WHERE name = 'half'") is None
        assert is_search_sound(again)
        migrate(again, held.store, key, steps=(*MIGRATIONS, add_a_note, lambda _: None))
    assert len(copies_in(held)) == 2, "one for each version that had something to lose"


def test_a_store_of_a_newer_attune_is_left_alone(held: Home, key: StoreKey) -> None:
    with Connection(held.store, key) as connection:
        connection.run(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    before = held.store.read_bytes()
    with pytest.raises(StoreTooNew):
        open_store(held, key)
    assert held.store.read_bytes() == before
    assert copies_in(held) == []


def test_forgetting_reaches_the_copies(held: Home, key: StoreKey) -> None:
    with Connection(held.store, key) as connection:
        migrate(connection, held.store, key, steps=(*MIGRATIONS, add_a_note))
        store = Store(connection)
        store.preferences.forget(store.preferences.list()[0].id)
    assert copies_in(held) == []


def test_the_search_check_can_fail(held: Home, key: StoreKey) -> None:
    with Connection(held.store, key) as connection:
        upset_the_index(connection)
        assert not is_search_sound(connection)
        with pytest.raises(UsageProblem):
            connection.run("INSERT INTO slider_moves (name, level, space, made) VALUES ('x', 4, 'y', 0.0)")
