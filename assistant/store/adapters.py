"""What the nights learned: every version is kept, and which one acts, how strongly, is a history."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Iterable, Mapping

from assistant.errors import UsageProblem
from assistant.records import Adapter
from assistant.store.connection import Connection, Row

_ACTIVE = "(SELECT adapter FROM adapter_moves ORDER BY id DESC LIMIT 1)"
_STRENGTH = "(SELECT strength FROM adapter_moves WHERE adapter = adapters.id ORDER BY id DESC LIMIT 1)"
_ADAPTERS = f"SELECT id, base, made, coalesce({_STRENGTH}, 0.0) AS strength, id IS {_ACTIVE} AS active FROM adapters"  # noqa: S608  # all ours


class Adapters:
    """The adapters. A version is never changed; it goes when something it learned from is deleted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, gguf: bytes, *, base: str, settings: Mapping[str, object], turns: Iterable[int]) -> Adapter:
        """Keep a version; nothing acts differently until it is used.

        Args:
            gguf: the adapter as a GGUF file.
            base: fingerprint of the weights it belongs to.
            settings: how it was made, as JSON values.
            turns: the turns it learned from.

        Raises:
            UsageProblem: one of the turns was deleted meanwhile.
        """
        with self._connection.transaction():
            made = self._connection.insert(
                "adapters", base=base, gguf=gguf, settings=json.dumps(dict(settings)), made=time.time()
            )
            for turn in sorted(set(turns)):
                if self._connection.first("SELECT 1 FROM turns WHERE id = ?", turn) is None:
                    raise UsageProblem("Something this adapter learned from was deleted.", "Let it learn anew.")
                self._connection.run("INSERT INTO adapter_turns (adapter, turn) VALUES (?, ?)", made, turn)
        return self.get(made)

    def list(self) -> builtins.list[Adapter]:
        """All versions, newest first."""
        return [_adapter_from(row) for row in self._connection.rows(f"{_ADAPTERS} ORDER BY id DESC")]

    def get(self, adapter: int) -> Adapter:
        """One version. Raises UsageProblem when there is none with this id."""
        row = self._connection.first(f"{_ADAPTERS} WHERE id = ?", adapter)
        if row is None:
            raise UsageProblem(f"There is no adapter {adapter}.", "`attune adapters` lists them.")
        return _adapter_from(row)

    def gguf(self, adapter: int) -> bytes:
        """Its file. Raises UsageProblem when there is none with this id."""
        row = self._connection.first("SELECT gguf FROM adapters WHERE id = ?", adapter)
        if row is None:
            raise UsageProblem(f"There is no adapter {adapter}.", "`attune adapters` lists them.")
        return bytes(row["gguf"])

    def active(self) -> Adapter | None:
        """The one that acts; None when none does."""
        row = self._connection.first(f"{_ADAPTERS} WHERE active")
        return None if row is None else _adapter_from(row)

    def use(self, adapter: int, *, strength: float) -> Adapter:
        """Let a version act from the next answer on.

        Args:
            strength: 0..1.

        Raises:
            UsageProblem: there is no such version, or no such strength.
        """
        if not 0 <= strength <= 1:
            raise UsageProblem("A strength is a number from 0 to 1.", "For example: attune adapters strength 0.5")
        with self._connection.transaction():
            self.get(adapter)
            self._move(adapter, strength)
        return self.get(adapter)

    def off(self) -> None:
        """Let none act."""
        with self._connection.transaction():
            self._move(None, 0.0)

    def roll_back(self) -> Adapter | None:
        """Let act what acted before the present one; None when that was none at all.

        Raises:
            UsageProblem: nothing ever acted.
        """
        with self._connection.transaction():
            moves = self._connection.rows("SELECT adapter, strength FROM adapter_moves ORDER BY id DESC")
            if not moves:
                raise UsageProblem("No adapter was ever used, so there is nothing to go back to.")
            before = next((move for move in moves if move["adapter"] != moves[0]["adapter"]), None)
            self._move(before["adapter"] if before else None, before["strength"] if before else 0.0)
        return self.active()

    def _move(self, adapter: int | None, strength: float) -> None:
        self._connection.insert("adapter_moves", adapter=adapter, strength=strength, made=time.time())


def _adapter_from(row: Row) -> Adapter:
    return Adapter(row["id"], row["base"], row["made"], row["strength"], bool(row["active"]))
