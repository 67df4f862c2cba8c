"""What the nights left: every version, which one acts, how strongly, and one click back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QSlider, QStyle, QVBoxLayout, QWidget

from assistant.nightrecords import Adapter
from ui import parts
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

SETTLING_MS = 300
"""A strength is told once it has not moved for this long."""


def version_card(title: str, state: QLabel, version: Adapter, *, fits: bool) -> QVBoxLayout:
    """What every version's card begins with: title and state, when it was learned, and whether it fits the model."""
    head = parts.row(parts.label(title, "heading"), state)
    head.setStretch(0, 1)
    made = f"Learned on {datetime.fromtimestamp(version.made):%d %b %Y, %H:%M}"
    shown = parts.column(head, parts.label(made, "caption"), margins=SPACE_3, gap=SPACE_1)
    if not fits:
        shown.addWidget(parts.label("It belongs to another model and does not act on the one in use.", "caption"))
    return shown


class StrengthSlider(QSlider):
    """0 to 100 %; the wheel scrolls the page instead of moving it by the way."""

    def __init__(self, version: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setProperty("role", "strength")
        self.setAccessibleName(f"How strongly version {version} acts, in percent")
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.setPageStep(25)
        self.setTracking(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave it to the page."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go where it was pressed, and be dragged from there."""
        span = max(1, self.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self))
        at = event.position().x() - (self.width() - span) / 2
        self.setSliderPosition(round(100 * min(max(at / span, 0.0), 1.0)))
        super().mousePressEvent(event)


class ActiveStrength(QWidget):
    """The slider of the version that acts, and what it says."""

    settled = Signal(int, float)

    def __init__(self, version: Adapter, state: QLabel, *, fits: bool) -> None:
        super().__init__()
        self._version = version.id
        self._state = state
        self._fits = fits
        self._slider = StrengthSlider(version.id)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLING_MS)
        self._timer.timeout.connect(self._tell)
        self._slider.sliderMoved.connect(self._say)
        self._slider.valueChanged.connect(self._move)
        ends = parts.row(
            parts.label("not at all", "caption", wraps=False), 1, parts.label("fully", "caption", wraps=False)
        )
        self.setLayout(parts.column(self._slider, ends))
        self.show_strength(version.strength)

    def show_strength(self, strength: float) -> None:
        """Put it where it stands, unless the person is moving it."""
        if not self._timer.isActive() and not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(round(100 * strength))
            self._say(self._slider.value())

    def settle(self) -> None:
        """Tell at once what has not been told yet."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def _say(self, percent: int) -> None:
        self._state.setText(f"acts at {percent}%" if self._fits else "chosen")

    def _move(self, percent: int) -> None:
        self._say(percent)
        self._timer.start()

    def _tell(self) -> None:
        self.settled.emit(self._version, self._slider.value() / 100)


class VersionsCard(QWidget):
    """The versions, newest first."""

    used = Signal(int)
    strengthened = Signal(int, float)
    switched_off = Signal()
    went_back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[list[Adapter], str] | None = None
        self._strength: ActiveStrength | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        self.setLayout(self._column)

    def show_versions(self, versions: Sequence[Adapter], *, base: str) -> None:
        """List them; what is still so stays, with the keyboard in it.

        Args:
            base: fingerprint of the weights that answer now; a version acts on no others.
        """
        active = next((version for version in versions if version.active), None)
        shown = ([replace(version, strength=0.0) for version in versions], base)
        if self._shown != shown:
            self._shown = shown
            parts.relist(self, lambda: self._list(versions, base=base))
        if self._strength is not None and active is not None:
            self._strength.show_strength(active.strength)

    def settle(self) -> None:
        """Tell at once what has not been told yet."""
        if self._strength is not None:
            self._strength.settle()

    def _list(self, versions: Sequence[Adapter], *, base: str) -> None:
        self._strength = None
        parts.clear(self._column)
        if not versions:
            self._column.addWidget(parts.label("None yet: no night has learned your taste.", "caption"))
        elif not any(version.active for version in versions):
            self._column.addWidget(parts.label("None acts: answers do not follow what nights learned.", "caption"))
        for version in versions:
            card = self._card(version, fits=version.base == base)
            self._column.addWidget(card)
            card.show()
        self._theme.dress(self)

    def _card(self, version: Adapter, *, fits: bool) -> QWidget:
        state = parts.label("", "good" if fits else "caption", wraps=False)
        shown = version_card(f"Version {version.id}", state, version, fits=fits)
        if version.active:
            strength = self._strength = ActiveStrength(version, state, fits=fits)
            strength.settled.connect(self.strengthened)
            off = parts.button("Switch off", self.switched_off.emit, role="link", hint="Let no version act")
            back = parts.button("Go back", self.went_back.emit, role="link", hint="Let act what acted before this one")
            shown.addWidget(strength)
            shown.addLayout(parts.row(off, back, 1, gap=SPACE_3))
        elif fits:
            use = parts.button("Use", lambda: self.used.emit(version.id), role="link", hint=f"Use version {version.id}")
            shown.addLayout(parts.row(use, 1))
        return parts.frame("card", shown)
