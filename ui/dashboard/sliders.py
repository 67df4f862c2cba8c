"""The sliders: seven quiet stops each, a sentence for where one stands, and an example on demand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from assistant.taste.sliders import SLIDERS, Slider, meaning
from ui import parts
from ui.dashboard.taste import TasteCard
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4

STOPS = 7
MEANING_WIDTH = 270
KNOB, DOT, MARGIN = 8.0, 2.5, 10.0


class StopSlider(QSlider):
    """Seven stops on a line, the middle one for "leave it alone"."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.setAccessibleName(name)
        self.setRange(-3, 3)
        self.setPageStep(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Wide enough for seven stops."""
        return QSize(200, 26)

    def _x(self, level: int) -> float:
        return MARGIN + (level + 3) * (self.width() - 2 * MARGIN) / (STOPS - 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the line, the part between the middle and the knob, the stops and the knob."""
        del event
        colours = self._theme.colours
        middle = self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.control), 2))
        painter.drawLine(QPointF(self._x(-3), middle), QPointF(self._x(3), middle))
        painter.setPen(QPen(QColor(colours.accent), 3))
        if self.value():
            painter.drawLine(QPointF(self._x(0), middle), QPointF(self._x(self.value()), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.control))
        for level in range(-3, 4):
            radius = DOT + (1.5 if level == 0 else 0)
            painter.drawEllipse(QPointF(self._x(level), middle), radius, radius)
        painter.setBrush(QColor(colours.accent if self.value() else colours.surface))
        painter.setPen(QPen(QColor(colours.accent), 2))
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
        """0 and Delete put it back to the middle; arrows move it as any slider."""
        if event.key() in (Qt.Key.Key_0, Qt.Key.Key_Delete):
            self.setValue(0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """The wheel scrolls the panel; it never changes a wish by the way."""
        event.ignore()

    def _go(self, event: QMouseEvent) -> None:
        step = (self.width() - 2 * MARGIN) / (STOPS - 1)
        self.setValue(round((event.position().x() - MARGIN) / step) - 3)


class SliderRow(QWidget):
    """One slider with its words."""

    moved = Signal(str, int)

    def __init__(self, slider: Slider, theme: Theme) -> None:
        super().__init__()
        self._slider = slider
        self.stops = StopSlider(theme, f"{slider.title}: {slider.low} to {slider.high}")
        self._meaning = parts.label("", "caption")
        self._recent = ""
        self._meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._example = parts.label(self._example_text(), "caption")
        self._example.hide()
        self._toggle = parts.button("Example", self._show_example, role="link", hint=f"An example for {slider.title}")
        head = parts.row(parts.label(slider.title, "heading"), 1, self._toggle)
        ends = parts.row(
            parts.label(slider.low, "caption", wraps=False), 1, parts.label(slider.high, "caption", wraps=False)
        )
        self.setLayout(parts.column(head, self.stops, ends, self._meaning, self._example, gap=SPACE_1))
        self.stops.valueChanged.connect(self._move)
        self.show_level(0)

    def show_level(self, level: int) -> None:
        """Put the slider where it stands, without telling anybody."""
        self.stops.blockSignals(True)
        self.stops.setValue(level)
        self.stops.blockSignals(False)
        self._explain(level)

    def show_recent(self, text: str) -> None:
        """What the newest answers were really like; empty while nothing was answered."""
        self._recent = text
        self._explain(self.stops.value())

    def _move(self, level: int) -> None:
        self._explain(level)
        self.moved.emit(self._slider.name, level)

    def _explain(self, level: int) -> None:
        text = meaning(self._slider.name, level)
        self._meaning.setText(f"{text}\n{self._recent}" if self._recent else text)
        self._meaning.setMinimumHeight(self._room())
        self.stops.setAccessibleDescription(f"{text} {self._recent}".strip())

    def _room(self) -> int:
        """Room for the longest sentence stays reserved, so that nothing below jumps when it changes."""
        metrics = self._meaning.fontMetrics()
        lines = max(-(-metrics.horizontalAdvance(text) // MEANING_WIDTH) for text in self._slider.meanings)
        lines += -(-metrics.horizontalAdvance(self._recent) // MEANING_WIDTH)
        return lines * metrics.lineSpacing() + 2

    def _example_text(self) -> str:
        example = self._slider.example
        return f"{example.question}\n\n{self._slider.low}: {example.low}\n\n{self._slider.high}: {example.high}"

    def _show_example(self) -> None:
        self._example.setVisible(self._example.isHidden())
        self._toggle.setText("Example" if self._example.isHidden() else "Hide")


class SlidersPanel(QWidget):
    """All sliders; a move is told at once."""

    moved = Signal(str, int)
    asked = Signal()
    """The person wants to choose between pairs of answers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rows = {slider.name: SliderRow(slider, theme) for slider in SLIDERS}
        self.taste = TasteCard(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        intro = parts.label("Sliders act on the very next answer. In the middle, the model decides.", "caption")
        reset = parts.button("All to the middle", self._reset, role="link")
        again = parts.button(
            "Tell me your taste again", self.asked.emit, role="link", hint="Ten short pairs of answers to choose from"
        )
        column.addWidget(self.taste)
        column.addLayout(parts.column(intro, parts.row(reset, 1, again), gap=SPACE_2))
        for row in self._rows.values():
            row.moved.connect(self.moved)
            column.addWidget(row)
        column.addSpacing(SPACE_3)
        column.addStretch(1)
        # what was kept is not known yet: a move now would be taken back when it arrives
        self.setEnabled(False)

    def row(self, name: str) -> SliderRow:
        """The row of a slider."""
        return self._rows[name]

    def show_levels(self, levels: Mapping[str, int]) -> None:
        """Put all sliders where they stand."""
        for name, row in self._rows.items():
            row.show_level(levels.get(name, 0))
        self.setEnabled(True)

    def show_recent(self, found: Mapping[str, str]) -> None:
        """Slider -> what the newest answers were really like, in words."""
        for name, row in self._rows.items():
            row.show_recent(found.get(name, ""))

    def _reset(self) -> None:
        for row in self._rows.values():
            row.stops.setValue(0)
