"""Cards to choose from with one click or one key: two answers side by side, or a proposal with a tick."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from assistant.taste.calibration import PAIRS, Pair, Proposal
from assistant.taste.sliders import find, meaning
from ui import parts
from ui.chat import markdown
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5
from ui.tick import Tick

SIDE_BY_SIDE = 520
"""Pixels from which on two answers stand beside each other, at the designed size of type."""


class AnswerCard(QPushButton):
    """An answer that is chosen by clicking it."""

    def __init__(self, key: str, theme: Theme, run: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("answer")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # a click leaves no ring that would favour a side of the next pair
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._key = key
        self._theme = theme
        self._text = ""
        self._label = reading_label()
        badge = parts.label(key, "caption", wraps=False)
        self._inside = parts.column(badge, self._label, 1, margins=SPACE_4, gap=SPACE_2)
        self.setLayout(self._inside)
        for child in (badge, self._label):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _=False: run())
        theme.changed.connect(self._draw)

    def show_answer(self, text: str, question: str) -> None:
        """Put another answer on the card."""
        self._text = text
        self.setAccessibleName(f"Answer {self._key}: {text}")
        self.setAccessibleDescription(f"Choose this answer to: {question}")
        self._draw()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """As large as what is on it; a button would only ask for its own words."""
        return self._inside.totalSizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """As small as what is on it allows."""
        return self._inside.totalMinimumSize()

    def _draw(self) -> None:
        self._label.setText(rich(self._text, self._theme))
        self.updateGeometry()


class PairCards(QWidget):
    """The two answers of a pair: beside each other where there is room, below each other elsewhere."""

    chosen = Signal(str)
    """A or B."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards = tuple(
            AnswerCard(key, theme, lambda best=best: self.chosen.emit(best))  # type: ignore[misc]
            for key, best in (("1", "A"), ("2", "B"))
        )
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SPACE_3)
        for card in self.cards:
            self._box.addWidget(card, 1)
        self._probe = reading_label()
        self._probe.setParent(self)
        self._probe.hide()
        theme.changed.connect(self._arrange)

    def show_pair(self, pair: Pair) -> None:
        """Show its answers."""
        for card, text in zip(self.cards, (pair.a, pair.b), strict=True):
            card.show_answer(text, pair.question)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Arrange the cards anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Stack the cards where it is narrow; beside each other they are as high for every pair, so nothing jumps."""
        is_wide = self.width() >= self._theme.scaled(SIDE_BY_SIDE)
        sides = QBoxLayout.Direction
        self._box.setDirection(sides.LeftToRight if is_wide else sides.TopToBottom)
        height = self._highest((self.width() - SPACE_3) // 2) if is_wide else 0
        for card in self.cards:
            card.setMinimumHeight(height)

    def _highest(self, width: int) -> int:
        self._probe.ensurePolished()
        texts = [text for pair in PAIRS for text in (pair.a, pair.b)]
        heights = []
        for text in texts:
            self._probe.setText(rich(text, self._theme))
            heights.append(self._probe.heightForWidth(width - 2 * SPACE_4))
        badge = self._probe.fontMetrics().lineSpacing()
        return max(heights) + badge + SPACE_2 + 2 * SPACE_4


class ProposalRow(QWidget):
    """A slider that could move, with its meaning, the reason, and a tick."""

    def __init__(self, proposal: Proposal, level_now: int, theme: Theme, changed: Callable[[], object]) -> None:
        super().__init__()
        slider = find(proposal.name)
        words = meaning(proposal.name, proposal.level)
        self.proposal = proposal
        self.tick = Tick(slider.title, theme, role="heading")
        self.tick.setChecked(True)
        self.tick.setCursor(Qt.CursorShape.PointingHandCursor)
        self.tick.setAccessibleName(f"{slider.title}: {words}")
        self.tick.setAccessibleDescription(proposal.reason)
        self.tick.toggled.connect(lambda _: changed())
        reason = proposal.reason
        if level_now:
            reason += f" It stands at: {meaning(proposal.name, level_now)}"
        below = parts.column(parts.label(words, "reading"), parts.label(reason, "caption"), gap=SPACE_1)
        below.setContentsMargins(SPACE_5, 0, 0, 0)
        self.setLayout(parts.column(self.tick, below, gap=SPACE_1))


def reading_label() -> QLabel:
    """A label for an answer: rich text in the size for reading."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setProperty("role", "reading")
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def rich(text: str, theme: Theme) -> str:
    """An answer as rich text, its lists close to the edge because cards are narrow."""
    html = markdown.html(text, theme.colours)
    return html.replace('<ul style="margin:0">', '<ul style="margin:4px 0 0 -22px">')
