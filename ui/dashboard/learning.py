"""Learning: the plan of the nights, learning now, the morning report, and what the nights left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from assistant.nightfigures import STAGES
from assistant.nightrecords import PERSONAL, Adapter, NightReport
from assistant.settings import Settings
from assistant.wording import counted
from ui import parts
from ui.dashboard import nightwords
from ui.dashboard.beside import BesideCard
from ui.dashboard.plan import NightPlanCard
from ui.dashboard.report import ReportCard
from ui.dashboard.versions import VersionsCard
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4

STEPS = 1000


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything the page shows."""

    settings: Settings
    waiting: int
    """Ratings and choices that no night has decided on."""
    report: NightReport | None
    """The newest one."""
    versions: Sequence[Adapter]
    """For whatever purpose, newest first."""
    base: str
    """Fingerprint of the weights that answer."""
    is_paused: bool
    """A night was interrupted and can go on."""
    acts: bool = False
    """What the newest night learned acts now."""
    held_up: str = ""
    """Why the last night was not had."""

    @property
    def own(self) -> list[Adapter]:
        """The versions of the person's own taste."""
        return [one for one in self.versions if one.purpose == PERSONAL]

    @property
    def acts_here(self) -> bool:
        """True where one of these acts on the weights that answer."""
        return any(one.active and one.base == self.base and one.strength for one in self.own)


class LearnNowCard(QWidget):
    """What waits to be learned, and a night at once: its stage, a bar, the time left, and a stop."""

    asked = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting = parts.label("")
        self._hint = parts.label("", "caption")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("How much of the night is done")
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._start = parts.button("Learn now", self.asked.emit, role="main")
        self._stop = parts.button("Stop", self.stopped.emit, hint="Stop learning; it goes on from there later")
        inside = parts.column(self._waiting, self._bar, self._hint, margins=SPACE_3, gap=SPACE_2)
        inside.addLayout(parts.row(self._start, self._stop, 1))
        self.setLayout(parts.column(parts.frame("card", inside)))
        self._waits = ("", "")
        self._said = ""
        self.show_rest()

    def show_waiting(self, count: int, *, is_paused: bool) -> None:
        """How much there is to learn from."""
        new = "No new ratings are waiting." if not count else f"{counted(count, 'new rating')} {_wait(count)}."
        hint = "An interrupted night goes on from where it was." if is_paused else ""
        self._waits = (new, hint)
        if self._stop.isHidden():
            self.show_rest(self._said)

    def show_progress(self, stage: str, share: float, left_s: float | None) -> None:
        """A night goes on."""
        value = round(STEPS * nightwords.share_of_night(stage, share))
        self._go_on(f"{STAGES.get(stage, STAGES['learning'])} …", nightwords.time_left(left_s), value)
        self._stop.setEnabled(True)

    def show_starting(self) -> None:
        """A night was asked for."""
        self._go_on("Starting …", "You can go on asking meanwhile.", 0)
        self._stop.setEnabled(True)

    def show_stopping(self) -> None:
        """It was asked to pause."""
        self._go_on("Pausing …", "It keeps where it stands.", self._bar.value())
        self._stop.setEnabled(False)

    def show_rest(self, said: str = "") -> None:
        """No night goes on; `said` is how the last one ended."""
        self._said = said
        had_focus = self._stop.hasFocus()
        self._bar.hide()
        self._stop.hide()
        self._start.show()
        if had_focus:
            self._start.setFocus()
        new, hint = self._waits
        self._say(self._waiting, new)
        self._say(self._hint, said or hint)

    def _go_on(self, stage: str, hint: str, value: int) -> None:
        self._said = ""
        had_focus = self._start.hasFocus()
        self._say(self._waiting, stage)
        self._say(self._hint, hint)
        self._bar.setValue(value)
        for part in (self._bar, self._stop):
            part.show()
        self._start.hide()
        if had_focus:
            self._stop.setFocus()

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _wait(count: int) -> str:
    return "is waiting" if count == 1 else "are waiting"


class LearningPanel(QWidget):
    """The whole page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.plan = NightPlanCard(theme)
        self.now = LearnNowCard()
        self.report = ReportCard(theme)
        self.versions = VersionsCard(theme)
        self.beside = BesideCard(theme)
        intro = parts.label(
            "From your ratings and sliders Attune learns to answer as you like it. What it learned is used only when "
            "its own checks find that nothing got worse.",
            "caption",
        )
        report, versions = (parts.label(text, "heading") for text in ("The newest night", "Versions"))
        page = parts.column(intro, self.now, self.plan, gap=SPACE_3)
        for title, card in ((report, self.report), (versions, self.versions)):
            page.addSpacing(SPACE_2)
            page.addWidget(title)
            page.addWidget(card)
        page.addWidget(self.beside)
        page.addSpacing(SPACE_4)
        page.addStretch(1)
        self.setLayout(page)

    def show_learned(self, learned: Learned, *, now: float) -> None:
        """Show how things stand.

        Args:
            now: Unix time in seconds.
        """
        self.now.show_waiting(learned.waiting, is_paused=learned.is_paused)
        self.plan.show_settings(learned.settings)
        self.plan.show_held_up(learned.held_up)
        self.report.show_report(learned.report, now=now)
        self.versions.show_versions(learned.own, base=learned.base)
        self.beside.show_versions(learned.versions, base=learned.base)
