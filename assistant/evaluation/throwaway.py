"""A throw-away home with a key of its own, for benchmarks and protocols."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.paths import Home, prepare

if TYPE_CHECKING:
    from assistant.store.keys import StoreKey


@dataclass(frozen=True, slots=True)
class ThrowAway:
    """A new encrypted home that is gone when its block ends."""

    home: Home
    key: StoreKey
    key_file: Path


@contextmanager
def throw_away_home() -> Iterator[ThrowAway]:
    """Make one, with its key file beside it."""
    from assistant.store import keys

    with tempfile.TemporaryDirectory(prefix="attune-") as folder:
        home = Home(Path(folder) / "home")
        prepare(home)
        key_file = Path(folder) / "key"
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_hex(32), encoding="ascii")
        yield ThrowAway(home=home, key=keys.create(home, key_file=key_file).key, key_file=key_file)
