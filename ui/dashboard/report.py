"""The morning report: what the newest night came to, in plain words first and in figures behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.nightfigures import Figure, figures
from assistant.nightrecords import NightReport, Sample
from ui import parts
from ui.dashboard import nightwords
from ui.dashboard.fold import Fold
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3


class ReportCard(QWidget):
    """The newest report; a new one replaces it, the same one stays as it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[NightReport, str] | None = None
        self._folds: list[Fold] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        self._column.setSpacing(SPACE_2)
        self.setLayout(parts.column(parts.frame("card", self._column)))
        self._column.addWidget(parts.label("No night yet. After the first one, what it came to will stand here."))

    def take_focus(self) -> None:
        """The keyboard goes on here."""
        if self._folds:
            self._folds[0].take_focus()

    def show_report(self, report: NightReport | None, *, now: float) -> None:
        """Tell a night.

        Args:
            now: Unix time in seconds.
        """
        if report is None:
            return
        title = nightwords.title(report, now=now)
        if self._shown == (report, title):
            return  # what is unfolded stays so
        self._shown = (report, title)
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        parts.clear(self._column)
        self._column.addWidget(parts.label(title, "heading"))
        for text in (report.reason, nightwords.learned_from(report)):
            if text:
                self._column.addWidget(parts.label(text))
        self._column.addWidget(parts.label(nightwords.when(report), "caption"))
        self._folds = []
        if report.samples:
            self._folds.append(Fold("answers before and after", _samples(report.samples)))
        if report.metrics:
            self._folds.append(Fold("what was measured", _figures(figures(report.metrics))))
        for fold in self._folds:
            self._column.addWidget(fold)
        self._theme.dress(self)
        if had_focus:
            self.take_focus()


def _figures(figures: list[Figure]) -> QWidget:
    shown = parts.column(gap=SPACE_3)
    for figure in figures:
        verdict = parts.label("yes" if figure.passed else "no", "good" if figure.passed else "bad", wraps=False)
        head = parts.row(parts.label(figure.title), verdict, gap=SPACE_2)
        head.setStretch(0, 1)
        head.setAlignment(verdict, Qt.AlignmentFlag.AlignTop)
        shown.addLayout(parts.column(head, parts.label(figure.text, "caption"), gap=SPACE_1))
    return _widget(shown)


def _samples(samples: tuple[Sample, ...]) -> QWidget:
    shown = parts.column(gap=SPACE_3)
    for sample in samples:
        one = parts.column(parts.label(sample.question, "heading"), gap=SPACE_1)
        for name, answer in (("Before", sample.before), ("After", sample.after)):
            words = parts.label(answer.strip() or "(nothing)")
            words.setAccessibleName(f"{name}: {answer}")
            one.addWidget(parts.label(name, "caption"))
            one.addWidget(words)
        shown.addLayout(one)
    return _widget(shown)


def _widget(layout: QVBoxLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made
