"""What the nights learned: every version is kept, and which acts for a purpose, how strongly, is a history."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Mapping, Sequence
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
SAID = "strength"
"""Among a version's settings: how strongly its night said that it may act, 0..1."""


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
            raise _no_adapter(adapter)
        return _adapter_from(row)

    def gguf(self, adapter: int) -> bytes:
        """Its file. Raises UsageProblem when there is none with this id."""
        row = self._connection.first("SELECT gguf FROM adapters WHERE id = ?", adapter)
        if row is None:
            raise _no_adapter(adapter)
        return bytes(row["gguf"])

    def active(self, purpose: Purpose = PERSONAL) -> Adapter | None:
        """The one that acts for a purpose; None when none does."""
        row = self._connection.first(f"{_ADAPTERS} WHERE {_FOR} AND active", *astuple(purpose))
        return None if row is None else _adapter_from(row)

    def use(self, adapter: int, *, strength: float | None = None) -> Adapter:
        """Let a version act from the next answer on, in place of the one that acts for the same purpose.

        Args:
            strength: 0..1; None = as strongly as it last acted, or else as its night said, or else fully.

        Raises:
            UsageProblem: there is no such version, or no such strength.
        """
        if strength is None:
            strength = self.get(adapter).strength or self._said(adapter) or 1.0
        if not 0 <= strength <= 1:
            raise UsageProblem("A strength is a number from 0 to 1.", "For example: attune adapters strength 0.5")
        with self._connection.transaction():
            self._move(adapter, strength, self.get(adapter).purpose)
        return self.get(adapter)

    def _said(self, adapter: int) -> float | None:
        """0..1, how strongly its night let it act; None where that was not kept."""
        row = self._connection.first("SELECT settings FROM adapters WHERE id = ?", adapter)
        said: float | None = None if row is None else json.loads(row["settings"]).get(SAID)
        return said

    def off(self, purpose: Purpose = PERSONAL) -> None:
        """Let none act for a purpose."""
        with self._connection.transaction():
            self._move(None, 0.0, purpose)

    def is_off(self, purpose: Purpose = PERSONAL) -> bool:
        """True where the person switched off what acted, which is not the same as having gone back from it."""
        moves = self._moves(purpose)
        return bool(moves) and not moves[-1]["strength"] and not moves[-1]["goes_back"]

    def turned_down_to(self, purpose: Purpose = PERSONAL) -> float | None:
        """0..1, how strongly the person lets act what acts; None where it acts as strongly as its night said."""
        acting = self.active(purpose)
        if acting is None:
            return None
        said = self._said(acting.id)
        return acting.strength if said is not None and acting.strength < said else None

    def roll_back(self, purpose: Purpose = PERSONAL) -> Adapter | None:
        """Undo the newest step that was not undone yet: what acted before it acts again; None when that was none.

        Raises:
            UsageProblem: nothing ever acted, or all is undone.
        """
        with self._connection.transaction():
            steps = _not_undone(self._moves(purpose))
            if not steps:
                raise UsageProblem("There is nothing to go back to.", "Nothing that was learned acted before.")
            before = steps[-2] if len(steps) > 1 else None
            self._move(
                before["adapter"] if before else None, before["strength"] if before else 0.0, purpose, goes_back=True
            )
        return self.active(purpose)

    def _moves(self, purpose: Purpose) -> builtins.list[Row]:
        return self._connection.rows(
            f"SELECT adapter, strength, goes_back FROM adapter_moves WHERE {_FOR} ORDER BY id",  # noqa: S608
            *astuple(purpose),
        )

    def _move(self, adapter: int | None, strength: float, purpose: Purpose, *, goes_back: bool = False) -> None:
        self._connection.insert(
            "adapter_moves",
            adapter=adapter,
            strength=strength,
            made=time.time(),
            goes_back=int(goes_back),
            **asdict(purpose),
        )


def _no_adapter(adapter: int) -> UsageProblem:
    return UsageProblem(
        f"There is no version {adapter} of what was learned.",
        "A version goes when something it learned from is deleted.",
    )


def _not_undone(moves: Sequence[Row]) -> list[Row]:
    """The steps from one version to another that stand, oldest first; another strength is no step of its own."""
    steps: list[Row] = []
    # a version that was forgotten is no step either, unless it is where things stand
    for move in (move for move in moves if move["adapter"] or not move["strength"] or move is moves[-1]):
        known = [place for place, step in enumerate(steps) if step["adapter"] == move["adapter"]]
        if move["goes_back"]:
            del steps[known[-1] + 1 if known else 0 :]
            if not known and move["adapter"] is not None:
                steps.append(move)
        elif steps and steps[-1]["adapter"] == move["adapter"]:
            steps[-1] = move
        elif steps or move["adapter"] is not None:
            steps.append(move)
    return steps


def _adapter_from(row: Row) -> Adapter:
    return Adapter(
        id=row["id"],
        base=row["base"],
        made=row["made"],
        strength=row["strength"],
        active=bool(row["active"]),
        purpose=Purpose(row["space"], row["slider"], row["direction"]),
    )
