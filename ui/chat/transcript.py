"""The page of a conversation; it follows the words only while the reader is at its end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.drafts import Drafting
from assistant.engine.base import Reading
from assistant.errors import AttuneError
from assistant.records import Judgement, Rating, Turn
from ui import parts
from ui.chat.choosing import Offer
from ui.chat.conversation import Opened, Shown
from ui.chat.turn import TurnView
from ui.theme.theme import Theme
from ui.theme.tokens import READING_WIDTH, SPACE_2, SPACE_3, SPACE_5, SPACE_6, SPACE_7

EXAMPLES = (
    "Explain how rainbows form.",
    "Give me three ideas for a rainy Sunday.",
    "Help me write a short thank-you note.",
)
AT_THE_END = 48
REST_MS = 1000
"""So long nothing is laid out: the page has come to rest. Laying out a long chat anew takes some tenths of a second."""


class Transcript(QScrollArea):
    """Turns from top to bottom, in a column that is comfortable to read."""

    example = Signal(str)
    again = Signal(object)
    edit = Signal(object)
    version = Signal(int)
    why = Signal(object)
    rewrite = Signal(object)
    rated = Signal(int, str, tuple, object)
    judged = Signal(int, str, bool)
    compare = Signal()
    chosen = Signal(str)
    put_off = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._views: list[TurnView] = []
        self._follows = True
        self._offer: Offer | None = None
        self._beginning: TurnView | None = None
        self._read: tuple[TurnView, float] | None = None
        """What is being read while the page is laid out anew, and how far of it is above."""
        self.setAccessibleName("Conversation")
        self.setWidgetResizable(True)
        self._page = page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_6)
        self._column.setSpacing(SPACE_6)
        holder = QWidget()
        holder.setMaximumWidth(READING_WIDTH + 2 * SPACE_5)
        holder.setLayout(self._column)
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(holder, 1000)
        across.addStretch(1)
        self.setWidget(page)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._settle)
        page.installEventFilter(self)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_up)
        bar.valueChanged.connect(self._notice)
        bar.actionTriggered.connect(self._let_go)
        theme.changing.connect(self._mark)

    @property
    def views(self) -> list[TurnView]:
        """The turns on the page, oldest first."""
        return list(self._views)

    def show_chat(self, opened: Opened) -> None:
        """Replace the page."""
        parts.clear(self._column)
        self._views = []
        self._follows = True
        self._let_go()
        if not opened.turns:
            self._column.addWidget(self._welcome())
        for shown in opened.turns:
            self._add(shown)
        self.show_offer(self._offer)
        self._column.addStretch(1)
        self._theme.dress(self)

    def _add(self, shown: Shown) -> None:
        view = TurnView(shown, self._theme)
        view.again.connect(self.again)
        view.edit.connect(self.edit)
        view.version.connect(self.version)
        view.why.connect(self.why)
        view.rewrite.connect(self.rewrite)
        view.rated.connect(self.rated)
        view.judged.connect(self.judged)
        view.compare.connect(self.compare)
        view.chosen.connect(self.chosen)
        view.put_off.connect(self.put_off)
        self._views.append(view)
        self._column.addWidget(view)

    def begin(self, turn: int) -> None:
        """A turn is being answered."""
        if (view := self._view(turn)) is not None:
            view.begin()
            view.show_busy()

    def read(self, turn: int, reading: Reading) -> None:
        """A turn's prompt is being read."""
        if (view := self._view(turn)) is not None:
            view.read(reading)

    def draft(self, turn: int, drafting: Drafting) -> None:
        """One of several answers to a turn is being written."""
        if (view := self._view(turn)) is not None:
            view.draft(drafting)

    def show_offer(self, offer: Offer | None) -> None:
        """Show how far it is with a second answer, at the turn it belongs to, as often as that comes on the page."""
        self._offer = offer
        self._beginning = None
        for view in self._views:
            is_its = offer is not None and offer.turn == view.turn.id
            view.show_offer(offer if is_its else None)
            if is_its and offer is not None and offer.stage == "open":
                self._beginning = view
                self._keep_up()

    def say(self, turn: int, piece: str) -> None:
        """An answer grows."""
        if (view := self._view(turn)) is not None:
            if self._read is not None and self._read[0] is view:
                self._read = None
            view.say(piece)

    def show_rating(self, rating: Rating) -> None:
        """A rating was kept."""
        if (view := self._view(rating.turn)) is not None:
            view.show_rating(rating)

    def show_judgement(self, judgement: Judgement) -> None:
        """A judgement of one stage was kept."""
        if (view := self._view(judgement.turn)) is not None:
            view.show_judgement(judgement)

    def finish(self, turn: Turn) -> None:
        """An answer is complete."""
        if (view := self._view(turn.id)) is not None:
            view.finish(turn)
            self._theme.dress(view)

    def break_off(self, turn: Turn, problem: AttuneError) -> None:
        """An answer broke off."""
        if (view := self._view(turn.id)) is not None:
            view.break_off(turn, problem)
            self._theme.dress(view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Something on the page came, went or grew."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._rest.start()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Nothing moves any more: what was read stands where it stood, and the Tab key goes from top to bottom."""
        self._read = None
        self._notice(self.verticalScrollBar().value())
        before: QWidget = self
        for view in self._views:
            for widget in view.findChildren(QWidget):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    self.setTabOrder(before, widget)
                    before = widget

    def _view(self, turn: int) -> TurnView | None:
        return next((view for view in self._views if view.turn.id == turn), None)

    def _welcome(self) -> QWidget:
        shown = QWidget()
        layout = parts.column(gap=SPACE_3)
        layout.addSpacing(SPACE_7 * 2)
        layout.addWidget(parts.label("What is on your mind?", "welcome"))
        layout.addWidget(
            parts.label(
                "Ask anything. Attune answers on this computer only, and learns what you like from what you tell "
                "it, the sliders, and your thumbs.",
                "caption",
            )
        )
        layout.addSpacing(SPACE_2)
        for example in EXAMPLES:
            layout.addLayout(parts.row(parts.button(example, partial(self.example.emit, example)), 1))
        shown.setLayout(layout)
        return shown

    def _keep_up(self) -> None:
        if self._beginning is not None:
            QTimer.singleShot(0, self._beginning, partial(self._begin_with, self._beginning))
        elif self._follows:
            QTimer.singleShot(0, lambda: self.verticalScrollBar().setValue(self.verticalScrollBar().maximum()))
        elif self._read is not None:
            QTimer.singleShot(0, self, self._find_again)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Another width breaks the lines anew."""
        self._mark()
        super().resizeEvent(event)

    def _mark(self) -> None:
        """The page is about to be laid out anew: remember what is at its top, unless that is known."""
        QTimer.singleShot(0, self, self._rest.start)  # counted from when the events of this moment are through
        if self._follows or self._read is not None:
            return
        top = self.verticalScrollBar().value()
        for view in self._views:
            begins = view.mapTo(self._page, QPoint(0, 0)).y()
            if begins + view.height() > top:
                self._read = view, (top - begins) / view.height()
                return

    def _find_again(self) -> None:
        """Scroll to what was read before the page was laid out anew."""
        if self._read is not None:
            view, above = self._read
            begins = view.mapTo(self._page, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(round(begins + above * view.height()))

    def _begin_with(self, view: TurnView) -> None:
        """Scroll to where a turn begins: two long answers are read from their beginning."""
        if self._beginning is view:
            self.verticalScrollBar().setValue(view.mapTo(self._page, QPoint(0, 0)).y() - SPACE_3)

    def _let_go(self) -> None:
        """The person scrolls, or there is another page."""
        self._beginning = self._read = None

    def _notice(self, value: int) -> None:
        if self._read is None:
            self._follows = value >= self.verticalScrollBar().maximum() - AT_THE_END
