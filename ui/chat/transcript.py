"""The page of a conversation."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.drafts import Drafting
from assistant.engine.base import Reading
from assistant.errors import AttuneError
from assistant.records import Judgement, Rating, Turn
from ui import parts
from ui.chat.choosing import Offer
from ui.chat.conversation import Opened, Shown
from ui.chat.place import ReadingPlace
from ui.chat.turn import TurnView
from ui.theme.theme import Theme
from ui.theme.tokens import READING_WIDTH, SPACE_2, SPACE_3, SPACE_5, SPACE_6, SPACE_7

EXAMPLES = (
    "Explain how rainbows form.",
    "Give me three ideas for a rainy Sunday.",
    "Help me write a short thank-you note.",
)


class Transcript(QScrollArea):
    """Turns from top to bottom, in a column that is comfortable to read."""

    example = Signal(str)
    again = Signal(object)
    edit = Signal(object)
    version = Signal(int)
    why = Signal(object)
    model = Signal(object)
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
        self._offer: Offer | None = None
        self.setAccessibleName("Conversation")
        self.setWidgetResizable(True)
        page = QWidget()
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
        self._place = ReadingPlace(self, page, lambda: self._views)
        self._place.rested.connect(self._order_tabs)
        theme.changing.connect(self._place.mark)

    @property
    def views(self) -> list[TurnView]:
        """The turns on the page, oldest first."""
        return list(self._views)

    def show_chat(self, opened: Opened) -> None:
        """Replace the page."""
        parts.clear(self._column)
        self._views = []
        self._place.restart()
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
        view.model.connect(self.model)
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
        begins: TurnView | None = None
        for view in self._views:
            is_its = offer is not None and offer.turn == view.turn.id
            view.show_offer(offer if is_its else None)
            if is_its and offer is not None and offer.stage == "open":
                begins = view
        self._place.begin_with(begins)  # two long answers are read from their beginning

    def say(self, turn: int, piece: str) -> None:
        """An answer grows."""
        if (view := self._view(turn)) is not None:
            self._place.grows(view)
            view.say(piece)

    def show_rating(self, rating: Rating) -> None:
        """A rating was kept."""
        if (view := self._view(rating.turn)) is not None:
            view.show_rating(rating)

    def show_judgement(self, judgement: Judgement) -> None:
        """A judgement of one stage was kept."""
        if (view := self._view(judgement.turn)) is not None:
            view.show_judgement(judgement)

    def put_back(self, turn: int) -> None:
        """What was said of an answer could not be kept."""
        if (view := self._view(turn)) is not None:
            view.put_back()

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

    def _order_tabs(self) -> None:
        """The Tab key goes from top to bottom."""
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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Another width breaks the lines anew."""
        self._place.mark()
        super().resizeEvent(event)
