"""The first minutes: ten pairs of answers, one a screen, and what the choices say about the sliders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QScrollArea, QWidget

from assistant.records import Best
from assistant.taste.calibration import PAIRS, Proposal
from assistant.taste.sliders import find
from assistant.wording import listed
from ui import parts
from ui.tastecards import PairCards, ProposalRow
from ui.theme.theme import Theme
from ui.theme.tokens import READING_WIDTH, SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5

ASKING = "Which answer would you rather get?"
HOW = (
    "Ten short pairs, two minutes, no right or wrong. Click the one you like better, or press 1, 2, or 0 for no "
    "difference. You can also just ask something below."
)
FOUND = "This is how I would answer you from now on"
FOUND_HOW = "Untick what you do not want. Either way your choices are kept, encrypted, to know your taste better."
NOTHING = "Your choices point nowhere in particular"
NOTHING_HOW = "So the sliders stay where they are, and the model decides. Your ratings will tell more."
KEYS: Mapping[int, Best] = {Qt.Key.Key_1: "A", Qt.Key.Key_2: "B", Qt.Key.Key_0: "neither"}


class CalibrationPage(QWidget):
    """Asks, shows what came of it, and blocks nothing: the person may leave or type a question at any moment."""

    finished = Signal(object)
    """Name of a pair -> A, B or neither."""
    left = Signal()
    used = Signal(object)
    """Slider -> level, those that stayed ticked."""
    forgotten = Signal()
    typed = Signal(str)
    """A letter that is no key of this page: the beginning of a question."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._chosen: dict[str, Best] = {}
        self._place = 0
        self._rows: list[ProposalRow] = []
        self._make_parts()
        self._lay_out()
        self.begin()

    def _make_parts(self) -> None:
        self._progress = QProgressBar()
        self._progress.setRange(0, len(PAIRS))
        self._progress.setTextVisible(False)
        room = self._progress.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(room)
        self._count = parts.label("", "caption", wraps=False)
        self._close = parts.tool("x", "Not now", self.left.emit)
        self._lead = parts.label("", "heading")
        self._text = parts.label("", "caption")
        self._question = parts.label("", "title")
        self.cards = PairCards(self._theme)
        self.cards.chosen.connect(self.choose)
        self._list = parts.column(gap=SPACE_3)
        self._forget = parts.button("Forget my choices", self.forgotten.emit, role="link")
        self._proposals = QWidget()
        self._proposals.setLayout(parts.column(self._list, parts.row(self._forget, 1), gap=SPACE_3))
        self._back = parts.tool("chevron-left", "Back to the last pair", self._go_back)
        self._same = parts.button("No difference", lambda: self.choose("neither"))
        self._skip = parts.button("Skip", self._end)
        self._later = parts.button("Not now", self.left.emit)
        self._use = parts.button("Use these", self._tell_used, role="main")
        for button in (self._same, self._skip):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        head = parts.row(self._progress, self._count, self._close, gap=SPACE_3)
        head.setStretch(0, 1)
        self._content = parts.column(self._lead, self._text, gap=SPACE_1)
        for part in (self._question, self.cards, self._proposals):
            self._content.addSpacing(SPACE_3)
            self._content.addWidget(part)
        inside = QWidget()
        inside.setLayout(self._content)
        inside.installEventFilter(self)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Two answers")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        foot = parts.row(self._back, 1, self._same, self._skip, self._later, self._use, gap=SPACE_2)
        column = parts.column(head, self._scroll, foot, gap=SPACE_3)
        column.addStretch(1)
        column.setStretch(1, 1000)
        column.setContentsMargins(SPACE_5, SPACE_4, SPACE_5, SPACE_3)
        holder = QWidget()
        holder.setMaximumWidth(READING_WIDTH + 2 * SPACE_5)
        holder.setLayout(column)
        across = parts.row(1)
        across.addWidget(holder, 1000)
        across.addStretch(1)
        self.setLayout(across)

    # asking

    @property
    def begun(self) -> dict[str, Best]:
        """What was chosen while pairs are still being asked; empty once they came to their end."""
        return dict(self._chosen) if self._place < len(PAIRS) else {}

    def begin(self) -> None:
        """Ask from the first pair on."""
        self._chosen = {}
        self._place = 0
        self._show_parts(is_asking=True)
        self._lead.setText(ASKING)
        self._text.setText(HOW)
        self._show_pair()

    def choose(self, best: Best) -> None:
        """The person chose; the next pair comes, or the end."""
        if self._place < len(PAIRS):
            self._chosen[PAIRS[self._place].name] = best
            self._place += 1
            if self._place == len(PAIRS):
                self._end()
            else:
                self._show_pair()

    def _go_back(self) -> None:
        self._place -= 1
        self._chosen.pop(PAIRS[self._place].name, None)
        self._show_pair()

    def _end(self) -> None:
        """All are asked, or the person has enough; who chose nothing at all leaves."""
        self._place = len(PAIRS)
        if self._chosen:
            self.finished.emit(dict(self._chosen))
        else:
            self.left.emit()

    def _show_pair(self) -> None:
        pair = PAIRS[self._place]
        count = f"{self._place + 1} of {len(PAIRS)}"
        self._count.setText(count)
        self._progress.setValue(self._place + 1)
        self._progress.setAccessibleName(f"Pair {count}")
        self._question.setText(f"“{pair.question}”")
        self.cards.show_pair(pair)
        self._back.setVisible(self._place > 0)
        words = "Finish" if self._chosen else "Skip"
        self._skip.setText(words)
        self._skip.setAccessibleName(words)
        self._skip.setToolTip("See what your choices say so far" if self._chosen else "Leave the sliders as they are")
        self.setAccessibleName(f"{ASKING} Pair {count}: {pair.question}")
        self._scroll.verticalScrollBar().setValue(0)
        if (focused := self.focusWidget()) is not None and focused.hasFocus():
            self.take_focus()

    def take_focus(self) -> None:
        """The keyboard goes on here; on the page itself, because a ring around one answer would favour it."""
        self.setFocus()

    # what came of it

    def show_proposals(self, found: Sequence[Proposal], levels: Mapping[str, int]) -> None:
        """Show what the choices say.

        Args:
            found: for the sliders that were asked about.
            levels: where the sliders stand now; what stands there already is not proposed.
        """
        parts.clear(self._list)
        clear = [one for one in found if one.level and one.level != levels.get(one.name, 0)]
        self._rows = [ProposalRow(one, levels.get(one.name, 0), self._theme, self._count_ticks) for one in clear]
        for row in self._rows:
            self._list.addWidget(row)
        unclear = [find(one.name).title.lower() for one in found if not one.level]
        if unclear and clear:
            self._list.addWidget(parts.label(f"Nothing clear about {listed(unclear)}.", "caption"))
        self._show_parts(is_asking=False)
        self._lead.setText(FOUND if clear else NOTHING)
        self._text.setText(FOUND_HOW if clear else NOTHING_HOW)
        self._use.setVisible(bool(clear))
        later = "Not now" if clear else "Done"
        self._later.setText(later)
        self._later.setAccessibleName(later)
        self._count_ticks()
        self.setAccessibleName(self._lead.text())
        self._theme.dress(self)

    def _show_parts(self, *, is_asking: bool) -> None:
        asking = (self._count, self._progress, self._question, self.cards, self._back, self._same, self._skip)
        ending = (self._proposals, self._later, self._use)
        for shown, widgets in ((is_asking, asking), (not is_asking, ending)):
            for widget in widgets:
                widget.setVisible(shown)
        self._scroll.setAccessibleName("Two answers" if is_asking else "Proposals for the sliders")

    def _count_ticks(self) -> None:
        self._use.setEnabled(any(row.tick.isChecked() for row in self._rows))

    def _tell_used(self) -> None:
        self.used.emit({row.proposal.name: row.proposal.level for row in self._rows if row.tick.isChecked()})

    # keys and room

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """1, 2 and 0 choose, Esc leaves, and any other letter begins a question."""
        text = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in KEYS and not self.cards.isHidden():
            self.choose(KEYS[event.key()])
        elif text.strip() and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """What is asked takes the height it needs, so that the buttons stand right below; in less room it scrolls."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._scroll.setMaximumHeight(max(1, self._content.totalHeightForWidth(self._scroll.viewport().width())))
        return super().eventFilter(watched, event)
