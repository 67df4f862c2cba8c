"""What the person prefers, in words: kept once, edited without loss, and forgotten for good."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from assistant.errors import UsageProblem
from assistant.preference_bounds import check_preference
from assistant.records import Origin, Preference, PreferenceKind, PreferenceState
from assistant.store.connection import Connection, Row
from assistant.store.forgetting import wipe

# a preference, all it replaced, and all that replaced it
FAMILY = """WITH RECURSIVE family (id) AS (
    SELECT ? UNION SELECT preferences.replaces FROM preferences JOIN family USING (id) WHERE replaces IS NOT NULL
    UNION SELECT preferences.id FROM preferences JOIN family ON preferences.replaces = family.id
)"""


class Preferences:
    """The preferences. Every method that changes something returns when it is safely on disk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        text: str,
        *,
        kind: PreferenceKind = "fact",
        always: bool = False,
        space: str = "personal",
        source: Origin = "typed",
        state: PreferenceState = "active",
        quote: str = "",
        confidence: float = 1.0,
    ) -> Preference:
        """Keep a preference. The same words again count as a confirmation, whatever their case and spaces.

        A candidate that is then typed becomes active; one found again changes nothing else.

        Raises:
            UsageProblem: an empty text, a value that does not fit, or a wish about what the model declines.
        """
        check_preference(text)
        with self._connection.transaction():
            known = self._same_words(text, space=space)
            if known is not None:
                if state == "active" and known.state == "candidate":
                    self._accept(known.id)
                self._connection.run(
                    "UPDATE preferences SET confirmations = confirmations + 1, always = ? WHERE id = ?",
                    *(int(always or known.always), known.id),
                )
                return self.get(known.id)
            made = self._connection.insert(
                "preferences",
                text=_text(text),
                digest=_digest(text),
                kind=kind,
                space=space,
                source=source,
                state=state,
                always=int(always),
                made=time.time(),
                quote=quote,
                confidence=confidence,
            )
            return self.get(made)

    def add_many(
        self, texts: Iterable[str], *, kind: PreferenceKind = "fact", space: str = "personal", source: Origin = "typed"
    ) -> builtins.list[Preference]:
        """Keep many active preferences, all or none. Raises UsageProblem as `add`."""
        with self._connection.transaction():
            return [self.add(text, kind=kind, space=space, source=source) for text in texts]

    def list(self, *, state: PreferenceState = "active", space: str | None = None) -> builtins.list[Preference]:
        """The preferences of a state, of one space or of all, oldest first."""
        found = self._connection.rows(
            "SELECT * FROM preferences WHERE state = ? AND (? IS NULL OR space = ?) ORDER BY id", state, space, space
        )
        return [preference_from(row) for row in found]

    def get(self, preference_id: int) -> Preference:
        """One preference, of any state. Raises UsageProblem when there is none with this number."""
        row = self._connection.first("SELECT * FROM preferences WHERE id = ?", preference_id)
        if row is None:
            raise UsageProblem(f"There is no preference {preference_id}.", "It may have been forgotten.")
        return preference_from(row)

    def among(self, ids: Iterable[int]) -> builtins.list[Preference]:
        """The active preferences with these numbers, in their order; numbers that are gone are passed over."""
        wanted = [*ids]
        found = {
            row["id"]: preference_from(row)
            for row in self._connection.rows(
                "SELECT * FROM preferences WHERE state = 'active' AND id IN (SELECT value FROM json_each(?))",
                json.dumps(wanted),
            )
        }
        return [found[identity] for identity in wanted if identity in found]

    def edit(self, preference_id: int, text: str) -> Preference:
        """Replace a preference by one in other words; the old one stays, as no longer true.

        Answers that were given the old words for their question teach no night any more if they were a fact's.

        Raises:
            UsageProblem: it was replaced already, another preference says the same, or a wish about what the
                model declines.
        """
        check_preference(text)
        with self._connection.transaction():
            old = self.get(preference_id)
            if old.state == "superseded":
                raise UsageProblem(f"Preference {old.id} was replaced already.", "Edit the one that replaced it.")
            same = self._same_words(text, space=old.space)
            if same is not None and same.id != old.id:
                raise UsageProblem(f"Preference {same.id} says that already.", f"Forget {old.id} instead.")
            now = time.time()
            self._connection.run(
                "UPDATE preferences SET state = 'superseded', ended = ? WHERE id = ?", now, preference_id
            )
            self._connection.run("DELETE FROM vectors WHERE preference = ?", preference_id)
            made = self._connection.insert(
                "preferences",
                text=_text(text),
                digest=_digest(text),
                kind=old.kind,
                space=old.space,
                source="typed",
                state="active",
                always=int(old.always),
                made=now,
                replaces=old.id,
            )
            return self.get(made)

    def set_always(self, preference_id: int, always: bool) -> Preference:
        """Make a preference part of every new chat, or only of where it matters."""
        with self._connection.transaction():
            self.get(preference_id)
            self._connection.run("UPDATE preferences SET always = ? WHERE id = ?", int(always), preference_id)
        return self.get(preference_id)

    def confirm(self, preference_id: int) -> Preference:
        """The person says that it is so: a candidate becomes active, an active one is confirmed once more.

        Raises:
            UsageProblem: none with this number, one that was replaced, or a wish about what the model declines.
        """
        with self._connection.transaction():
            item = self.get(preference_id)
            check_preference(item.text)
            if item.state == "superseded":
                raise UsageProblem(f"Preference {item.id} was replaced.", "Confirm the one that replaced it.")
            if item.state == "candidate":
                self._accept(preference_id)
            else:
                self._connection.run(
                    "UPDATE preferences SET confirmations = confirmations + 1 WHERE id = ?", preference_id
                )
        return self.get(preference_id)

    def reject(self, preference_id: int) -> None:
        """The person says no to a candidate: it is forgotten. Raises UsageProblem when it is none."""
        if self.get(preference_id).state != "candidate":
            raise UsageProblem(f"Preference {preference_id} is no candidate.", "Forget it instead.")
        self.forget(preference_id)

    def forget(self, preference_id: int) -> None:
        """Delete a preference and every version of it, from search, vectors and all turns, for good.

        Answers that were given a fact stay where they are, marked: no night learns from them.
        """
        self.get(preference_id)
        with self._connection.transaction():
            self._connection.run(
                f"{FAMILY} DELETE FROM preferences WHERE id IN (SELECT id FROM family)",  # noqa: S608  # our own text
                preference_id,
            )
        wipe(self._connection)

    def revision(self) -> int:
        """A number that is another one after any change of any preference, by any process."""
        row = self._connection.first("SELECT number FROM revisions WHERE name = 'preferences'")
        return int((row or {})["number"])

    def without_vectors(self, model: str, *, limit: int) -> builtins.list[Preference]:
        """Active preferences that this embedding model has not seen yet, oldest first."""
        found = self._connection.rows(
            "SELECT * FROM preferences WHERE state = 'active' AND NOT EXISTS ("
            " SELECT 1 FROM vectors WHERE vectors.model = ? AND vectors.preference = preferences.id"
            ") ORDER BY id LIMIT ?",
            *(model, limit),
        )
        return [preference_from(row) for row in found]

    def put_vectors(self, model: str, vectors: Iterable[tuple[int, bytes]]) -> None:
        """Keep vectors (little-endian float32); those of preferences forgotten meanwhile are dropped."""
        with self._connection.transaction():
            self._connection.run_many(
                "INSERT OR REPLACE INTO vectors (preference, model, vector)"
                " SELECT id, ?, ? FROM preferences WHERE id = ?",
                ((model, vector, preference) for preference, vector in vectors),
            )

    def vectors(self, model: str) -> Iterator[tuple[int, bytes]]:
        """(id, little-endian float32 vector) of every active preference that has one."""
        yield from self._connection.pairs(
            "SELECT vectors.preference, vectors.vector FROM vectors"
            " JOIN preferences ON preferences.id = vectors.preference"
            " WHERE vectors.model = ? AND preferences.state = 'active' ORDER BY vectors.preference",
            model,
        )

    def _accept(self, candidate: int) -> None:
        self._connection.run(
            "UPDATE preferences SET state = 'active', source = 'confirmed', confidence = 1.0 WHERE id = ?", candidate
        )

    def _same_words(self, text: str, *, space: str) -> Preference | None:
        row = self._connection.first(
            "SELECT * FROM preferences WHERE digest = ? AND space = ? AND state != 'superseded'", _digest(text), space
        )
        return None if row is None else preference_from(row)


def preference_from(row: Row) -> Preference:
    """A record from a row of the table."""
    return Preference(
        id=row["id"],
        text=row["text"],
        kind=row["kind"],
        space=row["space"],
        source=row["source"],
        state=row["state"],
        always=bool(row["always"]),
        made=row["made"],
        ended=row["ended"],
        replaces=row["replaces"],
        confirmations=row["confirmations"],
        quote=row["quote"],
        confidence=row["confidence"],
    )


def _text(text: str) -> str:
    if not text.strip():
        raise UsageProblem("The preference is empty.", "Say in a few words what you prefer.")
    return text


def _digest(text: str) -> bytes:
    """16 bytes that are the same for the same words, whatever their case and spaces."""
    return blake2b(" ".join(text.split()).casefold().encode("utf-8", "surrogatepass"), digest_size=16).digest()
