"""The two thumbs under an answer; one is lit once it is kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant.records import Verdict
from ui import parts
from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1

THUMBS: tuple[tuple[Verdict, str, str], ...] = (
    ("up", "thumbs-up", "Good answer"),
    ("down", "thumbs-down", "Bad answer"),
)


class Thumbs(QWidget):
    """Good or bad; tells which was pressed, and shows which is kept.

    Args:
        kept: the thumb that is kept; None where there is none.
    """

    given = Signal(str)

    def __init__(self, kept: Verdict | None, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._thumbs = {
            verdict: parts.tool(icon, name, partial(self.given.emit, verdict)) for verdict, icon, name in THUMBS
        }
        for thumb in self._thumbs.values():
            thumb.setCheckable(True)
        self.setLayout(parts.row(*self._thumbs.values(), gap=SPACE_1))
        self.show_kept(kept)

    def show_kept(self, kept: Verdict | None) -> None:
        """Light the thumb that is kept, and no other."""
        for verdict, thumb in self._thumbs.items():
            thumb.setChecked(verdict == kept)
            thumb.setProperty(icons.ROLE, "accent" if verdict == kept else "muted")
        self._theme.dress(self)
