"""What is typed but not sent yet: each chat has its own, and a question stays a draft until it is safely kept."""

from __future__ import annotations

from PySide6.QtCore import QObject

from assistant.records import Chat, Turn
from assistant.wiring import Assistant
from ui.background import Worker
from ui.chat.composer import Composer

DRAFT = "draft"
"""Setting that keeps what is typed but in no chat yet."""
EDITING = "You are editing a question; the first version stays. Esc leaves it."


class Drafts(QObject):
    """Between the field and the store. None stands for the page of a new chat.

    Args:
        desk: the thread for the store.
        field: shows the draft of one chat at a time, or the question that is being edited.
    """

    def __init__(self, desk: Worker, field: Composer) -> None:
        super().__init__()
        self._desk = desk
        self._field = field
        self._texts: dict[int | None, str] = {}
        self._unkept: set[int | None] = set()
        """Whose text the store refused; it is put there again with whatever is typed next."""
        self._chat: int | None = None
        self._edited: Turn | None = None
        self._sent: tuple[int | None, str] | None = None
        field.drafted.connect(self.keep)
        field.left.connect(self.leave_editing)
        desk.run(lambda assistant: assistant.store.settings.get(DRAFT), self._show_last)

    def _show_last(self, draft: object) -> None:
        if isinstance(draft, str) and None not in self._texts:
            self._texts[None] = draft
            if self._chat is None and not self._field.text():
                self._field.show_draft(draft)

    @property
    def edited(self) -> Turn | None:
        """The turn whose question is being edited."""
        return self._edited

    def keep(self) -> None:
        """Keep what is typed, and what could not be kept before. A question that is being edited is no draft."""
        if self._edited is None:
            self._put(self._chat, self._field.text())
        for chat in [*self._unkept]:
            self._put(chat, self._texts[chat])

    def show(self, chat: Chat | None) -> None:
        """This chat is on the page now; nothing changes when it was there before."""
        to = chat.id if chat is not None else None
        if to == self._chat:
            return
        self.keep()
        self._edited = None
        self._chat = to
        if chat is not None:
            self._texts.setdefault(to, chat.draft)
        self._show_own()

    def forget(self, chat: int) -> None:
        """The chat is deleted; what was typed in it goes with it."""
        self._texts.pop(chat, None)
        self._unkept.discard(chat)
        if chat == self._chat:
            self._edited = None
            self._chat = None
            self._show_own()

    def edit(self, turn: Turn) -> None:
        """Put a question that was asked into the field; the draft comes back afterwards."""
        self.keep()
        self._edited = turn
        self._field.show_draft(turn.question, EDITING)

    def leave_editing(self) -> None:
        """Give the draft back."""
        if self._edited is not None:
            self._edited = None
            self._show_own()

    def send(self, question: str) -> None:
        """The question is on its way; it stays in the field until `settle`."""
        self._sent = (self._chat, question)

    def refuse(self) -> None:
        """The question was not kept: it stays a draft."""
        self._sent = None

    def settle(self, turn: Turn) -> None:
        """The question is on disk: it is no draft any more."""
        sent, self._sent = self._sent, None
        if sent is None:
            return
        came_from, question = sent
        is_here = self._chat == came_from
        is_unchanged = self._field.text().strip() == question
        if is_here and self._edited is not None:
            self._edited = None
            self._show_own()
        elif is_here and is_unchanged:
            self._field.show_draft("")
            self._put(came_from, "")
        elif is_here and came_from is None:
            # typed on meanwhile: that belongs to the chat which has just begun
            self._put(None, "")
        elif self._texts.get(came_from, "").strip() == question:
            self._put(came_from, "")
        if is_here:
            self._chat = turn.chat
            self.keep()

    def _show_own(self) -> None:
        self._field.show_draft(self._texts.get(self._chat, ""))

    def _put(self, chat: int | None, text: str) -> None:
        if self._texts.get(chat, "") == text and chat not in self._unkept:
            return
        self._texts[chat] = text
        self._unkept.discard(chat)

        def save(assistant: Assistant) -> None:
            if chat is None:
                assistant.store.settings.set(DRAFT, text)
            else:
                assistant.store.chats.save_draft(chat, text)

        def note() -> None:
            if chat in self._texts:
                self._unkept.add(chat)

        self._desk.run(save, put_back=note)
