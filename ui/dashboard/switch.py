"""A switch with its words beside it: on or off, with a sentence that says what that means."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from ui import parts
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_3

WIDTH, HEIGHT, ROOM = 36, 20, 3


class Switch(QCheckBox):
    """A check box that looks like a switch.

    Args:
        name: what a screen reader says.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(WIDTH + 2 * ROOM, HEIGHT + 2 * ROOM)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Room for the switch and the line around it that shows the focus."""
        return QSize(WIDTH + 2 * ROOM, HEIGHT + 2 * ROOM)

    def hitButton(self, position: object) -> bool:  # noqa: N802  # Qt's name
        """All of it can be pressed."""
        del position
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the track, filled when it is on, and the knob."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(ROOM + 0.5, ROOM + 0.5, WIDTH - 1, HEIGHT - 1)
        is_on = self.isChecked()
        can = self.isEnabled()
        line = colours.accent if is_on else colours.control
        painter.setPen(QPen(QColor(line if can else colours.hairline), 1))
        painter.setBrush(QColor((colours.accent if can else colours.hairline) if is_on else colours.surface))
        painter.drawRoundedRect(track, HEIGHT / 2, HEIGHT / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_accent if is_on and can else line if can else colours.control))
        middle = track.right() - HEIGHT / 2 + 0.5 if is_on else track.left() + HEIGHT / 2 - 0.5
        painter.drawEllipse(QPointF(middle, track.center().y()), HEIGHT / 2 - 4, HEIGHT / 2 - 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            around = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        painter.end()


class SwitchRow(QWidget):
    """A switch, what it is for, and what it means; pressing the words turns it too."""

    turned = Signal(bool)
    """The person turned it."""

    def __init__(self, theme: Theme, words: str, meaning: str, *, role: str = "") -> None:
        super().__init__()
        self.switch = Switch(theme, words)
        self.switch.setAccessibleDescription(meaning)
        self.switch.clicked.connect(self.turned)
        head = parts.row(parts.label(words, role), self.switch, gap=SPACE_3)
        head.setStretch(0, 1)
        head.setAlignment(self.switch, Qt.AlignmentFlag.AlignTop)
        self._meaning = parts.label(meaning, "caption")
        self.setLayout(parts.column(head, self._meaning, gap=SPACE_1))

    def show_is_on(self, is_on: bool) -> None:
        """Put it where it stands, without telling anybody."""
        self.switch.setChecked(is_on)

    def allow(self, is_possible: bool, meaning: str) -> None:
        """Let it be turned or not, and say what it means now."""
        self.switch.setEnabled(is_possible)
        self.switch.setAccessibleDescription(meaning)
        self._meaning.setText(meaning)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """The words were pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.switch.click()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Hear of the release."""
        event.accept()
