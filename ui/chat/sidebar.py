"""The chats: a new one, a search through all words, and the list by day."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QInputDialog, QLineEdit, QListWidget, QListWidgetItem, QMenu, QWidget

from assistant.records import Chat, Found
from ui import parts
from ui.theme.tokens import SIDEBAR_WIDTH, SPACE_2, SPACE_3

SEARCH_DELAY_MS = 200
CHAT, TURN = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


def day_group(chat: Chat, *, now: float) -> str:
    """The heading a chat stands under."""
    if chat.pinned:
        return "Pinned"
    days = (datetime.fromtimestamp(now).date() - datetime.fromtimestamp(chat.touched).date()).days
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    return "Last 7 days" if days <= 7 else "Older"


class Sidebar(QWidget):
    """Tells which chat is wanted and what should happen to it."""

    new = Signal()
    chosen = Signal(int)
    found = Signal(int, int)
    searched = Signal(str)
    renamed = Signal(int, str)
    pinned = Signal(int, bool)
    deleted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SIDEBAR_WIDTH)
        self._chats: dict[int, Chat] = {}
        new = parts.button("New chat", self.new.emit, icon="plus", hint="New chat (Ctrl+N)")
        self.search = QLineEdit()
        self.search.setAccessibleName("Search your chats")
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda: self._delay.start(SEARCH_DELAY_MS))
        self.list = QListWidget()
        self.list.setAccessibleName("Your chats")
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        for keys, run in (("F2", self._rename_current), ("Del", self._delete_current)):
            QShortcut(QKeySequence(keys), self.list, run, context=Qt.ShortcutContext.WidgetShortcut)
        self._empty = parts.label("Your chats will stand here.", "caption")
        self.setLayout(parts.column(new, self.search, self._empty, self.list, margins=SPACE_3, gap=SPACE_2))

    def go_to_search(self) -> None:
        """Typing goes to the search, in place of what was searched for."""
        self.show()
        self.search.setFocus()
        self.search.selectAll()

    def show_chats(self, chats: Sequence[Chat], *, current: int | None) -> None:
        """All chats under their days."""
        self._chats = {chat.id: chat for chat in chats}
        self.list.clear()
        heading = ""
        for chat in chats:
            group = day_group(chat, now=time.time())
            if group != heading:
                heading = group
                self._heading(group)
            item = self._item(chat.title or "New chat", chat.id)
            if chat.id == current:
                self.list.setCurrentItem(item)
        self._empty.setText("Your chats will stand here.")
        self._empty.setVisible(not chats)

    def show_found(self, found: Sequence[Found]) -> None:
        """What a search met."""
        self.list.clear()
        self._heading("Found" if found else "Nothing found")
        for place in found:
            item = self._item(f"{place.title}\n{place.excerpt}", place.chat)
            item.setData(TURN, place.turn)
        self._empty.hide()

    def _heading(self, text: str) -> None:
        heading = QListWidgetItem(text)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)

    def _item(self, text: str, chat: int) -> QListWidgetItem:
        item = QListWidgetItem(text)
        item.setToolTip(text)
        item.setData(CHAT, chat)
        self.list.addItem(item)
        return item

    def _choose(self, item: QListWidgetItem) -> None:
        chat, turn = item.data(CHAT), item.data(TURN)
        if turn is not None:
            self.found.emit(chat, turn)
        elif chat is not None:
            self.chosen.emit(chat)

    def _current(self) -> Chat | None:
        item = self.list.currentItem()
        return self._chats.get(item.data(CHAT)) if item is not None else None

    def _menu(self, place: QPoint) -> None:
        item = self.list.itemAt(place)
        chat = self._chats.get(item.data(CHAT)) if item is not None else None
        if chat is None:
            return
        menu = QMenu(self)
        menu.addAction("Rename…", lambda: self._rename(chat))
        menu.addAction("Unpin" if chat.pinned else "Pin", lambda: self.pinned.emit(chat.id, not chat.pinned))
        menu.addAction("Delete", lambda: self.deleted.emit(chat.id))
        menu.exec(self.list.mapToGlobal(place))

    def _rename(self, chat: Chat) -> None:
        title, is_kept = QInputDialog.getText(self, "Rename", "A name for this chat", text=chat.title)
        if is_kept and title.strip():
            self.renamed.emit(chat.id, title.strip())

    def _rename_current(self) -> None:
        if (chat := self._current()) is not None:
            self._rename(chat)

    def _delete_current(self) -> None:
        if (chat := self._current()) is not None:
            self.deleted.emit(chat.id)
