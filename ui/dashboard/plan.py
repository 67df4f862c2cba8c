"""When Attune may learn by itself, and how boldly."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QSignalBlocker, Qt, QTime, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QTimeEdit, QVBoxLayout, QWidget

from assistant.errors import UsageProblem
from assistant.settings import Settings
from assistant.training.schedule import Plan
from ui import parts
from ui.dashboard.fold import Fold
from ui.dashboard.switch import SwitchRow
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

ALLOWED = (
    "Learn by night",
    "By itself, in hours you choose and once you have left the computer alone. It pauses when you come back.",
)
CLOSED = (
    "Also while Attune is closed or locked",
    "The key to your data then stays in the memory of the night's own process until the night is done or "
    "switched off, and nowhere else.",
)
BATTERY = ("Also on battery", "Otherwise it waits until the computer is plugged in.")
DIALS = {
    "gentle": "Small steps: the least can change in one night.",
    "normal": "Steps of middle size.",
    "strong": "Large steps: the most can change in one night.",
}


class Clock(QTimeEdit):
    """An hour and its minutes; the wheel scrolls the page instead of changing them by the way."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDisplayFormat("HH:mm")
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setToolTip("Type a time, or change it with the arrow keys")
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave it to the page."""
        event.ignore()

    def show_clock(self, clock: str) -> None:
        """Put it where it stands, without telling anybody."""
        with QSignalBlocker(self):
            self.setTime(QTime.fromString(time.fromisoformat(clock).strftime("%H:%M"), "HH:mm"))

    def clock(self) -> str:
        """As it is kept: 01:00."""
        return self.time().toString("HH:mm")


class NightPlanCard(QWidget):
    """The switch, what it comes to in one line, and the hours and conditions behind a link."""

    changed = Signal(str, object)
    """A setting and its new value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._allowed = SwitchRow(theme, *ALLOWED, role="heading")
        self._closed = SwitchRow(theme, *CLOSED)
        self._battery = SwitchRow(theme, *BATTERY)
        rows = (
            ("night_allowed", self._allowed),
            ("night_when_closed", self._closed),
            ("night_on_battery", self._battery),
        )
        for name, row in rows:
            row.turned.connect(lambda is_on, n=name: self._turn(n, is_on))
        self._begins, self._ends = Clock("The night begins at"), Clock("The night ends at")
        for clock in (self._begins, self._ends):
            clock.timeChanged.connect(self._set_hours)
        self._problem = parts.label("", "bad")
        self._problem.hide()
        self._kept = Settings()
        self._summary = parts.label("")
        self._held_up = parts.label("", "caption")
        self._held_up.hide()
        hours = parts.row(parts.label("From"), self._begins, parts.label("to"), self._ends, 1, gap=SPACE_2)
        conditions = QWidget()
        inner = parts.column(hours, self._problem, self._closed, self._battery, self._dial(), gap=SPACE_3)
        conditions.setLayout(inner)
        self._fold = Fold("how and when", conditions)
        inside = parts.column(self._allowed, self._summary, self._held_up, self._fold, margins=SPACE_3, gap=SPACE_2)
        self.setLayout(parts.column(parts.frame("card", inside)))
        self.setEnabled(False)  # what was kept is not known yet

    def _dial(self) -> QVBoxLayout:
        self._dials = QButtonGroup(self)
        chips = parts.row(gap=SPACE_1)
        for dial, meaning in DIALS.items():
            chip = QPushButton(dial.capitalize())
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAccessibleName(f"How boldly it learns: {dial}")
            chip.setAccessibleDescription(meaning)
            chip.clicked.connect(lambda _=False, d=dial: self._turn("night_dial", d))
            self._dials.addButton(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        self._dial_meaning = parts.label("", "caption")
        # room for the longest sentence, so that nothing below jumps
        return parts.column(parts.label("How boldly"), chips, self._dial_meaning, gap=SPACE_1)

    def show_settings(self, settings: Settings) -> None:
        """Put everything where it stands."""
        self._kept = settings
        self._allowed.show_is_on(settings.night_allowed)
        self._closed.show_is_on(settings.night_when_closed)
        self._battery.show_is_on(settings.night_on_battery)
        if not any(clock.hasFocus() for clock in (self._begins, self._ends)):
            self._begins.show_clock(settings.night_begins)
            self._ends.show_clock(settings.night_ends)
        for chip in self._dials.buttons():
            chip.setChecked(chip.text().lower() == settings.night_dial)
        self._dial_meaning.setText(DIALS[settings.night_dial])
        self._summary.setText(_summary(settings))
        self._summary.setVisible(settings.night_allowed)
        self.setEnabled(True)

    def show_held_up(self, why: str) -> None:
        """Why the last night was not had; empty where there is nothing to say."""
        self._held_up.setText(why)
        self._held_up.setVisible(bool(why))

    def _turn(self, name: str, value: object) -> None:
        if name == "night_dial":
            self._dial_meaning.setText(DIALS[str(value)])
        if name == "night_allowed" and value:
            self._fold.show_inside(True)
        self.changed.emit(name, value)

    def _set_hours(self) -> None:
        """Keep the hours, unless they leave no room for a night."""
        begins, ends = self._begins.clock(), self._ends.clock()
        try:
            Plan(begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))
        except UsageProblem as problem:
            self._problem.setText(str(problem))
            self._problem.show()
            return
        self._problem.hide()
        for name, value, kept in (
            ("night_begins", begins, self._kept.night_begins),
            ("night_ends", ends, self._kept.night_ends),
        ):
            if value != kept:
                self.changed.emit(name, value)


def _summary(settings: Settings) -> str:
    where = "" if settings.night_when_closed else ", while Attune is open"
    power = "" if settings.night_on_battery else " and the computer is plugged in"
    if settings.night_when_closed and power:
        power = ", while the computer is plugged in"
    return f"From {settings.night_begins} to {settings.night_ends}{where}{power}."
