"""What the person chose between the written answers of the first minutes, and whether they were asked at all."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Mapping

from assistant.records import Best, CalibrationChoice
from assistant.store.connection import Connection
from assistant.store.forgetting import wipe

ASKED = "calibration_asked"
"""Setting that keeps when the person was asked for the first time, or said "not now"."""


class Calibration:
    """The choices; a pair that is asked again has the newest one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, choices: Mapping[str, Best]) -> None:
        """Keep choices, in place of earlier ones of the same pairs.

        Args:
            choices: name of a pair -> what was chosen. Raises UsageProblem for anything but A, B or neither.
        """
        now = time.time()
        with self._connection.transaction():
            for pair, best in choices.items():
                self._connection.run("DELETE FROM calibration_choices WHERE pair = ?", pair)
                self._connection.insert("calibration_choices", pair=pair, best=best, made=now)
            self.note_asked()

    def list(self) -> builtins.list[CalibrationChoice]:
        """All choices, in the order in which they were made."""
        found = self._connection.rows("SELECT pair, best, made FROM calibration_choices ORDER BY id")
        return [CalibrationChoice(row["pair"], row["best"], row["made"]) for row in found]

    def forget(self) -> None:
        """Delete them all for good."""
        with self._connection.transaction():
            self._connection.run("DELETE FROM calibration_choices")
        wipe(self._connection)

    def note_asked(self) -> None:
        """The person was asked, whatever came of it."""
        with self._connection.transaction():
            self._connection.run(
                "INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)", ASKED, json.dumps(time.time())
            )

    def is_due(self) -> bool:
        """True in a store in which nothing was asked, chosen or moved yet: somebody's very first minutes."""
        found = self._connection.first(
            """SELECT EXISTS (SELECT 1 FROM settings WHERE name = ?)
            OR EXISTS (SELECT 1 FROM calibration_choices)
            OR EXISTS (SELECT 1 FROM slider_moves)
            OR EXISTS (SELECT 1 FROM chats) AS is_known""",
            ASKED,
        )
        return found is not None and not found["is_known"]
