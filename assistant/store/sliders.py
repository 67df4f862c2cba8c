"""Where the sliders stand, and every move they ever made."""

from __future__ import annotations

import builtins
import time

from assistant.store.connection import Connection


class SliderMoves:
    """The sliders as a history: a move is added, never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def levels(self, space: str = "personal") -> dict[str, int]:
        """Slider name -> level -3..3, only those that are not 0, in the order of their names.

        A slider that was never moved in a space stands there as it does in the personal one.
        """
        newest = {**self._newest("personal"), **self._newest(space)}
        return {name: newest[name] for name in sorted(newest) if newest[name]}

    def _newest(self, space: str) -> dict[str, int]:
        found = self._connection.rows(
            "SELECT name, level FROM slider_moves WHERE id IN ("
            " SELECT max(id) FROM slider_moves WHERE space = ? GROUP BY name)",
            space,
        )
        return {row["name"]: row["level"] for row in found}

    def set(self, name: str, level: int, *, space: str = "personal") -> None:
        """Move a slider. Raises UsageProblem when the level is not one of -3..3."""
        with self._connection.transaction():
            self._connection.insert("slider_moves", name=name, level=level, space=space, made=time.time())

    def history(self) -> builtins.list[tuple[str, int, str, float]]:
        """(name, level, space, Unix time in seconds) of every move, oldest first."""
        found = self._connection.rows("SELECT name, level, space, made FROM slider_moves ORDER BY id")
        return [(row["name"], row["level"], row["space"], row["made"]) for row in found]
