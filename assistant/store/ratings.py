"""What the person thought of answers: one rating a turn."""

from __future__ import annotations

import builtins
import json
from collections.abc import Mapping, Sequence

from assistant.errors import UsageProblem
from assistant.records import Rating, Verdict
from assistant.store.connection import Connection, Row
from assistant.store.moments import next_moment


class Ratings:
    """The ratings. A new one of the same turn replaces the old."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rate(
        self,
        turn_id: int,
        *,
        verdict: Verdict,
        reasons: Sequence[str],
        better: str | None,
        sliders: Mapping[str, int],
        space: str,
    ) -> Rating:
        """Keep a rating. Raises UsageProblem when there is no such turn."""
        with self._connection.transaction():
            if self._connection.first("SELECT 1 FROM turns WHERE id = ?", turn_id) is None:
                raise UsageProblem(f"There is no turn {turn_id}.", "It may have been deleted.")
            made_at = next_moment(self._connection)
            self._connection.run("DELETE FROM ratings WHERE turn = ?", turn_id)
            made = self._connection.insert(
                "ratings",
                turn=turn_id,
                verdict=verdict,
                reasons=json.dumps(list(reasons)),
                better=better,
                sliders=json.dumps(dict(sliders)),
                space=space,
                made=made_at,
            )
            row = self._connection.first("SELECT * FROM ratings WHERE id = ?", made)
        return _rating_from(row or {})

    def of_turn(self, turn_id: int) -> Rating | None:
        """The rating of a turn, None when it has none."""
        row = self._connection.first("SELECT * FROM ratings WHERE turn = ?", turn_id)
        return None if row is None else _rating_from(row)

    def list(self) -> builtins.list[Rating]:
        """All ratings, oldest first."""
        return [_rating_from(row) for row in self._connection.rows("SELECT * FROM ratings ORDER BY id")]


def _rating_from(row: Row) -> Rating:
    return Rating(
        id=row["id"],
        turn=row["turn"],
        verdict=row["verdict"],
        reasons=tuple(json.loads(row["reasons"])),
        better=row["better"],
        sliders=json.loads(row["sliders"]),
        space=row["space"],
        made=row["made"],
    )
