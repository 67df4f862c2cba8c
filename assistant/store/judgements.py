"""What the person said of the stages of answers: the memories, the tone, the answer itself."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Iterable

from assistant.errors import UsageProblem
from assistant.records import JudgedMemory, Judgement, Stage
from assistant.store.connection import Connection, Row


class Judgements:
    """The judgements. A new one of the same stage of the same turn replaces the old."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def judge(self, turn_id: int, stage: Stage, *, is_right: bool) -> Judgement:
        """Keep a judgement. Raises UsageProblem when there is no such turn."""
        with self._connection.transaction():
            if self._connection.first("SELECT 1 FROM turns WHERE id = ?", turn_id) is None:
                raise UsageProblem(f"There is no turn {turn_id}.", "It may have been deleted.")
            made = time.time()
            self._connection.run(
                "INSERT OR REPLACE INTO judgements (turn, stage, is_right, made) VALUES (?, ?, ?, ?)",
                *(turn_id, stage, int(is_right), made),
            )
        return Judgement(turn_id, stage, is_right, made)

    def of_turn(self, turn_id: int) -> dict[Stage, bool]:
        """Stage -> was it right; only those that were judged."""
        found = self._connection.rows("SELECT stage, is_right FROM judgements WHERE turn = ?", turn_id)
        return {row["stage"]: bool(row["is_right"]) for row in found}

    def list(self, *, stage: Stage | None = None) -> builtins.list[Judgement]:
        """The judgements of a stage or of all, oldest turn first."""
        found = self._connection.rows(
            "SELECT * FROM judgements WHERE ? IS NULL OR stage = ? ORDER BY turn, stage", stage, stage
        )
        return [_judgement_from(row) for row in found]

    def of_memories(self, preferences: Iterable[int]) -> builtins.list[JudgedMemory]:
        """What was said of these preferences where they had been found for a question, oldest first.

        What was in mind anyway was not found, so such a judgement does not concern it.
        """
        found = self._connection.rows(
            "SELECT used.preference, turns.question, judgements.is_right,"
            " (SELECT count(*) FROM turn_memories AS beside WHERE beside.turn = used.turn AND NOT beside.is_standing)"
            " AS among FROM turn_memories AS used"
            " JOIN judgements ON judgements.turn = used.turn AND judgements.stage = 'memories'"
            " JOIN turns ON turns.id = used.turn"
            " WHERE NOT used.is_standing AND used.preference IN (SELECT value FROM json_each(?))"
            " ORDER BY used.turn, used.position",
            json.dumps([*preferences]),
        )
        return [JudgedMemory(row["preference"], row["question"], bool(row["is_right"]), row["among"]) for row in found]


def _judgement_from(row: Row) -> Judgement:
    return Judgement(row["turn"], row["stage"], bool(row["is_right"]), row["made"])
