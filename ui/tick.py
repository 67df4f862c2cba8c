"""A box to tick whose tick can be seen in every theme."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from ui.theme.icons import draw
from ui.theme.theme import Theme


class Tick(QCheckBox):
    """A box whose tick can be seen."""

    def __init__(self, text: str, theme: Theme, *, role: str = "") -> None:
        super().__init__(text)
        self._theme = theme
        self.setProperty("role", role)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the box as the style does, and the tick into it."""
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            draw("check", self._theme.colours.on_accent).paint(painter, box.adjusted(1, 1, -1, -1))
            painter.end()
