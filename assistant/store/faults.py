"""What the database or the disk complained about, said as one plain sentence with advice."""

from __future__ import annotations

from assistant.errors import StoreDamaged, StoreFull, StoreProblem, UsageProblem

KEEP_IT = "Leave the file as it is and put back a copy of it, if you have one."


FULL = (StoreFull, "The disk is full, so this was not saved.", "Make room, then try again.")
DAMAGED = (StoreDamaged, "The store's file is damaged.", KEEP_IT)
FAILING = (StoreProblem, "The disk could not read or write the store.", "Check the disk, then try again.")
BUSY = (StoreProblem, "Another Attune is busy with the store.", "Try again in a moment.")
READ_ONLY = (StoreProblem, "The store cannot be written to.", "Check that you own its folder and may write there.")
CLOSED_OFF = (StoreProblem, "The store's file cannot be opened.", "Check that you own its folder and may read it.")
UNFIT = (UsageProblem, "That value does not fit into the store.", "Nothing was changed.")
UNKNOWN = (StoreProblem, "The store did not do what was asked of it.", "Nothing was changed; try again.")

SENTENCES: dict[int, tuple[type[StoreProblem] | type[UsageProblem], str, str]] = {
    5: BUSY,
    6: BUSY,  # SQLITE_LOCKED
    8: READ_ONLY,
    10: FAILING,  # SQLITE_IOERR
    11: DAMAGED,  # SQLITE_CORRUPT
    13: FULL,
    14: CLOSED_OFF,  # SQLITE_CANTOPEN
    18: UNFIT,  # SQLITE_TOOBIG
    19: UNFIT,  # SQLITE_CONSTRAINT
    20: UNFIT,  # SQLITE_MISMATCH
    26: DAMAGED,  # SQLITE_NOTADB
    4874: FULL,  # SQLITE_IOERR_SHMSIZE: no room for the file that readers and writers share
}


def damaged(sentence: str = "The store's file is damaged.") -> StoreDamaged:
    """The file is not what was left there; nothing was changed."""
    return StoreDamaged(sentence, KEEP_IT)


def problem_of(code: int | None) -> StoreProblem | UsageProblem:
    """The sentence for one SQLite result code (extended codes without one of their own count as their primary one).

    Nothing of the database's own message is taken over: it may quote what was typed.
    Source: https://sqlite.org/rescode.html
    """
    code = code or 0
    kind, sentence, advice = SENTENCES.get(code) or SENTENCES.get(code & 0xFF, UNKNOWN)
    return kind(sentence, advice)
