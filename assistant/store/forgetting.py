"""Rows that are deleted are gone and not only unlisted, and so is what was learned from them.

What goes with a row, and which answers are marked as having been given it, is done by the store's own triggers: see
schema.py and latersteps.py.
"""

from __future__ import annotations

from assistant.errors import UsageProblem
from assistant.nightrecords import Origins
from assistant.store.connection import Connection
from assistant.store.migrations import drop_copies


def wipe(connection: Connection) -> None:
    """Empty the write-ahead log, whose old pages still hold the rows, and drop copies made before migrations.

    In the main file the rows' bytes are already zero (secure_delete), in the search indexes too.
    """
    connection.checkpoint()
    drop_copies(connection.path)


def require(origins: Origins, connection: Connection) -> None:
    """Raises UsageProblem when something that was learned from was forgotten meanwhile."""
    for table, ids in (("turns", origins.turns), ("preferences", origins.preferences)):
        for one in ids:
            if connection.first(f"SELECT 1 FROM {table} WHERE id = ?", one) is None:  # noqa: S608  # our own names
                raise UsageProblem(
                    "Something this night learned from was deleted meanwhile, so nothing of the night was kept.",
                    "The next one learns without it.",
                )
