"""Everything Attune remembers of one person, behind one door."""

from __future__ import annotations

import os
import secrets
import stat
import threading
from dataclasses import replace
from types import TracebackType
from typing import Self

from assistant.errors import StoreDamaged, StoreGone, StoreProblem, WrongKey
from assistant.paths import Home
from assistant.store import faults, keyslots, sealing
from assistant.store.adapters import Adapters
from assistant.store.calibration import Calibration
from assistant.store.chats import Chats
from assistant.store.choices import Choices
from assistant.store.connection import Connection
from assistant.store.judgements import Judgements
from assistant.store.migrations import migrate
from assistant.store.nights import Nights
from assistant.store.preferences import Preferences
from assistant.store.ratings import Ratings
from assistant.store.search import Search
from assistant.store.settings import StoredSettings
from assistant.store.sliders import SliderMoves
from assistant.store.speeds import Speeds
from assistant.store.storekey import StoreKey

PLAIN_HEADER = b"SQLite format 3\0"
FIRST_PAGE = 4096
"""Bytes."""
MAKING = threading.Lock()


class Store:
    """An open store. It belongs to the thread that opened it; another thread opens its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.chats = Chats(connection)
        self.preferences = Preferences(connection)
        self.ratings = Ratings(connection)
        self.choices = Choices(connection)
        self.calibration = Calibration(connection)
        self.judgements = Judgements(connection)
        self.adapters = Adapters(connection)
        self.nights = Nights(connection)
        self.sliders = SliderMoves(connection)
        self.settings = StoredSettings(connection)
        self.search = Search(connection)
        self.speeds = Speeds(connection)

    def check(self) -> None:
        """Read all of the file and see that it is what was written. Raises StoreDamaged when it is not."""
        self._connection.check()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(home: Home, key: StoreKey) -> Store:
    """Open the store, make it when it was never made, and bring it to its newest shape.

    Raises:
        WrongKey: it is the key of another store.
        StoreDamaged: the file is missing, empty, cut or changed; it is left as it is.
        StoreTooNew: a newer Attune has written it.
        StoreProblem: the file cannot be opened, read or written.
    """
    # one thread makes it while the others wait: made by two at once, one would find it locked
    with MAKING:
        kept = keyslots.needed(home)
        if kept.salt is None and secrets.compare_digest(kept.check, sealing.check_value(key)):
            _make(home, key)
    if not secrets.compare_digest(kept.check, sealing.check_value(key)):
        raise WrongKey("That is not the key of this store.", "Check it and try again; nothing was changed.")
    _require_file(home)
    connection = _connect(home, key, salt=kept.salt)
    try:
        migrate(connection, home.store, key)
    except BaseException:
        connection.close()
        raise
    return Store(connection)


def _connect(home: Home, key: StoreKey, *, salt: str | None) -> Connection:
    try:
        return Connection(home.store, key)
    except StoreDamaged:
        if salt is None:
            raise
        # the key is right, so perhaps only the file's first bytes are damaged: they are noted in keyslots.json
        return Connection(home.store, key, salt=salt)


def _make(home: Home, key: StoreKey) -> None:
    """Make the file, see that it is encrypted, and note that from now on it has to be there."""
    try:
        if not home.store.exists():
            os.close(os.open(home.store, os.O_CREAT | os.O_WRONLY, 0o600))
        with Connection(home.store, key) as connection:
            migrate(connection, home.store, key, has_something_to_lose=False)
        # read with no connection open in this process: closing a file drops the process's locks on it
        with home.store.open("rb") as file:
            header = file.read(16)
    except OSError:
        raise StoreProblem("The store's file cannot be made.", "Check that its folder is yours.") from None
    if len(header) < 16 or header == PLAIN_HEADER:
        raise StoreProblem("The store's file is not encrypted, so nothing is kept in it.", "Install Attune again.")
    keyslots.write(home, replace(keyslots.needed(home), salt=header.hex()))


def _require_file(home: Home) -> None:
    """Never start empty where there was a store."""
    try:
        found = home.store.stat()
        if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
            home.store.chmod(0o600)
    except FileNotFoundError:
        raise StoreGone("The store's file store.db is missing.", "Put back a copy of it, if you have one.") from None
    except OSError:
        raise StoreProblem("The store's file cannot be reached.", "Check that its folder is yours.") from None
    # the database would take a file that is shorter than its first page for a new one
    if found.st_size < FIRST_PAGE:
        raise faults.damaged("The store's file store.db is empty or was cut short.")
