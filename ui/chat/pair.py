"""Two answers to choose from: a quiet line that offers them, and both beside each other where there is room."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget

from assistant.records import Best
from ui import parts
from ui.chat.answer import AnswerText
from ui.chat.choosing import Offer, Stage
from ui.theme.theme import Theme
from ui.theme.tokens import CONTROL_HEIGHT, SPACE_1, SPACE_2, SPACE_3, SPACE_4

SIDE_BY_SIDE = 520
"""Pixels from which on two answers stand beside each other, at the designed size of type."""
ASKING = "Which do you like better?"
HOW = "Press 1 or 2, or 0 for no difference. The one you choose stays, and Attune learns what you like."
SAID: Mapping[Stage, str] = {
    "writing": "Writing a second answer for you to compare …",
    "ready": f"There is a second answer. {ASKING}",
    "kept": "Kept, thank you.",
}
KEYS: Mapping[int, Best] = {Qt.Key.Key_1: "A", Qt.Key.Key_2: "B", Qt.Key.Key_0: "neither"}


class OfferLine(QWidget):
    """One line under an answer; it keeps its height whatever it says, so that nothing moves while one reads."""

    opened = Signal()
    put_off = Signal()

    def __init__(self, offer: Offer, theme: Theme) -> None:
        super().__init__()
        self._said = parts.label("", "caption")
        self.compare = parts.button("Compare them", self.opened.emit, hint="Compare the two answers")
        self.later = parts.button("Not now", self.put_off.emit, role="link", hint="Not now: leave the answer as it is")
        line = parts.row(self._said, self.compare, self.later, gap=SPACE_3)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setMinimumHeight(CONTROL_HEIGHT + 2 * SPACE_1)
        self.show_offer(offer)
        theme.dress(self)

    def show_offer(self, offer: Offer) -> None:
        """Say how far it is."""
        had_focus = self.compare.hasFocus() or self.later.hasFocus()
        self._said.setText(SAID.get(offer.stage, ""))
        self.compare.setVisible(offer.stage == "ready")
        self.later.setVisible(offer.stage in ("writing", "ready"))
        if had_focus and offer.stage == "ready":
            parts.go_to(self.compare)


class PairView(QWidget):
    """Both answers, a button for each, and the ways out."""

    chosen = Signal(str)
    """A, B or neither."""
    put_off = Signal()

    def __init__(self, first: str, second: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{ASKING} {HOW}")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(SPACE_3)
        self._box.addWidget(self._card("1", first, "A"), 1)
        self._box.addWidget(self._card("2", second, "B"), 1)
        same = parts.button("No difference", lambda: self.chosen.emit("neither"), hint="I see no difference")
        later = parts.button("Not now", self.put_off.emit, role="link", hint="Not now: leave the answer as it is")
        head = parts.column(parts.label(ASKING, "heading"), parts.label(HOW, "caption"), gap=SPACE_1)
        foot = parts.row(same, later, 1, gap=SPACE_4)
        self.setLayout(parts.column(head, self._box, foot, gap=SPACE_3))
        theme.changed.connect(self._arrange)
        theme.dress(self)

    def _card(self, number: str, text: str, best: Best) -> QFrame:
        answer = AnswerText(self._theme)
        answer.show_text(text)
        pick = QPushButton("This one")
        pick.setAccessibleName(f"Answer {number} is better")
        pick.setToolTip(f"Answer {number} is better ({number})")
        pick.setCursor(Qt.CursorShape.PointingHandCursor)
        pick.clicked.connect(lambda _=False: self.chosen.emit(best))
        badge = parts.label(number, "caption", wraps=False)
        return parts.frame("card", parts.column(badge, answer, 1, pick, margins=SPACE_4, gap=SPACE_2))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Arrange the two anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Stack them where it is narrow."""
        is_wide = self.width() >= self._theme.scaled(SIDE_BY_SIDE)
        sides = QBoxLayout.Direction
        self._box.setDirection(sides.LeftToRight if is_wide else sides.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """1, 2 and 0 choose, Esc leaves."""
        if event.key() in KEYS:
            self.chosen.emit(KEYS[event.key()])
        elif event.key() == Qt.Key.Key_Escape:
            self.put_off.emit()
        else:
            super().keyPressEvent(event)
