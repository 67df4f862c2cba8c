"""Why this answer: the preferences and sliders that shaped it, with fix and forget in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.boundary import SET_ASIDE
from assistant.records import LearnedSlider, Sources, Turn, UsedMemory
from assistant.taste import sliders
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
        self._column.setSpacing(SPACE_3)
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
        if turn.sources.revises is not None:
            self._column.addWidget(parts.label("An earlier answer, rewritten to your wishes."))
        memories = turn.sources.memories
        self._section("Found for this question", [self._memory(item) for item in memories if not item.is_standing])
        self._section("Always kept in mind", [self._memory(item) for item in memories if item.is_standing])
        learned = turn.sources.slider_adapters
        self._section("Sliders", [self._slider(*item, learned.get(item[0])) for item in turn.sources.sliders.items()])
        if turn.sources.set_aside:
            self._column.addWidget(parts.label(SET_ASIDE))
        elif not turn.sources.memories and not turn.sources.sliders and turn.sources.revises is None:
            self._column.addWidget(parts.label("Only the conversation itself: nothing about you mattered here."))
        self._column.addSpacing(SPACE_4)
        self._column.addWidget(parts.label(_learned(turn.sources), "caption"))
        self._column.addStretch(1)
        self._theme.dress(self)

    def _section(self, title: str, items: list[QWidget]) -> None:
        if not items:
            return
        self._column.addWidget(parts.label(title, "heading"))
        for item in items:
            self._column.addWidget(item)

    def _memory(self, memory: UsedMemory) -> QWidget:
        fix = parts.button("Fix", lambda: self.fix.emit(memory.id), role="link", hint=f"Fix: {memory.text}")
        forget = parts.button("Forget", lambda: self.forget.emit(memory.id), role="link", hint=f"Forget: {memory.text}")
        head = parts.row(parts.label(memory.text), gap=SPACE_2)
        shown = parts.column(head, margins=SPACE_3, gap=SPACE_1)
        if not memory.is_standing:
            shown.addWidget(parts.label(f"{memory.reason[:1].upper()}{memory.reason[1:]}.", "caption"))
        shown.addLayout(parts.row(fix, forget, 1, gap=SPACE_3))
        return parts.frame("card", shown)

    def _slider(self, name: str, level: int, learned: LearnedSlider | None) -> QWidget:
        head = parts.row(parts.label(sliders.find(name).title), 1, parts.label(f"{level:+d}", "caption"))
        shown = parts.column(head, margins=SPACE_3, gap=SPACE_1)
        shown.addWidget(parts.label(sliders.meaning(name, level), "caption"))
        if learned is not None:
            shown.addWidget(parts.label(f"Learned by night: acted without words, at {learned.scale:.0%}.", "caption"))
        return parts.frame("card", shown)


def _learned(sources: Sources) -> str:
    if sources.adapter is None:
        return "No version of what was learned by night acted here."
    return f"Learned by night: version {sources.adapter} acted at {sources.strength:.0%} of its strength."
