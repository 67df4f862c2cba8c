"""Wraps the store's key under a passphrase, a recovery code, a key file or the keyring's secret."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import StoreDamaged, WrongKey
from assistant.store.storekey import StoreKey

MOST_MEMORY_KIB = 1024 * 1024
MOST_PASSES = 1000

Slot = Mapping[str, str | int]
"""One wrapped key as it stands in keyslots.json: bytes as hex digits, no secrets."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs with Argon2id (RFC 9106)."""

    memory_kib: int
    passes: int
    lanes: int


# about half a second on two cores of 2024
PASSPHRASE_COST = Cost(memory_kib=64 * 1024, passes=12, lanes=4)
# a recovery code has 140 random bits: no guessing needs slowing down
RECOVERY_COST = Cost(memory_kib=19 * 1024, passes=2, lanes=1)


def seal_with_words(kind: str, words: str, key: StoreKey, *, cost: Cost) -> Slot:
    """Wrap the key under something a person types."""
    salt = secrets.token_bytes(16)
    about: dict[str, str | int] = {
        "kdf": "argon2id",
        "salt": salt.hex(),
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    return _sealed(kind, about, _stretched(words, salt, cost), key)


def open_with_words(kind: str, words: str, slot: Slot) -> StoreKey:
    """The key. Raises WrongKey when the words are not the ones it was wrapped under."""
    cost = Cost(_number(slot, "memory_kib"), _number(slot, "passes"), _number(slot, "lanes"))
    if cost.memory_kib > MOST_MEMORY_KIB or cost.passes > MOST_PASSES:
        raise _unreadable()
    return _opened(kind, slot, _stretched(words, _bytes(slot, "salt"), cost))


def seal_with_secret(kind: str, secret: bytes, key: StoreKey, *, about: Slot | None = None) -> Slot:
    """Wrap the key under 32 random bytes; `about` is kept with the slot and protected from change."""
    salt = secrets.token_bytes(16)
    noted = {**(about or {}), "kdf": "hkdf-sha256", "salt": salt.hex()}
    return _sealed(kind, noted, _derived(secret, salt, f"attune {kind} slot"), key)


def open_with_secret(kind: str, secret: bytes, slot: Slot) -> StoreKey:
    """The key. Raises WrongKey when it is not the secret it was wrapped under."""
    return _opened(kind, slot, _derived(secret, _bytes(slot, "salt"), f"attune {kind} slot"))


def check_value(key: StoreKey) -> str:
    """32 hex digits that tell whether a key is the store's own, and nothing else about it."""
    return _derived(key.raw, b"", "attune key check")[:16].hex()


def _sealed(kind: str, about: Slot, wrapping: bytes, key: StoreKey) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    wrapped = AESGCM(wrapping).encrypt(nonce, key.raw, _bound(kind, about))
    return {**about, "nonce": nonce.hex(), "wrapped": wrapped.hex()}


def _opened(kind: str, slot: Slot, wrapping: bytes) -> StoreKey:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    about = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    nonce, wrapped = _bytes(slot, "nonce"), _bytes(slot, "wrapped")
    try:
        return StoreKey(AESGCM(wrapping).decrypt(nonce, wrapped, _bound(kind, about)))
    except InvalidTag:
        raise WrongKey("That does not open this store.", "Check it and try again; nothing was changed.") from None
    except ValueError:
        raise _unreadable() from None


def _bound(kind: str, about: Slot) -> bytes:
    """The slot's kind and numbers, bound to the wrapped key: a change of any of them shows."""
    return ";".join([kind, *(f"{name}={about[name]}" for name in sorted(about))]).encode()


def _stretched(words: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    stretch = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return stretch.derive(words.encode())


def _derived(secret: bytes, salt: bytes, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose.encode()).derive(secret)


def _bytes(slot: Slot, name: str) -> bytes:
    try:
        return bytes.fromhex(str(slot[name]))
    except (KeyError, ValueError):
        raise _unreadable() from None


def _number(slot: Slot, name: str) -> int:
    value = slot.get(name)
    if not isinstance(value, int) or value < 1:
        raise _unreadable()
    return value


def _unreadable() -> StoreDamaged:
    return StoreDamaged(
        "The file keyslots.json does not say how to open the store.",
        "Put back a copy of it, or use another way to unlock.",
    )
