"""A line with quiet stops and a knob, on which something is moved from stop to stop."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider

from ui.theme.theme import Theme

KNOB, DOT, LARGER, MARGIN = 8.0, 2.5, 1.5, 10.0


class StopSlider(QSlider):
    """Stops on a line; one of them, drawn larger, is where things are as usual.

    Args:
        name: what a screen reader says.
        low: the value at its left end.
        high: the value at its right end.
        step: from stop to stop; a value between two stops can be shown, but not be chosen.
        usual: the stop that is drawn larger, to which 0 and Delete go back.
    """

    def __init__(self, theme: Theme, name: str, *, low: int = -3, high: int = 3, step: int = 1, usual: int = 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._usual = usual
        self.setAccessibleName(name)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setPageStep(step)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Wide enough for all stops."""
        return QSize(200, 26)

    def _x(self, value: int) -> float:
        span = self.maximum() - self.minimum()
        return MARGIN + (value - self.minimum()) * (self.width() - 2 * MARGIN) / span

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the line, the part between nothing and the knob, the stops and the knob."""
        del event
        colours = self._theme.colours
        accent = QColor(colours.accent if self.isEnabled() else colours.control)
        middle = self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.control), 2))
        painter.drawLine(QPointF(self._x(self.minimum()), middle), QPointF(self._x(self.maximum()), middle))
        painter.setPen(QPen(accent, 3))
        if self.value():
            painter.drawLine(QPointF(self._x(0), middle), QPointF(self._x(self.value()), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        for stop in range(self.minimum(), self.maximum() + 1, self.singleStep()):
            is_passed = min(0, self.value()) <= stop <= max(0, self.value()) != min(0, self.value())
            painter.setBrush(accent if is_passed else QColor(colours.control))
            radius = DOT + (LARGER if stop == self._usual else 0)
            painter.drawEllipse(QPointF(self._x(stop), middle), radius, radius)
        painter.setBrush(accent if self.value() else QColor(colours.surface))
        painter.setPen(QPen(accent, 2))
        painter.drawEllipse(QPointF(self._x(self.value()), middle), KNOB, KNOB)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go to the stop that was pressed."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Follow the mouse from stop to stop."""
        self._go(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """0 and Delete put it back to where things are as usual; arrows move it as any slider."""
        if event.key() in (Qt.Key.Key_0, Qt.Key.Key_Delete):
            self.setValue(self._usual)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """The wheel scrolls the panel; it never changes a wish by the way."""
        event.ignore()

    def _go(self, event: QMouseEvent) -> None:
        step = self.singleStep()
        pixels = (self.width() - 2 * MARGIN) * step / (self.maximum() - self.minimum())
        self.setValue(self.minimum() + step * round((event.position().x() - MARGIN) / pixels))
