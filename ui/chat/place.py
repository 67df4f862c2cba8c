"""Where somebody reads on a page that grows and is laid out anew: it stays there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget

from ui.theme.tokens import SPACE_3

AT_THE_END = 48
REST_MS = 1000
"""So long nothing is laid out: the page has come to rest. Laying out a long chat anew takes some tenths of a second."""


class ReadingPlace(QObject):
    """Scrolls a page so that its reader stays at its end while they are there, and else at what they read.

    Args:
        area: shows the page.
        page: what it shows.
        pieces: what the page is made of at this moment, from top to bottom.
    """

    rested = Signal()
    """Nothing moves any more."""

    def __init__(self, area: QScrollArea, page: QWidget, pieces: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__(area)
        self._pieces = pieces
        self._page = page
        self._area = area
        self._follows = True
        self._beginning: QWidget | None = None
        """What is read from its beginning, until the person scrolls."""
        self._read: tuple[QWidget, float] | None = None
        """What is being read while the page is laid out anew, and how far of it is above."""
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._settle)
        self._page.installEventFilter(self)
        self._bar.rangeChanged.connect(self._keep_up)
        self._bar.valueChanged.connect(self._notice)
        self._bar.actionTriggered.connect(self._let_go)

    @property
    def _bar(self) -> QScrollBar:
        return self._area.verticalScrollBar()

    def restart(self) -> None:
        """There is another page, read from its end."""
        self._follows = True
        self._let_go()

    def begin_with(self, piece: QWidget | None) -> None:
        """Keep where a piece begins in view, until the person scrolls; None keeps none."""
        self._beginning = piece
        if piece is not None:
            self._keep_up()

    def grows(self, piece: QWidget) -> None:
        """A piece gets longer: how far it was read is no share of it any more."""
        if self._read is not None and self._read[0] is piece:
            self._read = None

    def mark(self) -> None:
        """The page is about to be laid out anew: remember what is at its top, unless that is known."""
        QTimer.singleShot(0, self, self._rest.start)  # counted from when the events of this moment are through
        if self._follows or self._read is not None:
            return
        top = self._bar.value()
        for piece in self._pieces():
            begins, height = self._begins(piece), piece.height()
            if height and begins + height > top:  # nothing is read of a piece that is not laid out yet
                self._read = piece, (top - begins) / height
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Something on the page came, went or grew."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._rest.start()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self._read = None
        self._notice(self._bar.value())
        self.rested.emit()

    def _keep_up(self) -> None:
        QTimer.singleShot(0, self, self._go)

    def _go(self) -> None:
        if self._beginning is not None:
            self._bar.setValue(self._begins(self._beginning) - SPACE_3)
        elif self._follows:
            self._bar.setValue(self._bar.maximum())
        elif self._read is not None:
            piece, above = self._read
            self._bar.setValue(round(self._begins(piece) + above * piece.height()))

    def _begins(self, piece: QWidget) -> int:
        """Pixels from the top of the page."""
        return piece.mapTo(self._page, QPoint(0, 0)).y()

    def _let_go(self) -> None:
        """The person scrolls, or there is another page."""
        self._beginning = self._read = None

    def _notice(self, value: int) -> None:
        if self._read is None:
            self._follows = value >= self._bar.maximum() - AT_THE_END
