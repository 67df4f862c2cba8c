"""When a judgement was made: later than all before it, whatever the computer's clock says."""

from __future__ import annotations

import time

from assistant.store.connection import Connection

STEP_S = 0.001


def next_moment(connection: Connection) -> float:
    """Unix time in seconds, or a little after the newest judgement and the newest that a night decided on.

    So none is taken for one that a night has seen, because the clock was set back or had once been ahead.
    """
    row = connection.first(
        "SELECT max(made) AS newest FROM ("
        " SELECT made FROM ratings UNION ALL SELECT made FROM choices UNION ALL SELECT judged_until FROM nights)"
    )
    newest = row["newest"] if row is not None else None
    return max(time.time(), (newest or 0.0) + STEP_S)
