"""One calm line above the conversation: what the last night learned, with a way to see it and a way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui import parts
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_2, SPACE_3


class MorningLine(QFrame):
    """Stays until it is closed, or something is done about it."""

    opened = Signal()
    undone = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._text = parts.label("")
        see = parts.button("See what changed", self.opened.emit, role="link")
        undo = parts.button("Undo", self.undone.emit, role="link", hint="Undo what the last night learned")
        close = parts.tool("x", "Close what the last night learned", self.closed.emit)
        line = parts.row(self._text, see, undo, close, gap=SPACE_3)
        line.setStretch(0, 1)
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        self.setLayout(line)
        theme.dress(self)
        self.hide()

    def tell(self, text: str) -> None:
        """Show one sentence."""
        self._text.setText(text)
        self.show()
