"""Finds turns and preferences by their words, whatever is typed."""

from __future__ import annotations

import re
import unicodedata

from assistant.records import Found
from assistant.store.connection import Connection

MOST_WORDS = 32
EXCERPT_WORDS = 16
# words that say nothing about what a question is about
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about after all also am an and any are as at be because been but by can could did do does doing don for
from get give had has have he her him his how i if in into is it its just know let like make many may me more most
much my need no not of on one or our out please s she should so some t than that the their them then there these
they this to too up us very want was we were what when where which while who why will with would you your""",
    )
)


class Search:
    """Full-text search. Any text may be asked for; quotes and operators are only text."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def turns(self, query: str, *, limit: int = 50) -> list[Found]:
        """Turns that have all the words, or words that begin with them, in question or answer; best first."""
        words = _words(query)
        if not words:
            return []
        found = self._connection.rows(
            f"""SELECT turns.id AS turn, turns.chat, chats.title,
                snippet(turns_fts, -1, '', '', '…', {EXCERPT_WORDS}) AS excerpt
            FROM turns_fts JOIN turns ON turns.id = turns_fts.rowid JOIN chats ON chats.id = turns.chat
            WHERE turns_fts MATCH ? ORDER BY turns_fts.rank LIMIT ?""",  # noqa: S608  # a number of our own
            *(" AND ".join(f'"{word}"*' for word in words), limit),
        )
        return [Found(row["turn"], row["chat"], row["title"], row["excerpt"]) for row in found]

    def preferences(self, query: str, *, limit: int = 50, space: str | None = None) -> list[tuple[int, float]]:
        """(id, BM25 score, larger is better) of active preferences that share a word with the query, best first."""
        words = [word for word in _words(query) if word not in STOP_WORDS]
        if not words:
            return []
        found = self._connection.rows(
            """SELECT preferences.id, -preferences_fts.rank AS score
            FROM preferences_fts JOIN preferences ON preferences.id = preferences_fts.rowid
            WHERE preferences_fts MATCH ? AND preferences.state = 'active' AND (? IS NULL OR preferences.space = ?)
            ORDER BY preferences_fts.rank LIMIT ?""",
            *(" OR ".join(f'"{word}"' for word in words), space, space, limit),
        )
        return [(row["id"], row["score"]) for row in found]


def _words(query: str) -> list[str]:
    """The query's words as the index counts them, each once: letters and digits only, so that no operator is left."""
    composed = unicodedata.normalize("NFC", query.encode("utf-8", "ignore").decode("utf-8"))
    found = dict.fromkeys(word.casefold() for word in re.findall(r"[^\W_]+", composed))
    return list(found)[:MOST_WORDS]
