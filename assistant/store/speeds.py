"""How fast the newest answers came, with what steered them."""

from __future__ import annotations

import json

from assistant.records import Sources, Stats
from assistant.store.chatrows import sources_from
from assistant.store.connection import Connection


class Speeds:
    """Read from the turns; nothing of its own is kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, count: int, *, base: str) -> list[tuple[Sources, Stats]]:
        """The newest whole answers of one model, newest first: what acted while words were picked, and what it cost.

        Second answers, which are leaned apart from the first on purpose, are not among them.

        Args:
            base: fingerprint of the model's weights.

        Returns:
            sources without memories, which act on the prompt alone, and the turn's stats.
        """
        found = self._connection.rows(
            "SELECT sliders, adapter, strength, steering, taste, slider_adapters, own_voice, blend, revises, set_aside,"
            " own_opening, compares, tried, best_of, asked, stats FROM turns"
            " WHERE finish IN ('stop', 'length') AND blend IS NULL AND compares IS NULL AND stats ->> '$.base' = ?"
            " ORDER BY id DESC LIMIT ?",
            *(base, count),
        )
        return [(sources_from(row), Stats(**json.loads(row["stats"]))) for row in found]
