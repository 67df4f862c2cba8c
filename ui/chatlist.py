"""Keeps the list of chats in step with the store: searching, renaming, pinning, and deleting that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant.records import Chat
from assistant.wiring import Assistant
from ui.background import Worker
from ui.chat.sidebar import Sidebar
from ui.errors import Notice


class ChatList(QObject):
    """Between the sidebar and the store."""

    wanted = Signal(int)
    """This chat is to be shown."""
    met = Signal(int)
    """This turn, which a search found, is to be shown."""
    gone = Signal(int)
    """This chat was taken off the list."""
    deleted = Signal(int)
    """This chat is deleted for good, with what was learned from it."""
    listed = Signal(list)

    def __init__(self, desk: Worker, sidebar: Sidebar, notice: Notice, current: Callable[[], int | None]) -> None:
        super().__init__()
        self._desk = desk
        self._sidebar = sidebar
        self._notice = notice
        self._leaving: set[int] = set()
        self._current = current
        sidebar.chosen.connect(self.wanted)
        sidebar.found.connect(lambda _chat, turn: self.met.emit(turn))
        sidebar.searched.connect(self._search)
        sidebar.renamed.connect(lambda chat, title: self._change(lambda a: a.store.chats.rename(chat, title)))
        sidebar.pinned.connect(lambda chat, is_on: self._change(lambda a: a.store.chats.pin(chat, is_on)))
        sidebar.deleted.connect(self.delete)

    def refresh(self) -> None:
        """Read the list again, unless a search is shown."""
        if not self._sidebar.search.text().strip():
            self._desk.run(lambda assistant: assistant.store.chats.list(), self._show)

    def _show(self, chats: list[Chat]) -> None:
        shown = [chat for chat in chats if chat.id not in self._leaving]
        self._sidebar.show_chats(shown, current=self._current())
        self.listed.emit(shown)

    def _search(self, text: str) -> None:
        if text:
            self._desk.run(lambda assistant: assistant.store.search.turns(text), self._sidebar.show_found)
        else:
            self.refresh()

    def _change(self, work: Callable[[Assistant], object]) -> None:
        self._desk.run(work, lambda _: self.refresh(), put_back=self.refresh)

    def delete(self, chat: int) -> None:
        """Take a chat off the list now; it is deleted when the offer to undo is over.

        One that could not be deleted comes back.
        """
        self._notice.settle()
        self._leaving.add(chat)
        self.gone.emit(chat)
        self.refresh()

        def come_back() -> None:
            self._leaving.discard(chat)
            self.refresh()

        def lapse() -> None:
            self._desk.run(
                lambda assistant: assistant.store.chats.delete(chat),
                lambda _: self.deleted.emit(chat),
                put_back=come_back,
            )

        self._notice.offer("The chat is deleted.", "Undo", come_back, lapse)
