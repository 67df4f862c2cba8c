"""The sliders: seven quiet stops each, a sentence for where one stands, an example on demand, and how they act."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.taste.sliders import SLIDERS, Slider, meaning
from assistant.taste.tradeoffs import LEAKS, Leaks, pulls
from ui import parts
from ui.dashboard.asking import AskingCard
from ui.dashboard.steering import SteeringCard
from ui.dashboard.stops import StopSlider
from ui.dashboard.taste import TasteCard
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4

MEANING_WIDTH = 270
BETWEEN = "What you get lies somewhere between."


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

    def __init__(self, theme: Theme, leaks: Leaks = LEAKS) -> None:
        super().__init__()
        self._leaks = leaks
        self._rows = {slider.name: SliderRow(slider, theme) for slider in SLIDERS}
        self._pulls = parts.label("")
        self._pulling = parts.frame(
            "notice", parts.column(self._pulls, parts.label(BETWEEN, "caption"), margins=SPACE_3, gap=SPACE_1)
        )
        self.taste = TasteCard(theme)
        self.steering = SteeringCard(theme)
        self.asking = AskingCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        intro = parts.label("Sliders act on the very next answer. In the middle, the model decides.", "caption")
        reset = parts.button("All to the middle", self._reset, role="link")
        again = parts.button(
            "Tell me your taste again", self.asked.emit, role="link", hint="Ten short pairs of answers to choose from"
        )
        column.addWidget(self.taste)
        column.addWidget(self.asking)
        column.addLayout(parts.column(intro, parts.row(reset, 1, again), gap=SPACE_2))
        for row in self._rows.values():
            row.moved.connect(self.moved)
            row.moved.connect(self._show_pulls)
            column.addWidget(row)
        column.addWidget(self._pulling)
        column.addSpacing(SPACE_2)
        column.addWidget(self.steering)
        column.addSpacing(SPACE_3)
        column.addStretch(1)
        self._show_pulls()
        # what was kept is not known yet: a move now would be taken back when it arrives
        self.setEnabled(False)

    def row(self, name: str) -> SliderRow:
        """The row of a slider."""
        return self._rows[name]

    def show_levels(self, levels: Mapping[str, int]) -> None:
        """Put all sliders where they stand."""
        for name, row in self._rows.items():
            row.show_level(levels.get(name, 0))
        self._show_pulls()
        self.setEnabled(True)

    def show_recent(self, found: Mapping[str, str]) -> None:
        """Slider -> what the newest answers were really like, in words."""
        for name, row in self._rows.items():
            row.show_recent(found.get(name, ""))

    def _reset(self) -> None:
        for row in self._rows.values():
            row.stops.setValue(0)

    def _show_pulls(self, *_: object) -> None:
        """Which of the moved sliders pull against each other, nothing where none do."""
        found = pulls({name: row.stops.value() for name, row in self._rows.items()}, self._leaks)
        self._pulls.setText("\n".join(found))
        self._pulling.setVisible(bool(found))
