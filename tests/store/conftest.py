"""Keyrings of every temper, and a way to look at the store's file from outside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.paths import Home
from assistant.store.connection import Connection
from assistant.store.keyring_slot import SystemKeyring
from assistant.store.storekey import StoreKey


class HonestKeyring:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class NullKeyring(HonestKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class FailingKeyring(HonestKeyring):
    """Has an error of its own, which quotes the secret."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise LookupError(password)

    def get_password(self, service: str, username: str) -> str | None:
        raise LookupError(service)


class LyingKeyring(HonestKeyring):
    """Gives back something else."""

    def get_password(self, service: str, username: str) -> str | None:
        return "00" * 32


class ChattyKeyring(HonestKeyring):
    """Gives back words where a secret was."""

    def get_password(self, service: str, username: str) -> str | None:
        return "please unlock me"


class LockedKeyring(HonestKeyring):
    """The person dismissed its prompt."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)

    def get_password(self, service: str, username: str) -> str | None:
        from keyring.errors import KeyringLocked

        raise KeyringLocked("Failed to unlock the collection!")


class HangingKeyring(HonestKeyring):
    """Waits for a click that never comes, until the test is over."""

    def __init__(self, over: threading.Event) -> None:
        super().__init__()
        self.over = over

    def set_password(self, service: str, username: str, password: str) -> None:
        self.over.wait()

    def get_password(self, service: str, username: str) -> str | None:
        self.over.wait()
        return None


RingMaker = Callable[[str], SystemKeyring]


@pytest.fixture
def honest() -> HonestKeyring:
    return HonestKeyring()


@pytest.fixture
def ring(honest: HonestKeyring) -> SystemKeyring:
    return SystemKeyring(lambda: [honest])


@pytest.fixture
def ring_that() -> Iterator[RingMaker]:
    over = threading.Event()

    def make(temper: str) -> SystemKeyring:
        if temper == "is absent":
            return SystemKeyring(lambda: [])
        if temper == "hangs":
            return SystemKeyring(lambda: [HangingKeyring(over)], limit_s=0.2)
        kinds: dict[str, type[HonestKeyring]] = {
            "keeps nothing": NullKeyring,
            "fails": FailingKeyring,
            "lies": LyingKeyring,
            "is locked": LockedKeyring,
            "chats": ChattyKeyring,
        }
        backend = kinds[temper]()
        return SystemKeyring(lambda: [backend])

    yield make
    over.set()


@pytest.fixture
def raw(home: Home, key: StoreKey) -> Iterator[Callable[[], Connection]]:
    """Opens a second connection to the store's file, to look at its tables; the store was made before."""
    opened: list[Connection] = []

    def connect() -> Connection:
        opened.append(Connection(home.store, key))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def files_of(home: Home) -> Callable[[], dict[str, bytes]]:
    """All files of the home and their bytes; to be used while no store is open in this process."""

    def read() -> dict[str, bytes]:
        return {
            str(path.relative_to(home.root)): path.read_bytes()
            for path in sorted(Path(home.root).rglob("*"))
            if path.is_file()
        }

    return read
