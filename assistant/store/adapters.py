"""What the nights learned: every version is kept, and which acts for a purpose, how strongly, is a history."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, astuple

from assistant.errors import UsageProblem
from assistant.nightrecords import PERSONAL, Adapter, Origins, Purpose
from assistant.store.connection import Connection, Row
from assistant.store.forgetting import require

_SAME = "moves.space = adapters.space AND moves.slider = adapters.slider AND moves.direction = adapters.direction"
_ACTIVE = f"(SELECT adapter FROM adapter_moves AS moves WHERE {_SAME} ORDER BY moves.id DESC LIMIT 1)"  # noqa: S608
_STRENGTH = "(SELECT strength FROM adapter_moves WHERE adapter = adapters.id ORDER BY id DESC LIMIT 1)"
_ADAPTERS = (
    f"SELECT id, base, made, coalesce({_STRENGTH}, 0.0) AS strength, id IS {_ACTIVE} AS active,"  # noqa: S608  # all ours
    " space, slider, direction FROM adapters"
)
_FOR = "space = ? AND slider = ? AND direction = ?"


class Adapters:
    """The adapters. A version is never changed; it goes when something it learned from is deleted.

    Versions are versions of each other within one purpose only: one acts for each, and each has its own way back.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        gguf: bytes,
        *,
        base: str,
        settings: Mapping[str, object],
        origins: Origins,
        purpose: Purpose = PERSONAL,
    ) -> Adapter:
        """Keep a version; nothing acts differently until it is used.

        Args:
            gguf: the adapter as a GGUF file.
            base: fingerprint of the weights it belongs to.
            settings: how it was made, as JSON values.
            origins: what it learned from; it goes when any of it is forgotten.
            purpose: what it is for.

        Raises:
            UsageProblem: some of that was forgotten meanwhile.
        """
        with self._connection.transaction():
            require(origins, self._connection)
            made = self._connection.insert(
                "adapters",
                base=base,
                gguf=gguf,
                settings=json.dumps(dict(settings)),
                made=time.time(),
                **asdict(purpose),
            )
            self._connection.run_many(
                "INSERT INTO adapter_turns (adapter, turn) VALUES (?, ?)",
                ((made, turn) for turn in sorted(origins.turns)),
            )
            self._connection.run_many(
                "INSERT INTO adapter_preferences (adapter, preference) VALUES (?, ?)",
                ((made, preference) for preference in sorted(origins.preferences)),
            )
        return self.get(made)

    def list(self, purpose: Purpose = PERSONAL) -> builtins.list[Adapter]:
        """All versions for one purpose, newest first."""
        found = self._connection.rows(f"{_ADAPTERS} WHERE {_FOR} ORDER BY id DESC", *astuple(purpose))
        return [_adapter_from(row) for row in found]

    def all(self) -> builtins.list[Adapter]:
        """All versions for all purposes, newest first."""
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

    def active(self, purpose: Purpose = PERSONAL) -> Adapter | None:
        """The one that acts for a purpose; None when none does."""
        row = self._connection.first(f"{_ADAPTERS} WHERE {_FOR} AND active", *astuple(purpose))
        return None if row is None else _adapter_from(row)

    def use(self, adapter: int, *, strength: float) -> Adapter:
        """Let a version act from the next answer on, in place of the one that acts for the same purpose.

        Args:
            strength: 0..1.

        Raises:
            UsageProblem: there is no such version, or no such strength.
        """
        if not 0 <= strength <= 1:
            raise UsageProblem("A strength is a number from 0 to 1.", "For example: attune adapters strength 0.5")
        with self._connection.transaction():
            self._move(adapter, strength, self.get(adapter).purpose)
        return self.get(adapter)

    def off(self, purpose: Purpose = PERSONAL) -> None:
        """Let none act for a purpose."""
        with self._connection.transaction():
            self._move(None, 0.0, purpose)

    def roll_back(self, purpose: Purpose = PERSONAL) -> Adapter | None:
        """Let act what acted for a purpose before the present one; None when that was none at all.

        Raises:
            UsageProblem: nothing ever acted.
        """
        with self._connection.transaction():
            moves = self._connection.rows(
                f"SELECT adapter, strength FROM adapter_moves WHERE {_FOR} ORDER BY id DESC",  # noqa: S608
                *astuple(purpose),
            )
            if not moves:
                raise UsageProblem("No adapter was ever used, so there is nothing to go back to.")
            before = next((move for move in moves if move["adapter"] != moves[0]["adapter"]), None)
            self._move(before["adapter"] if before else None, before["strength"] if before else 0.0, purpose)
        return self.active(purpose)

    def _move(self, adapter: int | None, strength: float, purpose: Purpose) -> None:
        self._connection.insert(
            "adapter_moves", adapter=adapter, strength=strength, made=time.time(), **asdict(purpose)
        )


def _adapter_from(row: Row) -> Adapter:
    return Adapter(
        id=row["id"],
        base=row["base"],
        made=row["made"],
        strength=row["strength"],
        active=bool(row["active"]),
        purpose=Purpose(row["space"], row["slider"], row["direction"]),
    )
