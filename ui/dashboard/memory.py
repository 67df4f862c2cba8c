"""What Attune knows about the person: told, changed, kept in mind always, or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from assistant.records import Preference
from ui import parts
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.tick import Tick

ORIGINS = {"typed": "You told it", "confirmed": "You confirmed it", "imported": "Imported", "model": "Suggested"}


class MemoryPanel(QWidget):
    """The preferences, each with what can be done with it."""

    added = Signal(str)
    edited = Signal(int, str)
    always = Signal(int, bool)
    forgotten = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.entry = QLineEdit()
        self.entry.setAccessibleName("Tell Attune something about you")
        self.entry.setPlaceholderText("For example: I am vegetarian")
        self.entry.returnPressed.connect(self._add)
        add = parts.button("Add", self._add, role="main", hint="Add this to what Attune knows about you")
        intro = parts.label("Attune uses these only where they matter, and shows you when it did.", "caption")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE_2)
        self._nothing = parts.label("Nothing yet.", "caption")
        self._nothing.hide()
        layout = parts.column(
            intro, parts.row(self.entry, add, gap=SPACE_2), self._nothing, self._cards, 1, gap=SPACE_3
        )
        self.setLayout(layout)
        self._shown: dict[int, PreferenceCard] = {}

    def show_preferences(self, items: Sequence[Preference]) -> None:
        """Newest first. The card of what is still so stays, with what is typed in it."""
        wanted = {item.id: item for item in sorted(items, key=lambda item: -item.id)}
        left = [identity for identity in self._shown.keys() - wanted.keys() if self._drop(identity)]
        for place, item in enumerate(wanted.values()):
            if item.id in self._shown:
                self._shown[item.id].update_item(item)
            else:
                self._insert(place, item)
        self._nothing.setVisible(not items)
        for identity in left:
            after = next((item.id for item in items if item.replaces == identity), None)
            parts.go_to(self.entry if after is None else self._shown[after].first)

    def _insert(self, place: int, item: Preference) -> None:
        card = self._shown[item.id] = PreferenceCard(item, self._theme)
        card.edited.connect(self.edited)
        card.always.connect(self.always)
        card.forgotten.connect(self.forgotten)
        self._cards.insertWidget(place, card)
        card.show()
        self._theme.dress(card)

    def _drop(self, identity: int) -> bool:
        """Take a card away; True when the person was in it."""
        card = self._shown.pop(identity)
        focus = self.window().focusWidget()
        had_focus = focus is not None and card.isAncestorOf(focus)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()
        return had_focus

    def card(self, preference: int) -> PreferenceCard | None:
        """The card of a preference, None when it is not there."""
        return self._shown.get(preference)

    def _add(self) -> None:
        text = self.entry.text().strip()
        if text:
            self.added.emit(text)

    def show_kept(self, text: str) -> None:
        """What was typed is safe now: it leaves the field, unless something else was typed meanwhile."""
        if self.entry.text().strip() == text:
            self.entry.clear()


class PreferenceCard(QWidget):
    """One preference: its words, where it came from, and edit, always, forget."""

    edited = Signal(int, str)
    always = Signal(int, bool)
    forgotten = Signal(int)

    def __init__(self, item: Preference, theme: Theme) -> None:
        super().__init__()
        self._item, self._theme = item, theme
        self.first: QWidget = self
        """Where the keyboard begins."""
        self._keep_box: Tick | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        self._column.setSpacing(SPACE_1)
        self.setLayout(parts.column(parts.frame("card", self._column)))
        self._show()

    def update_item(self, item: Preference) -> None:
        """The same preference as it is now; what is being typed or asked stays."""
        self._item = item
        if self._keep_box is not None:
            with QSignalBlocker(self._keep_box):
                self._keep_box.setChecked(item.always)

    def _show(self) -> None:
        self._start_over()
        item = self._item
        made = datetime.fromtimestamp(item.made).strftime("%d %b %Y")
        self._column.addWidget(parts.label(item.text))
        self._column.addWidget(parts.label(f"{ORIGINS[item.source]} on {made}", "caption"))
        keep = Tick("Always keep in mind", self._theme)
        keep.setAccessibleName(f"Always keep in mind: {item.text}")
        keep.setToolTip("In every new chat, not only where it matters")
        keep.setChecked(item.always)
        self._keep_box = keep
        keep.toggled.connect(lambda is_on: self.always.emit(item.id, is_on))
        self._column.addWidget(keep)
        edit = parts.button("Edit", self.edit, role="link", hint=f"Edit: {item.text}")
        forget = parts.button("Forget", self.ask_to_forget, role="link", hint=f"Forget: {item.text}")
        self._column.addLayout(parts.row(edit, forget, 1, gap=SPACE_3))
        self.first = edit

    def _go_back(self) -> None:
        self._show()
        parts.go_to(self.first)

    def _start_over(self) -> None:
        parts.clear(self._column)
        self._keep_box = None

    def edit(self) -> None:
        """Let the person change the words."""
        self._start_over()
        entry = QLineEdit(self._item.text)
        entry.setAccessibleName("New words")
        entry.returnPressed.connect(lambda: self._keep(entry.text()))
        save = parts.button("Save", lambda: self._keep(entry.text()), role="main", hint="Save the new words")
        cancel = parts.button("Cancel", self._go_back, hint="Leave it as it was")
        self._column.addWidget(entry)
        self._column.addLayout(parts.row(1, cancel, save, gap=SPACE_2))
        parts.go_to(entry)

    def _keep(self, text: str) -> None:
        if text.strip() and text.strip() != self._item.text:
            self.edited.emit(self._item.id, text.strip())
        else:
            self._go_back()

    def ask_to_forget(self) -> None:
        """Forgetting cannot be undone, so it is asked for twice, in the same place."""
        self._start_over()
        self._column.addWidget(parts.label(self._item.text))
        self._column.addWidget(
            parts.label(
                "Forget this for good? What a night learned from it, or from answers that used it, goes too, and no "
                "night learns from those answers again. What they say stays until you delete their chat.",
                "caption",
            )
        )
        yes = parts.button("Forget", lambda: self.forgotten.emit(self._item.id), role="main", hint="Forget it for good")
        no = parts.button("Keep", self._go_back, hint="Keep it")
        self._column.addLayout(parts.row(1, no, yes, gap=SPACE_2))
        parts.go_to(no)
