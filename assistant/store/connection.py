"""The one way to the encrypted file: opened with a key, written all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.errors import StoreProblem, UsageProblem
from assistant.store import faults
from assistant.store.libraries import sqlcipher, sqlite_tools
from assistant.store.storekey import StoreKey

Row = dict[str, Any]
Value = str | int | float | bytes | None

# synchronous=FULL: a commit that returned survives a power cut. The page cache is in KiB.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "checkpoint_fullfsync=ON",
    "wal_autocheckpoint=200",
    "cache_size=-8192",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "busy_timeout=5000",
)


class Connection:
    """An open store file. It belongs to the thread and the process that opened it.

    Args:
        path: the encrypted file; it exists, if only empty.
        key: its key.
        salt: 32 hex digits to use instead of the file's own first 16 bytes, which may be damaged.
        guarded: True denies ATTACH, which could write plain text beside the store; False only for
            the short-lived connection that makes a copy, because VACUUM INTO attaches its target.

    Raises:
        StoreDamaged: the file does not open with this key (which was checked before).
        StoreProblem: the file cannot be opened at all.
    """

    def __init__(self, path: Path, key: StoreKey, *, salt: str | None = None, guarded: bool = True) -> None:
        self._driver = sqlcipher()
        tools = sqlite_tools()
        self._process = os.getpid()
        self.path = path
        with self._translated():
            # isolation_level None: the driver opens no transaction behind our back
            self._raw = self._driver.connect(os.fspath(path), isolation_level=None, timeout=5.0)
            try:
                self._prepare(key.hexadecimal() + (salt or ""), guarded=guarded)
                self._tools = tools.Database(self._raw, execute_plugins=False)
            except BaseException:
                self._raw.close()
                raise

    def _prepare(self, digits: str, *, guarded: bool) -> None:
        self._raw.execute("PRAGMA cipher_log_level=NONE")
        # raw digits: 64 of the key, or 96 with the salt; any other number would be taken as a passphrase
        if len(digits) not in (64, 96):
            raise StoreProblem("The store's key is not a key.", "Unlock the store again.")
        self._raw.set_key(f"x'{digits}'")
        self._raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not self._raw.execute("PRAGMA cipher_version").fetchone():
            raise StoreProblem("The encryption library does not encrypt.", "Install Attune again.")
        for pragma in PRAGMAS:
            self._raw.execute(f"PRAGMA {pragma}").fetchall()
        # until it is switched off, extensions could be loaded through SQLite's C interface
        self._raw.enable_load_extension(False)
        if guarded:
            denied = (self._driver.SQLITE_ATTACH, self._driver.SQLITE_DETACH)
            deny, allow = self._driver.SQLITE_DENY, self._driver.SQLITE_OK
            self._raw.set_authorizer(lambda action, *_: deny if action in denied else allow)

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """All rows of a query, each as column name -> value."""
        with self._translated():
            return list(self._checked().query(sql, values))

    def first(self, sql: str, *values: Value) -> Row | None:
        """The first row of a query, None when there is none."""
        return next(iter(self.rows(sql, *values)), None)

    def pairs(self, sql: str, *values: Value) -> Iterator[tuple[Any, ...]]:
        """Rows as plain tuples, fetched while they are read: for thousands of them."""
        self._checked()
        with self._translated():
            yield from self._raw.execute(sql, values)

    def run(self, sql: str, *values: Value) -> int:
        """Run one statement; how many rows it changed."""
        with self._translated():
            return int(self._checked().execute(sql, values).rowcount)

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of values."""
        self._checked()
        with self._translated():
            self._raw.executemany(sql, rows)

    def insert(self, table: str, **columns: Value) -> int:
        """Add a row to a table that numbers its rows; its id. Names are ours, never taken from a person."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING rowid AS id"  # noqa: S608
        return int(self.rows(sql, *columns.values())[0]["id"])

    @property
    def in_transaction(self) -> bool:
        """True while something is written that is not yet safe."""
        with self._translated():
            return bool(self._raw.in_transaction)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is saved together at the end, or nothing of it.

        When the block has ended without an error, it is on disk. An inner transaction joins the outer.

        Raises:
            StoreFull: the disk refused.
            StoreDamaged: a page of the file is not what was written.
        """
        self._checked()
        if self.in_transaction:
            yield
            return
        with self._translated():
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._raw.execute("COMMIT")
            except BaseException:
                if self.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise
        if self.in_transaction:
            raise StoreProblem("This was not saved.", "Start Attune again, then try again.")

    def checkpoint(self) -> None:
        """Move all that is saved into the main file and empty the write-ahead log, old pages included."""
        with self._translated():
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def check(self) -> None:
        """Read every page and see that it is what was written. Raises StoreDamaged when one is not."""
        self.checkpoint()
        found = self.first("PRAGMA quick_check")
        if self.rows("PRAGMA cipher_integrity_check") or found is None or found["quick_check"] != "ok":
            raise faults.damaged()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        if self._process == os.getpid():
            with self._translated():
                self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _checked(self) -> Any:
        # a forked child would share file locks with its parent, and could read the store without the key
        if self._process != os.getpid():
            raise StoreProblem("The store was opened by another process.", "Open it again here.")
        return self._tools

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except UnicodeEncodeError:
            raise UsageProblem(
                "The text has a broken character that cannot be kept.", "Remove it and try again."
            ) from None
        except OverflowError:
            raise UsageProblem("That number is too large.") from None
        except self._driver.Error as problem:
            raise faults.problem_of(getattr(problem, "sqlite_errorcode", None)) from None
