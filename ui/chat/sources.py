"""Why this answer: everything that shaped it and how strongly, with fix and forget in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from assistant import why
from assistant.records import Turn, UsedMemory
from ui import parts
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4


class SourcesPanel(QWidget):
    """Shows what shaped one turn."""

    fix = Signal(int)
    forget = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self.show_turn(None)

    def show_turn(self, turn: Turn | None) -> None:
        """The sources of a turn; None explains what will stand here."""
        self.turn = turn
        parts.clear(self._column)
        if turn is None:
            self._column.addWidget(parts.label("Ask something, and what shaped the answer will stand here.", "caption"))
            self._column.addStretch(1)
            return
        question = turn.question if len(turn.question) < 90 else turn.question[:89] + "…"
        self._column.addWidget(parts.label(f"“{question}”", "caption"))
        said = why.remark(turn)
        if said:
            self._column.addWidget(parts.label(said))
        memories = turn.sources.memories
        self._section("Found for this question", [self._memory(item) for item in memories if not item.is_standing])
        self._section("Always kept in mind", [self._memory(item) for item in memories if item.is_standing])
        for section in why.sections(turn.sources):
            self._section(section.title, [_reason(reason) for reason in section.reasons])
        if not turn.sources.learned:
            self._column.addWidget(parts.label(why.NOT_LEARNED, "caption"))
        self._column.addStretch(1)
        self._theme.dress(self)

    def _section(self, title: str, items: list[QWidget]) -> None:
        if not items:
            return
        self._column.addLayout(parts.column(parts.label(title, "heading"), *items, gap=SPACE_2))

    def _memory(self, memory: UsedMemory) -> QWidget:
        fix = parts.button("Fix", lambda: self.fix.emit(memory.id), role="link", hint=f"Fix: {memory.text}")
        forget = parts.button("Forget", lambda: self.forget.emit(memory.id), role="link", hint=f"Forget: {memory.text}")
        head = _head(memory.text, why.fit(memory))
        shown = parts.column(head, margins=SPACE_3, gap=SPACE_1)
        if not memory.is_standing:
            shown.addWidget(parts.label(f"{memory.reason[:1].upper()}{memory.reason[1:]}.", "caption"))
        shown.addLayout(parts.row(fix, forget, 1, gap=SPACE_3))
        return parts.frame("card", shown)


def _reason(reason: why.Reason) -> QWidget:
    head = _head(reason.what, reason.strength)
    return parts.frame("card", parts.column(head, parts.label(reason.meaning, "caption"), margins=SPACE_3, gap=SPACE_1))


def _head(what: str, strength: str) -> QLayout:
    """What acted, and how strongly at the right."""
    how_much = parts.label(strength, "caption", wraps=False)
    head = parts.row(parts.label(what), how_much, gap=SPACE_2)
    head.setStretch(0, 1)
    head.setAlignment(how_much, Qt.AlignmentFlag.AlignTop)
    return head
