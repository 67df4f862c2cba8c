"""What has to happen after rows are deleted, so that they are gone and not only unlisted."""

from __future__ import annotations

from assistant.store.connection import Connection
from assistant.store.migrations import drop_copies


def wipe(connection: Connection) -> None:
    """Empty the write-ahead log, whose old pages still hold the rows, and drop copies made before migrations.

    In the main file the rows' bytes are already zero (secure_delete), in the search indexes too.
    """
    connection.checkpoint()
    drop_copies(connection.path)
