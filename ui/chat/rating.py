"""Thumbs, the reasons for them, which part of the answer was right, and a better version in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from assistant.records import Rating, Stage, Verdict
from ui import parts
from ui.chat.stages import StageQuestions
from ui.theme.tokens import SPACE_2

REASONS: dict[Verdict, tuple[str, ...]] = {
    "up": ("clear", "right length", "right tone", "useful", "knew what matters to me"),
    "down": ("too long", "too short", "wrong", "wrong tone", "too complicated", "not what I asked"),
}
ASKED: dict[Verdict, str] = {"up": "What made it so?", "down": "What was wrong?"}
KEPT: dict[Verdict, str] = {"up": f"Thank you, that is kept. {ASKED['up']}", "down": f"Kept. {ASKED['down']}"}
NOT_KEPT = "That could not be kept."
CHIPS_IN_A_ROW = 3
REWRITE = "Rewrite to my wishes"


class RatingCard(QWidget):
    """Opens under an answer after a thumb; every click is kept at once, and said to be kept once it is.

    Args:
        verdict: the thumb.
        rating: what was kept of this answer already.
        stages: asks which part of the answer was right; after a thumb down.
    """

    rated = Signal(str, tuple, str)
    """The thumb, its reasons, and the better version; an empty one takes away what was written before."""
    rewrite = Signal()

    def __init__(self, verdict: Verdict, rating: Rating | None, stages: StageQuestions | None = None) -> None:
        super().__init__()
        self._verdict = verdict
        self._stages = stages
        self._chips = [self._chip(reason) for reason in REASONS[verdict]]
        rows = [self._chips[start : start + CHIPS_IN_A_ROW] for start in range(0, len(self._chips), CHIPS_IN_A_ROW)]
        chips = parts.column(*(parts.row(*row, 1, gap=SPACE_2) for row in rows), gap=SPACE_2)
        self._better = QPlainTextEdit()
        self._better.setAccessibleName("A better version, in your words")
        self._better.setPlaceholderText("A better version, in your words (optional)")
        self._better.setFixedHeight(76)
        self._better.setTabChangesFocus(True)
        if rating is not None and rating.better:
            self._better.setPlainText(rating.better)
        keep = parts.button("Keep this version", self._tell, hint="Keep your better version")
        self._said = parts.label(ASKED[verdict])
        foot = parts.row(1, keep, gap=SPACE_2)
        inner = parts.column(self._said, chips, self._better, foot, margins=SPACE_2 * 2, gap=SPACE_2)
        if stages is not None:
            stages.setContentsMargins(0, SPACE_2, 0, SPACE_2)
            inner.insertWidget(2, stages)
            foot.insertWidget(0, parts.button(REWRITE, self.rewrite.emit, role="quiet", icon="sparkles"))
        self.setLayout(parts.column(parts.frame("card", inner)))
        self._show_chosen(rating)
        self.show_kept(rating)

    def show_kept(self, rating: Rating | None) -> None:
        """This much is kept of the answer."""
        is_its = rating is not None and rating.verdict == self._verdict
        self._said.setText((KEPT if is_its else ASKED)[self._verdict])

    def put_back(self, rating: Rating | None, judged: Mapping[Stage, bool]) -> None:
        """Something could not be kept: say so, and show what is; what is typed stays."""
        self._show_chosen(rating)
        if self._stages is not None:
            self._stages.show_judged(judged)
        self._said.setText(NOT_KEPT)

    def _show_chosen(self, rating: Rating | None) -> None:
        chosen = rating.reasons if rating is not None and rating.verdict == self._verdict else ()
        for chip in self._chips:
            chip.setChecked(chip.text() in chosen)

    def _chip(self, reason: str) -> QPushButton:
        chip = QPushButton(reason)
        chip.setAccessibleName(f"Reason: {reason}")
        chip.setCheckable(True)
        chip.setProperty("role", "chip")
        chip.clicked.connect(self._tell)
        return chip

    def _tell(self) -> None:
        reasons = tuple(chip.text() for chip in self._chips if chip.isChecked())
        self.rated.emit(self._verdict, reasons, self._better.toPlainText().strip())
