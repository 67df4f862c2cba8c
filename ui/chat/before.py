"""Under an answer that was rewritten: what it was made from, there to compare when it is asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assistant.records import Turn
from ui import parts
from ui.chat.answer import AnswerText
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_2, SPACE_3

REWRITTEN = "Rewritten to your wishes."


class Before(QWidget):
    """One quiet line, and the earlier answer behind a link.

    Args:
        first: the turn whose answer was rewritten.
    """

    def __init__(self, first: Turn, theme: Theme) -> None:
        super().__init__()
        self._said = parts.label(REWRITTEN, "caption", wraps=False)
        self._link = parts.button("", self.turn_over, role="link")
        earlier = AnswerText(theme)
        earlier.show_text(first.answer)
        inner = parts.column(parts.label("Before", "caption"), earlier, margins=SPACE_3, gap=SPACE_2)
        self._card = parts.frame("card", inner)
        self._card.hide()
        self.setLayout(parts.column(parts.row(self._said, self._link, 1, gap=SPACE_2), self._card, gap=SPACE_2))
        self._name_link()

    def show_remark(self, remark: str) -> None:
        """Say what came of it; empty: it went well."""
        self._said.setText(remark or REWRITTEN)

    def turn_over(self) -> None:
        """Show the earlier answer, or hide it again."""
        self._card.setVisible(self._card.isHidden())
        self._name_link()

    def _name_link(self) -> None:
        words = "Show the answer before" if self._card.isHidden() else "Hide the answer before"
        self._link.setText(words)
        self._link.setAccessibleName(words)
