"""Something behind a link, shown when it is asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui import parts
from ui.theme.tokens import SPACE_2


class Fold(QWidget):
    """A link, and below it what it shows or hides."""

    def __init__(self, title: str, inside: QWidget) -> None:
        super().__init__()
        self._title = title
        self._inside = inside
        self._link = parts.button(f"Show {title}", self.turn, role="link")
        self.setLayout(parts.column(parts.row(self._link, 1), inside, gap=SPACE_2))
        inside.hide()

    def turn(self) -> None:
        """Show it, or hide it again."""
        self.show_inside(self._inside.isHidden())

    def show_inside(self, is_shown: bool) -> None:
        """Show it or hide it."""
        self._inside.setVisible(is_shown)
        words = f"{'Show' if self._inside.isHidden() else 'Hide'} {self._title}"
        self._link.setText(words)
        self._link.setAccessibleName(words)

    def take_focus(self) -> None:
        """The keyboard goes on at the link."""
        self.show()
        parts.go_to(self._link)
