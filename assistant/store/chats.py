"""Chats and their turns: a question is on disk before it is answered, and nothing is ever overwritten."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Iterable
from dataclasses import asdict

from assistant.errors import UsageProblem
from assistant.records import Chat, Finish, Preference, Sources, Stats, Turn, UsedMemory
from assistant.store.chatrows import MEMORIES, chat_from, columns_of, memory_from, turn_from
from assistant.store.connection import Connection
from assistant.store.forgetting import wipe
from assistant.store.preferences import preference_from

TITLE_LETTERS = 60
_AROUND_JUDGEMENTS = """
    SELECT * FROM turns WHERE chat IN (
        SELECT chat FROM turns JOIN ratings ON ratings.turn = turns.id
        UNION SELECT chat FROM turns JOIN choices ON turns.id IN (choices.turn_a, choices.turn_b)
        UNION SELECT chat FROM turns GROUP BY chat, parent HAVING count(*) > 1
    ) ORDER BY id"""


class Chats:
    """Conversations. Every method that changes something returns when it is safely on disk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self, *, space: str = "personal", title: str = "") -> Chat:
        """A new, empty chat."""
        now = time.time()
        with self._connection.transaction():
            rank = self._next_rank()
            made = self._connection.insert("chats", title=title, space=space, made=now, touched=now, rank=rank)
        return self.get(made)

    def list(self, *, limit: int = 200) -> list[Chat]:
        """The pinned chats first, then the last touched."""
        return [
            chat_from(row)
            for row in self._connection.rows("SELECT * FROM chats ORDER BY pinned DESC, rank DESC LIMIT ?", limit)
        ]

    def get(self, chat_id: int) -> Chat:
        """One chat. Raises UsageProblem when there is none with this number."""
        row = self._connection.first("SELECT * FROM chats WHERE id = ?", chat_id)
        if row is None:
            raise UsageProblem(f"There is no chat {chat_id}.", "It may have been deleted.")
        return chat_from(row)

    def rename(self, chat_id: int, title: str) -> Chat:
        """Give a chat another title."""
        return self._change(chat_id, "UPDATE chats SET title = ? WHERE id = ?", title)

    def pin(self, chat_id: int, pinned: bool) -> Chat:
        """Keep a chat at the top, or no longer."""
        return self._change(chat_id, "UPDATE chats SET pinned = ? WHERE id = ?", int(pinned))

    def save_draft(self, chat_id: int, text: str) -> None:
        """Keep what is typed but not asked yet."""
        self._change(chat_id, "UPDATE chats SET draft = ? WHERE id = ?", text)

    def delete(self, chat_id: int) -> None:
        """Delete a chat with its turns and ratings for good."""
        self.get(chat_id)
        with self._connection.transaction():
            self._connection.run("DELETE FROM chats WHERE id = ?", chat_id)
        wipe(self._connection)

    def begin_turn(self, chat_id: int, *, parent: int | None, question: str, seed: int, sources: Sources) -> Turn:
        """Keep a question before it is answered, with what will shape its answer.

        It becomes the end of the branch that is shown, unless it is made to be compared with what is shown there; and
        it names a chat that has no title yet.

        Args:
            parent: the turn it follows, of the same chat; None for a first question.

        Raises:
            UsageProblem: no such chat, or the parent is in another one.
        """
        now = time.time()
        with self._connection.transaction():
            chat = self.get(chat_id)
            if parent is not None and self._place(parent)[0] != chat_id:
                raise UsageProblem(f"Turn {parent} is in another chat.")
            made = self._connection.insert(
                "turns",
                chat=chat_id,
                parent=parent,
                question=question,
                finish="pending",
                made=now,
                seed=seed,
                **columns_of(sources),
            )
            self._give(made, sources.memories)
            head = made if sources.compares is None else chat.head
            self._connection.run(
                "UPDATE chats SET head = ?, touched = ?, rank = ?, title = ? WHERE id = ?",
                *(head, now, self._next_rank(), chat.title or _title_from(question), chat_id),
            )
        return self.turn(made)

    def set_aside(self, turn_id: int) -> Turn:
        """Nothing personal acts on this turn's answer after all. Raises UsageProblem when there is no such turn."""
        with self._connection.transaction():
            self._place(turn_id)
            self._connection.run(
                "UPDATE turns SET sliders = '{}', adapter = NULL, strength = 0.0, steering = 0.0,"
                " taste = '{}', slider_adapters = '{}', own_voice = 0.0, blend = NULL, tried = '{}', best_of = 1,"
                " asked = '[]', set_aside = 1 WHERE id = ?",
                turn_id,
            )
            self._connection.run("DELETE FROM turn_memories WHERE turn = ?", turn_id)
        return self.turn(turn_id)

    def leave_out(self, turn_id: int, memories: Iterable[int]) -> Turn:
        """Memories for which there was no room, so that they did not act. Raises UsageProblem without such a turn."""
        with self._connection.transaction():
            self._place(turn_id)
            for memory in memories:
                self._connection.run("DELETE FROM turn_memories WHERE turn = ? AND preference = ?", turn_id, memory)
        return self.turn(turn_id)

    def take_back(self, chat_id: int) -> None:
        """A chat that was begun for a question which cannot be kept; one in which something was said stays."""
        with self._connection.transaction():
            self._connection.run(
                "DELETE FROM chats WHERE id = ? AND NOT EXISTS (SELECT 1 FROM turns WHERE chat = chats.id)", chat_id
            )

    def leave_to_words(self, turn_id: int) -> Turn:
        """Nothing steers this turn's answer beyond words. Raises UsageProblem when there is no such turn."""
        with self._connection.transaction():
            self._place(turn_id)
            self._connection.run("UPDATE turns SET steering = 0.0, taste = '{}' WHERE id = ?", turn_id)
        return self.turn(turn_id)

    def open_by_itself(self, turn_id: int) -> Turn:
        """The first words of this turn's answer are the model's own, and nobody picks among several of them.

        Raises UsageProblem when there is no such turn.
        """
        with self._connection.transaction():
            self._place(turn_id)
            self._connection.run("UPDATE turns SET own_opening = 1, best_of = 1 WHERE id = ?", turn_id)
        return self.turn(turn_id)

    def finish_turn(self, turn_id: int, *, answer: str, finish: Finish, stats: Stats | None) -> Turn:
        """Keep the answer, whole or partial. Raises UsageProblem when the turn was deleted meanwhile."""
        figures = None if stats is None else json.dumps(asdict(stats))
        with self._connection.transaction():
            chat, _ = self._place(turn_id)
            self._connection.run(
                "UPDATE turns SET answer = ?, finish = ?, stats = ? WHERE id = ?", answer, finish, figures, turn_id
            )
            self._connection.run("UPDATE chats SET touched = ? WHERE id = ?", time.time(), chat)
        return self.turn(turn_id)

    def turn(self, turn_id: int) -> Turn:
        """One turn. Raises UsageProblem when there is none with this number."""
        found = self._turns("SELECT * FROM turns WHERE id = ?", turn_id)
        if not found:
            raise _no_turn(turn_id)
        return found[0]

    def branch(self, chat_id: int) -> builtins.list[Turn]:
        """The turns that are shown, first question first; empty for an empty chat."""
        head = self.get(chat_id).head
        return [] if head is None else self.path(head)

    def path(self, turn_id: int) -> builtins.list[Turn]:
        """The turns from the first question down to this one."""
        found = self._turns(
            """WITH RECURSIVE above (id) AS (
                SELECT ? UNION ALL SELECT turns.parent FROM turns JOIN above USING (id) WHERE turns.parent IS NOT NULL
            ) SELECT turns.* FROM turns JOIN above USING (id) ORDER BY turns.id""",
            turn_id,
        )
        if not found:
            raise _no_turn(turn_id)
        return found

    def versions(self, turn_id: int) -> builtins.list[int]:
        """The turns with the same parent, oldest first; of those that were made to choose from, only whole ones."""
        chat, parent = self._place(turn_id)
        found = self._connection.rows(
            "SELECT id FROM turns WHERE chat = ? AND parent IS ? AND (compares IS NULL OR finish = 'stop') ORDER BY id",
            *(chat, parent),
        )
        return [row["id"] for row in found]

    def show(self, turn_id: int) -> Chat:
        """Show the branch through this turn, down to its newest end."""
        with self._connection.transaction():
            chat, _ = self._place(turn_id)
            newest = self._connection.first(
                """WITH RECURSIVE below (id) AS (
                    SELECT ? UNION ALL SELECT turns.id FROM turns JOIN below ON turns.parent = below.id
                ) SELECT max(id) AS id FROM below""",
                turn_id,
            )
            self._connection.run("UPDATE chats SET head = ? WHERE id = ?", (newest or {})["id"], chat)
        return self.get(chat)

    def around_judgements(self) -> builtins.list[Turn]:
        """All turns of the chats in which something was judged or answered anew, oldest first."""
        return self._turns(_AROUND_JUDGEMENTS)

    def newest_answers(self, count: int, *, space: str = "personal") -> builtins.list[str]:
        """The newest whole answers of a space, newest first; none that was made to choose from."""
        found = self._connection.rows(
            "SELECT answer FROM turns JOIN chats ON chats.id = turns.chat"
            " WHERE finish = 'stop' AND trim(answer) != '' AND compares IS NULL AND space = ?"
            " ORDER BY turns.id DESC LIMIT ?",
            *(space, count),
        )
        return [row["answer"] for row in found]

    def standing(self, chat_id: int) -> builtins.list[Preference]:
        """The chat's frozen block in its frozen order: as it read then, without what was forgotten."""
        self.get(chat_id)
        return [
            preference_from(row)
            for row in self._connection.rows(
                "SELECT preferences.* FROM standing JOIN preferences ON preferences.id = standing.preference"
                " WHERE standing.chat = ? ORDER BY standing.position",
                chat_id,
            )
        ]

    def freeze_standing(self, chat_id: int, ids: Iterable[int]) -> None:
        """Set the chat's frozen block to these preferences, in this order."""
        with self._connection.transaction():
            self.get(chat_id)
            self._connection.run("DELETE FROM standing WHERE chat = ?", chat_id)
            for position, preference in enumerate(ids):
                self._connection.run(
                    "INSERT INTO standing (chat, preference, position) SELECT ?, id, ? FROM preferences WHERE id = ?",
                    *(chat_id, position, preference),
                )

    def _give(self, turn_id: int, memories: tuple[UsedMemory, ...]) -> None:
        """Refer to what a turn is given; what was forgotten meanwhile leaves its mark only."""
        for position, memory in enumerate(memories):
            self._connection.run(
                "INSERT INTO turn_memories (turn, preference, score, reason, position, is_standing)"
                " SELECT ?, id, ?, ?, ?, ? FROM preferences WHERE id = ?",
                *(turn_id, memory.score, memory.reason, position, int(memory.is_standing), memory.id),
            )
        self._connection.run(
            "UPDATE turns SET has_forgotten = (SELECT count(*) FROM turn_memories WHERE turn = id) < ? WHERE id = ?",
            *(len(memories), turn_id),
        )

    def _change(self, chat_id: int, sql: str, value: str | int) -> Chat:
        with self._connection.transaction():
            self.get(chat_id)
            self._connection.run(sql, value, chat_id)
        return self.get(chat_id)

    def _next_rank(self) -> int:
        """Order is by count, not by clock: a clock may be wrong."""
        row = self._connection.first("SELECT coalesce(max(rank), 0) + 1 AS rank FROM chats")
        return int((row or {})["rank"])

    def _place(self, turn_id: int) -> tuple[int, int | None]:
        row = self._connection.first("SELECT chat, parent FROM turns WHERE id = ?", turn_id)
        if row is None:
            raise _no_turn(turn_id)
        return row["chat"], row["parent"]

    def _turns(self, sql: str, *values: int) -> builtins.list[Turn]:
        return [turn_from(row, self._memories(row["id"])) for row in self._connection.rows(sql, *values)]

    def _memories(self, turn_id: int) -> tuple[UsedMemory, ...]:
        return tuple(memory_from(row) for row in self._connection.rows(MEMORIES, turn_id))


def _no_turn(turn_id: int) -> UsageProblem:
    return UsageProblem(f"There is no turn {turn_id}.", "It may have been deleted.")


def _title_from(question: str) -> str:
    """The question's first words, on one line."""
    line = " ".join(question.split())
    return line if len(line) <= TITLE_LETTERS else line[: TITLE_LETTERS - 1].rstrip() + "…"
