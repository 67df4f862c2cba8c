"""The keys to the store: made once, wrapped several ways, opened by any of them."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import KeyringUnavailable, StoreProblem, UsageProblem, WrongKey
from assistant.paths import Home
from assistant.store import keyfile, keyslots, recovery, sealing
from assistant.store.keyring_slot import SystemKeyring
from assistant.store.keyslots import Keyslots
from assistant.store.sealing import Slot
from assistant.store.storekey import StoreKey

__all__ = ["Created", "StoreKey"]


@dataclass(frozen=True, slots=True)
class Created:
    """A new store's key, and the code to write down."""

    key: StoreKey
    recovery_code: str = field(repr=False)


def slots(home: Home) -> frozenset[str]:
    """The ways this store opens, of "keyring", "passphrase", "recovery", "file"; empty where there is no store yet.

    Raises:
        StoreDamaged: there is a store, but what says how to open it is damaged or missing.
    """
    found = keyslots.read(home)
    return frozenset(found.slots) if found else frozenset()


def create(
    home: Home,
    *,
    keyring: bool = False,
    passphrase: str | None = None,
    key_file: Path | None = None,
    ring: SystemKeyring | None = None,
) -> Created:
    """Make a new random key and wrap it in the ways asked for, and always under a recovery code.

    Args:
        home: where there is no store yet.
        keyring: keep a way to open it in the system's keyring.
        passphrase: open it with these words.
        key_file: open it with this file (64 hex digits, readable by its owner only).
        ring: the keyring to use; None = this computer's.

    Raises:
        UsageProblem: the passphrase or the file does not fit.
        KeyringUnavailable: the keyring did not keep what it was given; nothing was made.
        StoreProblem: there is a store already.
    """
    if keyslots.read(home) is not None:
        raise StoreProblem("There is a store here already.", "Unlock it instead.")
    key, code = StoreKey(secrets.token_bytes(32)), recovery.new_code()
    made: dict[str, Slot] = {"recovery": _recovery_slot(key, code)}
    if passphrase is not None:
        made["passphrase"] = _passphrase_slot(key, passphrase)
    if key_file is not None:
        made["file"] = sealing.seal_with_secret("file", keyfile.secret_in(key_file), key)
    if keyring:
        made["keyring"] = _keyring_slot(key, ring)
    keyslots.write_first(home, Keyslots(check=sealing.check_value(key), slots=made))
    return Created(key, code)


def unlock_with_keyring(home: Home, *, ring: SystemKeyring | None = None) -> StoreKey:
    """The key, from the system's keyring. Raises KeyringUnavailable, WrongKey."""
    slot = _slot(home, "keyring", "this computer's keyring")
    secret = (ring or SystemKeyring()).fetch(str(slot.get("name")))
    try:
        return sealing.open_with_secret("keyring", secret, slot)
    except WrongKey:
        raise KeyringUnavailable(
            "This computer's keyring has another key than your store's.", "Unlock with your recovery code."
        ) from None


def unlock_with_passphrase(home: Home, passphrase: str) -> StoreKey:
    """The key, from the passphrase; takes about half a second. Raises WrongKey."""
    slot = _slot(home, "passphrase", "a passphrase")
    return sealing.open_with_words("passphrase", _typed(passphrase), slot)


def unlock_with_recovery_code(home: Home, code: str) -> StoreKey:
    """The key, from the recovery code; case, spaces and dashes do not matter. Raises WrongKey."""
    slot = _slot(home, "recovery", "a recovery code")
    return sealing.open_with_words("recovery", recovery.plain(code), slot)


def unlock_with_key_file(home: Home, path: Path) -> StoreKey:
    """The key, from a key file. Raises UsageProblem when the file does not fit, WrongKey when it is another one."""
    slot = _slot(home, "file", "a key file")
    return sealing.open_with_secret("file", keyfile.secret_in(path), slot)


def keyring_problem(*, ring: SystemKeyring | None = None) -> str | None:
    """None when this computer's keyring works; else one plain sentence why not."""
    return (ring or SystemKeyring()).problem()


def add_passphrase(home: Home, key: StoreKey, passphrase: str) -> None:
    """Let the store open with this passphrase, instead of an earlier one. Raises WrongKey, UsageProblem."""
    kept = _kept(home, key)
    keyslots.write(home, kept.with_slot("passphrase", _passphrase_slot(key, passphrase)))


def add_keyring(home: Home, key: StoreKey, *, ring: SystemKeyring | None = None) -> None:
    """Let the store open with the system's keyring. Raises WrongKey, KeyringUnavailable."""
    kept = _kept(home, key)
    keyslots.write(home, kept.with_slot("keyring", _keyring_slot(key, ring)))


def add_key_file(home: Home, key: StoreKey, path: Path) -> None:
    """Let the store open with this key file, instead of an earlier one. Raises WrongKey, UsageProblem."""
    kept = _kept(home, key)
    keyslots.write(home, kept.with_slot("file", sealing.seal_with_secret("file", keyfile.secret_in(path), key)))


def new_recovery_code(home: Home, key: StoreKey) -> str:
    """A new recovery code; the earlier one opens the store no more. Raises WrongKey."""
    kept, code = _kept(home, key), recovery.new_code()
    keyslots.write(home, kept.with_slot("recovery", _recovery_slot(key, code)))
    return code


def remove_slot(home: Home, key: StoreKey, kind: str, *, ring: SystemKeyring | None = None) -> None:
    """Let the store open this way no more. Raises UsageProblem for the recovery code, which always stays, or no way."""
    kept = _kept(home, key)
    if kind == "recovery":
        raise UsageProblem("The recovery code always stays.", "A new one can be made instead.")
    if kind not in kept.slots:
        raise UsageProblem(f"There is no way {kind} to remove.", f"There are: {', '.join(sorted(kept.slots))}.")
    keyslots.write(home, kept.without_slot(kind))
    if kind == "keyring":
        (ring or SystemKeyring()).drop(str(kept.slots[kind].get("name")))


def _kept(home: Home, key: StoreKey) -> Keyslots:
    kept = keyslots.needed(home)
    if not secrets.compare_digest(kept.check, sealing.check_value(key)):
        raise WrongKey("That is not the key of this store.", "Unlock the store first.")
    return kept


def _slot(home: Home, kind: str, words: str) -> Slot:
    kept = keyslots.needed(home)
    if kind not in kept.slots:
        raise WrongKey(f"This store does not open with {words}.", f"It opens with: {', '.join(sorted(kept.slots))}.")
    return kept.slots[kind]


def _recovery_slot(key: StoreKey, code: str) -> Slot:
    return sealing.seal_with_words("recovery", recovery.plain(code), key, cost=sealing.RECOVERY_COST)


def _passphrase_slot(key: StoreKey, passphrase: str) -> Slot:
    if not passphrase.strip():
        raise UsageProblem("The passphrase is empty.", "Choose one you will remember.")
    return sealing.seal_with_words("passphrase", _typed(passphrase), key, cost=sealing.PASSPHRASE_COST)


def _keyring_slot(key: StoreKey, ring: SystemKeyring | None) -> Slot:
    # a name of its own for every slot: two homes, or two starts at once, never overwrite each other's
    name, secret = f"store-{secrets.token_hex(8)}", secrets.token_bytes(32)
    (ring or SystemKeyring()).keep(name, secret)
    return sealing.seal_with_secret("keyring", secret, key, about={"name": name})


def _typed(passphrase: str) -> str:
    """The same words from any keyboard: composed and decomposed accents are one."""
    try:
        passphrase.encode()
    except UnicodeEncodeError:
        raise UsageProblem("The passphrase has a broken character.", "Type it again.") from None
    return unicodedata.normalize("NFKC", passphrase)
