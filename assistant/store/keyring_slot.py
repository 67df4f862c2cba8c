"""The system's keyring: only kinds known to keep a secret well, and never trusted before it was read back."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from types import TracebackType
from typing import Generic, Protocol, TypeVar, cast

from assistant.errors import KeyringUnavailable

SERVICE = "Attune"
# named here and built directly: what the environment or a configuration file asks for is never loaded
ALLOWED = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.libsecret", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
)
NOBODY_S = 5.0
"""For a keyring that asks nobody."""
PERSON_S = 300.0
"""For one that asks a person to unlock it, while the person can still do something else."""
ADVICE = "Use a passphrase or a key file instead."

T = TypeVar("T")


class Backend(Protocol):
    """What a keyring of the `keyring` package offers."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, None when there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Drop a secret."""


def allowed_backends() -> Sequence[Backend]:
    """The keyrings of this computer that are known to keep a secret well and that answer."""
    found = []
    for module, name in ALLOWED:
        kind = getattr(import_module(module), name)
        # a class property; it raises RuntimeError where that keyring is not there
        try:
            if kind.priority >= 1:
                found.append(cast(Backend, kind()))
        except RuntimeError:
            continue
    return found


class SystemKeyring:
    """Keeps secrets in the first keyring that is allowed.

    Args:
        backends: gives the keyrings to choose from, best first.
        limit_s: seconds to wait for the keyring; one that waits for a click may never answer.
    """

    def __init__(
        self, backends: Callable[[], Sequence[Backend]] = allowed_backends, *, limit_s: float = NOBODY_S
    ) -> None:
        self._backends = backends
        self._limit_s = limit_s

    def problem(self) -> str | None:
        """None when it keeps and gives back a trial secret; else one plain sentence why not."""
        name = f"trial-{secrets.token_hex(8)}"
        try:
            self.keep(name, secrets.token_bytes(32))
            self.drop(name)
        except KeyringUnavailable as problem:
            return problem.sentence
        return None

    def keep(self, name: str, secret: bytes) -> None:
        """Keep a secret and read it back. Raises KeyringUnavailable."""

        def write_and_read() -> str | None:
            backend = self._first()
            backend.set_password(SERVICE, name, secret.hex())
            return backend.get_password(SERVICE, name)

        if self._within_limit(write_and_read) != secret.hex():
            raise KeyringUnavailable("This computer's keyring did not keep what it was given.", ADVICE)

    def fetch(self, name: str) -> bytes:
        """A secret kept before. Raises KeyringUnavailable."""
        found = self._within_limit(lambda: self._first().get_password(SERVICE, name))
        if found is None:
            raise KeyringUnavailable(
                "This computer's keyring no longer has the key to your store.", "Unlock with your recovery code."
            )
        try:
            return bytes.fromhex(found)
        except ValueError:
            raise KeyringUnavailable(
                "This computer's keyring gave back something else than your key.", "Unlock with your recovery code."
            ) from None

    def drop(self, name: str) -> None:
        """Forget a secret. Raises KeyringUnavailable."""
        self._within_limit(lambda: self._first().delete_password(SERVICE, name))

    def _first(self) -> Backend:
        for backend in self._backends():
            return backend
        raise KeyringUnavailable("This computer has no keyring that Attune trusts.", ADVICE)

    def _within_limit(self, work: Callable[[], T]) -> T:
        from keyring.errors import KeyringLocked

        outcome: _Outcome[T] = _Outcome()
        # a daemon: a keyring that never answers must not keep the program from ending
        worker = threading.Thread(target=outcome.fill, args=(work,), name="keyring", daemon=True)
        worker.start()
        worker.join(self._limit_s)
        if worker.is_alive():
            raise KeyringUnavailable(
                "This computer's keyring did not answer in time.", "Unlock the keyring, or use another way to unlock."
            )
        try:
            return outcome.value()
        except KeyringUnavailable:
            raise
        except KeyringLocked:
            raise KeyringUnavailable(
                "This computer's keyring is locked.", "Unlock it, or use another way to unlock."
            ) from None
        except Exception:
            # every keyring has errors of its own; none of their words may carry a secret further
            raise KeyringUnavailable("This computer's keyring does not work.", ADVICE) from None


class _Outcome(Generic[T]):
    """What a thread came to, carried to the thread that waits: a value, or the exception to raise there."""

    def __init__(self) -> None:
        self._values: list[T] = []
        self._problem: BaseException | None = None

    def fill(self, work: Callable[[], T]) -> None:
        """Do the work in this thread."""
        with self:
            self._values.append(work())

    def value(self) -> T:
        """What the work gave, or raise what it raised."""
        if self._problem is not None:
            raise self._problem
        return self._values[0]

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._problem = problem
        return True
