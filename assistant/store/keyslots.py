"""The two small files that say how the store's key is wrapped; they hold no secrets."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import StoreDamaged, StoreProblem
from assistant.paths import Home, prepare
from assistant.store.sealing import Slot

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Keyslots:
    """What stands in keyslots.json."""

    check: str
    """Tells whether a key is this store's: hex digits."""
    slots: Mapping[str, Slot]
    """"recovery", "passphrase", "keyring", "file" -> the key, wrapped."""
    salt: str | None = None
    """The first 16 bytes of store.db as hex digits; None until the store was first made."""

    def with_slot(self, kind: str, slot: Slot) -> Keyslots:
        """The same with one slot added or replaced."""
        return replace(self, slots={**self.slots, kind: slot})

    def without_slot(self, kind: str) -> Keyslots:
        """The same with one slot gone."""
        return replace(self, slots={name: slot for name, slot in self.slots.items() if name != kind})


def read(home: Home) -> Keyslots | None:
    """What the files say; None where no store was ever made. A damaged or differing file is healed from the other.

    Raises:
        StoreDamaged: there is a store but no readable file says how its key is wrapped.
    """
    first, second = _parsed(home.keyslots), _parsed(home.keyslots_copy)
    found = first or second
    if found is None:
        if any(path.exists() for path in (home.keyslots, home.keyslots_copy)):
            raise StoreDamaged(
                "Both files that say how to open the store are damaged.",
                "Put back a copy of keyslots.json; your recovery code works only together with it.",
            )
        if any(path.exists() for path in _database_files(home)):
            raise StoreDamaged(
                "There is a store here, but the file keyslots.json that says how to open it is missing.",
                "Put back keyslots.json or keyslots.copy.json; nothing was changed.",
            )
        return None
    if first != found:
        _replace(home.keyslots, found)
    if second != found:
        _replace(home.keyslots_copy, found)
    return found


def needed(home: Home) -> Keyslots:
    """Like `read`, where there has to be a store. Raises StoreProblem when there is none."""
    found = read(home)
    if found is None:
        raise StoreProblem("There is no store here yet.", "Start Attune without a key to make one.")
    return found


def write_first(home: Home, keyslots: Keyslots) -> None:
    """Write both files where there are none, or neither. Raises StoreProblem when another start was faster."""
    try:
        prepare(home)
        temporary = _written(home.keyslots, keyslots)
        try:
            _move_unless_there(temporary, home.keyslots)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(home.root)
    except FileExistsError:
        raise StoreProblem("Another Attune has just made a store here.", "Start again to open it.") from None
    except OSError:
        raise _unwritable(home.keyslots) from None
    try:
        _replace(home.keyslots_copy, keyslots)
    except StoreProblem:
        # nobody has seen the recovery code yet: a store must not be made with one that is never shown
        home.keyslots.unlink(missing_ok=True)
        raise


def write(home: Home, keyslots: Keyslots) -> None:
    """Replace both files, the first one first; whenever this is cut short, one of them is whole."""
    _replace(home.keyslots, keyslots)
    _replace(home.keyslots_copy, keyslots)


def _database_files(home: Home) -> list[Path]:
    return [home.store.with_name(home.store.name + ending) for ending in ("", "-wal")]


def _parsed(path: Path) -> Keyslots | None:
    try:
        read_in = json.loads(path.read_bytes())
        kept = read_in["kept"]
        if read_in["sha256"] != _digest(kept) or kept["format"] != FORMAT:
            return None
        return Keyslots(check=kept["check"], slots=kept["slots"], salt=kept["salt"])
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None
    except OSError:
        raise StoreProblem(f"The file {path.name} cannot be read.", "Check that it is yours.") from None


def _digest(kept: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _replace(path: Path, keyslots: Keyslots) -> None:
    try:
        _written(path, keyslots).replace(path)
        _sync_folder(path.parent)
    except OSError:
        raise _unwritable(path) from None


def _unwritable(path: Path) -> StoreProblem:
    return StoreProblem(
        f"The file {path.name} cannot be written.", "Make room on the disk and check that its folder is yours."
    )


def _written(path: Path, keyslots: Keyslots) -> Path:
    """The new content in a file of its own beside `path`, safely on disk, readable by its owner only."""
    kept = {"format": FORMAT, "check": keyslots.check, "salt": keyslots.salt, "slots": dict(keyslots.slots)}
    text = json.dumps({"kept": kept, "sha256": _digest(kept)}, indent=1)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _move_unless_there(source: Path, target: Path) -> None:
    if os.name == "nt":
        source.rename(target)  # refuses to replace on Windows
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from None
        source.replace(target)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there; NTFS keeps renames in its journal
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
