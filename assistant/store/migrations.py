"""How the store's file came to its shape, step by step; steps are only ever added."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.errors import StoreProblem, StoreTooNew
from assistant.store.connection import Connection
from assistant.store.schema import MIGRATIONS
from assistant.store.storekey import StoreKey

Migration = Callable[[Connection], None]


def version_of(connection: Connection) -> int:
    """How many migrations the file has seen."""
    found = connection.first("PRAGMA user_version")
    return int(found["user_version"]) if found else 0


def migrate(
    connection: Connection,
    path: Path,
    key: StoreKey,
    *,
    steps: Sequence[Migration] = MIGRATIONS,
    has_something_to_lose: bool = True,
) -> None:
    """Bring the file to the newest shape, one step after the other, each all or nothing.

    A file that holds something is copied before its first step; the copy stays until something is forgotten.

    Raises:
        StoreTooNew: a newer Attune has written it.
        StoreProblem: a step failed; the file is as it was before that step.
    """
    if version_of(connection) == len(steps):
        return
    is_copied = not has_something_to_lose
    for number, step in enumerate(steps, start=1):
        with connection.transaction():
            # asked inside: while this transaction waited for its turn, another process may have taken the step
            version = version_of(connection)
            if version > len(steps):
                raise StoreTooNew(
                    "This store was written by a newer Attune.", "Install the newest Attune; nothing was changed."
                )
            if version < number:
                if not is_copied:
                    _copy_before(version, path, key)
                    is_copied = True
                _take(connection, number, step)


def _take(connection: Connection, number: int, step: Migration) -> None:
    triggers = _triggers(connection)
    step(connection)
    lost = {name for name in triggers - _triggers(connection) if _table_exists(connection, name[1])}
    if lost or not is_search_sound(connection):
        raise StoreProblem(
            "The store could not be brought to its newest shape.", "It is unchanged; install the earlier Attune."
        )
    connection.run("INSERT INTO migrations (number, name, made) VALUES (?, ?, ?)", number, step.__name__, time.time())
    connection.run(f"PRAGMA user_version={number:d}")


def _triggers(connection: Connection) -> set[tuple[str, str]]:
    """(trigger, table) pairs. Rebuilding a table drops its triggers without a word, search would then go stale."""
    found = connection.rows("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    return {(row["name"], row["tbl_name"]) for row in found}


def _table_exists(connection: Connection, name: str) -> bool:
    return connection.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name) is not None


def is_search_sound(connection: Connection) -> bool:
    """True when every full-text index says exactly what its table says."""
    found = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%'")
    for row in found:
        name = row["name"]
        try:
            connection.run(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # from the schema
        except StoreProblem:
            return False
    return True


def _copy_before(version: int, path: Path, key: StoreKey) -> Path:
    """A complete, encrypted copy of the store beside it, named after its version. An earlier copy is kept."""
    copy = path.with_name(f"{path.stem}.before-{version + 1}{path.suffix}")
    if copy.exists() and copy.stat().st_size > 0:
        return copy
    making = copy.with_name(copy.name + ".making")
    making.unlink(missing_ok=True)
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # without the guard: VACUUM INTO attaches its target
    with Connection(path, key, guarded=False) as source:
        source.run("VACUUM INTO ?", os.fspath(making))
    with Connection(making, key) as made:
        if version_of(made) != version:
            raise StoreProblem("The store could not be copied before its change.", "Make room on the disk.")
    with making.open("rb+") as file:
        os.fsync(file.fileno())
    return making.replace(copy)


def drop_copies(path: Path) -> None:
    """Delete the copies made before migrations: what is forgotten is forgotten there too."""
    for copy in path.parent.glob(f"{path.stem}.before-*"):
        copy.unlink(missing_ok=True)
