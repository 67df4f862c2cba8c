"""Which of two answers the person liked better: one choice for each two turns."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping

from assistant.errors import UsageProblem
from assistant.records import Best, Choice
from assistant.store.connection import Connection, Row
from assistant.store.moments import next_moment


class Choices:
    """The choices. A new one between the same two turns replaces the old."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def choose(self, turn_a: int, turn_b: int, *, best: Best, sliders: Mapping[str, int], space: str) -> Choice:
        """Keep a choice. Raises UsageProblem when one of the turns is not there."""
        with self._connection.transaction():
            for turn in (turn_a, turn_b):
                if self._connection.first("SELECT 1 FROM turns WHERE id = ?", turn) is None:
                    raise UsageProblem(f"There is no turn {turn}.", "It may have been deleted.")
            made_at = next_moment(self._connection)
            self._connection.run(
                "DELETE FROM choices WHERE min(turn_a, turn_b) = ? AND max(turn_a, turn_b) = ?",
                *(min(turn_a, turn_b), max(turn_a, turn_b)),
            )
            made = self._connection.insert(
                "choices",
                turn_a=turn_a,
                turn_b=turn_b,
                best=best,
                sliders=json.dumps(dict(sliders)),
                space=space,
                made=made_at,
            )
            row = self._connection.first("SELECT * FROM choices WHERE id = ?", made)
        return _choice_from(row or {})

    def list(self) -> builtins.list[Choice]:
        """All choices, oldest first."""
        return [_choice_from(row) for row in self._connection.rows("SELECT * FROM choices ORDER BY id")]


def _choice_from(row: Row) -> Choice:
    return Choice(
        id=row["id"],
        turn_a=row["turn_a"],
        turn_b=row["turn_b"],
        best=row["best"],
        sliders=json.loads(row["sliders"]),
        space=row["space"],
        made=row["made"],
    )
