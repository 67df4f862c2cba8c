"""How something that went wrong, or can be undone, is told: a quiet bar above the conversation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from assistant.errors import AttuneError
from ui import parts
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_2, SPACE_3

SHOWN_MS = 8000


class Notice(QFrame):
    """One message at a time; failures stay until they are closed, offers go by themselves.

    A failure never takes an offer away: it is told when the offer is over.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._text = parts.label("")
        self._action = parts.button("Undo", self._act)
        self._run: Callable[[], None] = lambda: None
        self._lapse: Callable[[], None] | None = None  # while something is offered
        self._waiting = ""
        close = parts.tool("x", "Close this message", self._close)
        line = parts.row(self._text, self._action, close, gap=SPACE_2)
        line.setStretch(0, 1)
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._close)
        theme.dress(self)
        self.hide()

    def tell(self, problem: AttuneError) -> None:
        """What went wrong, and what to do; an offer that still runs is left in peace first."""
        if self._lapse is not None:
            self._waiting = str(problem)
        else:
            self._show(str(problem), kind="bad")

    def offer(self, text: str, action: str, run: Callable[[], None], lapse: Callable[[], None]) -> None:
        """Something that can be undone for a while; `lapse` runs when it was not."""
        if not self.isHidden() and self.property("kind") == "bad":
            self._waiting = self._text.text()
        self.settle()
        self._run, self._lapse = run, lapse
        self._action.setText(action)
        self._action.setAccessibleName(f"{action}: {text}")
        self._show(text, kind="offer")
        self._timer.start(SHOWN_MS)

    def settle(self) -> None:
        """What is offered is over, because the window closes or something else is offered: it is done."""
        self._timer.stop()
        lapse, self._run, self._lapse = self._lapse, lambda: None, None
        if lapse is not None:
            self.hide()
            lapse()

    def _show(self, text: str, *, kind: str) -> None:
        self._text.setText(text)
        self._action.setVisible(kind == "offer")
        self.setProperty("kind", kind)
        parts.restyle(self)
        self.show()

    def _act(self) -> None:
        run = self._run
        self._lapse = None
        self._close()
        run()

    def _close(self) -> None:
        self.settle()
        self.hide()
        waiting, self._waiting = self._waiting, ""
        if waiting:
            self._show(waiting, kind="bad")
