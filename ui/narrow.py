"""What gives way in a narrow window: the right side, then the chats; each comes back with its room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

LEAST_CHAT = 380
"""Pixels the conversation keeps."""
LEAST_WIDTH, LEAST_HEIGHT = 720, 480


class Narrow(QObject):
    """Watches a window and its two sides.

    Args:
        sides: what gives way first stands first. What the person opens stays, and the other one gives way.
    """

    def __init__(self, window: QWidget, sides: tuple[QWidget, QWidget]) -> None:
        super().__init__(window)
        self._window, self._sides = window, sides
        self._gave_way: list[QWidget] = []
        window.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        for watched in (window, *sides):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Make room when the window is resized, and for a side that was opened or has grown."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._make_room(self._sides)
            self._bring_back()
        elif watched in self._sides and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.Resize):
            self._gave_way = [side for side in self._gave_way if side.isHidden()]
            self._make_room(tuple(side for side in self._sides if side is not watched))
        return False

    def _make_room(self, sides: tuple[QWidget, ...]) -> None:
        for side in sides:
            if self._left() < 0 and not side.isHidden():
                side.hide()
                self._gave_way.append(side)

    def _bring_back(self) -> None:
        for side in reversed(self._sides):
            if side in self._gave_way and self._left() >= side.minimumWidth():
                side.show()

    def _left(self) -> int:
        """Pixels beyond what the conversation and the sides that are open need; below 0 there are too few."""
        return self._window.width() - LEAST_CHAT - sum(s.minimumWidth() for s in self._sides if not s.isHidden())
