"""Asks three small questions about an answer: right memories, right tone, right answer; each is kept at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from assistant.records import Stage
from ui import parts
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

QUESTIONS: Mapping[Stage, str] = {"memories": "Right memories?", "tone": "Right tone?", "answer": "Right answer?"}


class StageQuestions(QWidget):
    """Each is answered with yes or no, and kept at once.

    Args:
        judged: what was said already.
        has_memories: memories were found for this answer, so that they can be judged.
    """

    judged = Signal(str, bool)

    def __init__(self, judged: Mapping[Stage, bool], *, has_memories: bool) -> None:
        super().__init__()
        self._chips: dict[tuple[Stage, bool], QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_2)
        grid.setVerticalSpacing(SPACE_1)
        grid.setColumnMinimumWidth(1, SPACE_3)
        grid.setColumnStretch(4, 1)
        asked: list[Stage] = [stage for stage in QUESTIONS if stage != "memories" or has_memories]
        for place, stage in enumerate(asked):
            grid.addWidget(parts.label(QUESTIONS[stage], "caption", wraps=False), place, 0)
            for column, is_right in ((2, True), (3, False)):
                grid.addWidget(self._chip(stage, is_right), place, column)
        self.show_judged(judged)

    def show_judged(self, judged: Mapping[Stage, bool]) -> None:
        """Show what is kept."""
        for (stage, is_right), chip in self._chips.items():
            chip.setChecked(judged.get(stage) is is_right)

    def _chip(self, stage: Stage, is_right: bool) -> QPushButton:
        chip = parts.button("Yes" if is_right else "No", partial(self._choose, stage, is_right), role="chip")
        chip.setAccessibleName(f"{QUESTIONS[stage]} {chip.text()}")
        chip.setCheckable(True)
        self._chips[stage, is_right] = chip
        return chip

    def _choose(self, stage: Stage, is_right: bool) -> None:
        for value in (True, False):
            self._chips[stage, value].setChecked(value is is_right)
        self.judged.emit(stage, is_right)
