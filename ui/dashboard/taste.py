"""What your ratings say: a bar for each direction with how sure it is, and at most one question about a slider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from assistant.taste.sliders import meaning
from assistant.taste.verdict import Direction, Question
from ui import parts
from ui.dashboard.fold import Fold
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

FIRST = 3
"""Directions that are shown at once, of those that are probable; the others are a click away."""
PROBABLE = 0.75
SAID_ABOUT = "Most of all what you said about:"
TEN_PAIRS = "What you chose in the ten pairs of the first minutes."
AND_TEN_PAIRS = "And what you chose in the ten pairs of the first minutes."
FULL = 2.0
"""Log-odds at the ends of a bar."""
BAND, BAR, DOT, MARGIN = 10.0, 4.0, 5.0, 6.0
TITLE_LETTERS = 38
LEGEND = "The pale band is how far off this may be; where it crosses the middle, even the opposite may be true."
NOTHING = (
    "Nothing yet. Rate a few answers or write a better version of one: what you like about them will stand here, "
    "and how sure that is."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement that made a direction so."""

    turn: int
    question: str


@dataclass(frozen=True, slots=True)
class Said:
    """Everything the card shows."""

    directions: Sequence[tuple[Direction, Sequence[Judged]]]
    question: Question | None


class DirectionBar(QWidget):
    """From the middle to where ratings lean, in a paler band of where the truth may be."""

    def __init__(self, theme: Theme, one: Direction) -> None:
        super().__init__()
        self._theme = theme
        self._one = one
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(one.sentence)
        self.setToolTip(
            f"Strength {one.weight:+.2f}, most likely between {one.low:+.2f} and {one.high:+.2f}; "
            f"the direction is right with a probability of {one.certainty:.0%}."
        )
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """A quiet line."""
        return QSize(200, 18)

    def _x(self, weight: float) -> float:
        share = (max(-FULL, min(FULL, weight)) + FULL) / (2 * FULL)
        return MARGIN + share * (self.width() - 2 * MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the line, its middle, the band and the bar."""
        del event
        colours = self._theme.colours
        middle = self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.hairline), 2))
        painter.drawLine(QPointF(self._x(-FULL), middle), QPointF(self._x(FULL), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        accent, pale = QColor(colours.accent), QColor(colours.accent)
        pale.setAlphaF(0.3)
        painter.setBrush(pale)
        low, high, at, zero = (self._x(value) for value in (self._one.low, self._one.high, self._one.weight, 0.0))
        painter.drawRoundedRect(QRectF(low, middle - BAND / 2, high - low, BAND), BAND / 2, BAND / 2)
        painter.setBrush(accent)
        painter.drawRect(QRectF(min(zero, at), middle - BAR / 2, abs(at - zero), BAR))
        painter.drawEllipse(QPointF(at, middle), DOT, DOT)
        painter.setPen(QPen(QColor(colours.control), 1.5))
        painter.drawLine(QPointF(zero, middle - 7), QPointF(zero, middle + 7))
        painter.end()


class DirectionRow(QWidget):
    """One direction: its word, its bar, how sure it is, and behind a link the questions whose ratings made it so."""

    wanted = Signal(int)

    def __init__(self, theme: Theme, one: Direction, judged: Sequence[Judged]) -> None:
        super().__init__()
        words = one.words[0].upper() + one.words[1:]
        self._why = parts.button("Why", self._turn, role="link", hint=f"Which ratings say so: {one.words}")
        if not judged and not one.is_from_pairs:
            self._why.hide()
        self._judged = QWidget()
        links = parts.column(parts.label(SAID_ABOUT if judged else TEN_PAIRS, "caption"))
        for each in judged:
            links.addLayout(parts.row(self._link(each), 1))
        if judged and one.is_from_pairs:
            links.addWidget(parts.label(AND_TEN_PAIRS, "caption"))
        self._judged.setLayout(links)
        self._judged.hide()
        head = parts.row(parts.label(words, "heading", wraps=False), 1, self._why)
        sure = parts.label(_how_sure(one), "caption")
        self.setLayout(parts.column(head, DirectionBar(theme, one), sure, self._judged, gap=SPACE_1))

    def _turn(self) -> None:
        self._judged.setVisible(self._judged.isHidden())
        self._why.setText("Why" if self._judged.isHidden() else "Hide")

    def _link(self, judged: Judged) -> QWidget:
        def open_it() -> None:
            self.wanted.emit(judged.turn)

        return parts.button(_short(judged.question), open_it, role="link", hint=f"Open: {judged.question}")


class QuestionBox(QWidget):
    """Where ratings and a slider disagree: it asks, and never moves anything by itself."""

    moved = Signal(str, int)
    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._text = parts.label("", "heading")
        self._would = parts.label("", "caption")
        self.move_it = parts.button("Move it", self._move, role="main")
        self.leave_it = parts.button("Leave it", self._leave)
        inside = parts.column(self._text, self._would, margins=SPACE_3, gap=SPACE_2)
        inside.addLayout(parts.row(self.move_it, self.leave_it, 1, gap=SPACE_2))
        self.setLayout(parts.column(parts.frame("notice", inside)))
        self.hide()

    def show_question(self, question: Question | None) -> None:
        """Ask it, or nothing."""
        self._question = question
        self.setVisible(question is not None)
        if question is None:
            return
        would = meaning(question.slider, question.proposed)
        self._text.setText(question.sentence)
        self._would.setText(f"It would move one stop, to “{would}”")
        self.move_it.setAccessibleName(f"Move the {question.slider} slider one stop")
        self.leave_it.setAccessibleName(f"Leave the {question.slider} slider where it is")

    def _move(self) -> None:
        if self._question is not None:
            self.moved.emit(self._question.slider, self._question.proposed)

    def _leave(self) -> None:
        if self._question is not None:
            self.left.emit(self._question.slider)


class TasteCard(QWidget):
    """The whole section."""

    wanted = Signal(int)
    """A turn that is to be shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: object = None
        self.question = QuestionBox()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        self._rows.setSpacing(SPACE_3)
        title = parts.label("What your ratings say", "heading")
        self.setLayout(parts.column(title, self.question, parts.frame("card", self._rows), gap=SPACE_2))
        self._rows.addWidget(parts.label(NOTHING, "caption"))

    def show_said(self, said: Said) -> None:
        """Show how things stand; what reads the same stays, with what is unfolded in it."""
        self.question.show_question(said.question)
        reads = [(one.sentence, round(one.weight, 1), tuple(judged)) for one, judged in said.directions]
        if reads == self._shown:
            return
        self._shown = reads
        parts.clear(self._rows)
        rows = [DirectionRow(self._theme, one, judged) for one, judged in said.directions]
        for row in rows:
            row.wanted.connect(self.wanted)
        probable = sum(one.certainty >= PROBABLE for one, _ in said.directions)
        shown = min(FIRST, max(1, probable))
        for row in rows[:shown]:
            self._rows.addWidget(row)
        if rows[shown:]:
            rest = QWidget()
            rest.setLayout(parts.column(*rows[shown:], gap=SPACE_3))
            self._rows.addWidget(Fold("what is less sure", rest))
        self._rows.addWidget(parts.label(LEGEND if rows else NOTHING, "caption"))
        self._theme.dress(self)


def _how_sure(one: Direction) -> str:
    """Its certainty and where that comes from, without the words that stand before it."""
    return one.sentence.partition(": ")[2]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LETTERS else line[: TITLE_LETTERS - 1].rstrip() + "…"
