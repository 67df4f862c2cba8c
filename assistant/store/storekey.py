"""The key that opens the store."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoreKey:
    """256 random bits; never printed."""

    raw: bytes = field(repr=False)
    """32 bytes."""

    def __post_init__(self) -> None:
        # a key of any other length would silently be taken as a passphrase by the database
        if len(self.raw) != 32:
            raise ValueError("a store key has 32 bytes")

    def hexadecimal(self) -> str:
        """64 hex digits, for the database and for the standard input of a night's process; for nothing else."""
        return self.raw.hex()
