"""Small widgets that every screen is made of, each with a name for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.theme import icons

Box = TypeVar("Box", QVBoxLayout, QHBoxLayout)
READABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
FOLLOWED = Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard


def label(text: str, role: str = "", *, wraps: bool = True) -> QLabel:
    """Plain text in one of the theme's roles; nothing in it is taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    made.setProperty("role", role)
    return made


class Elided(QLabel):
    """One line that ends in "…" where there is no room for all of it.

    Args:
        hint: more about it; else all of the line where it is cut.
    """

    def __init__(self, text: str, role: str, *, hint: str = "") -> None:
        super().__init__()
        self.setProperty("role", role)
        self._whole, self._hint = "", hint
        self.setText(text)

    def text(self) -> str:
        """All of it."""
        return self._whole

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Show another line."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Room for all of it."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """It can give way wholly."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        super().setText(shown)
        self.setToolTip(self._hint or ("" if shown == self._whole else self._whole))


class Natural(QLabel):
    """Lines that wrap where there is no room, and take their own width where there is."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self._width = width

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Its own width."""
        return QSize(self._width, self.heightForWidth(self._width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """It can give way; its height follows from its width."""
        return QSize(0, self.fontMetrics().height())


def button(text: str, run: Callable[[], object], *, role: str = "", icon: str = "", hint: str = "") -> QPushButton:
    """A button with words."""
    made = QPushButton(text)
    made.setAccessibleName(hint or text)
    made.setProperty("role", role)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        icons.wear(made, icon, role="on_accent" if role == "main" else "muted")
    if hint:
        made.setToolTip(hint)
    made.clicked.connect(lambda _=False: run())
    return made


def tool(icon: str, name: str, run: Callable[[], object], *, keys: str = "", role: str = "muted") -> QToolButton:
    """A button that is only an icon; its name is its tool tip and what a screen reader says."""
    made = QToolButton()
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})" if keys else name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    icons.wear(made, icon, role=role)
    if keys:
        made.setShortcut(QKeySequence(keys))
    made.clicked.connect(lambda _=False: run())
    return made


def column(*parts: QWidget | QLayout | int, margins: int = 0, gap: int = 0) -> QVBoxLayout:
    """Parts from top to bottom; an int is a stretch."""
    return _filled(QVBoxLayout(), parts, margins, gap)


def row(*parts: QWidget | QLayout | int, margins: int = 0, gap: int = 0) -> QHBoxLayout:
    """Parts from left to right; an int is a stretch."""
    return _filled(QHBoxLayout(), parts, margins, gap)


def _filled(layout: Box, parts: tuple[QWidget | QLayout | int, ...], margins: int, gap: int) -> Box:
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addStretch(part)
    return layout


def frame(name: str, layout: QLayout) -> QFrame:
    """A surface of the theme around a layout."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def go_to(widget: QWidget) -> None:
    """Typing goes there; only what is shown can have the focus, and Qt would show it a moment later."""
    widget.show()
    widget.setFocus()


def restyle(widget: QWidget) -> None:
    """Look again at the properties the style sheet asks for."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def clear(layout: QLayout) -> None:
    """Remove all that is in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def relist(card: QWidget, build: Callable[[], None]) -> None:
    """Build a card's inside anew; the keyboard stays on what has the same name, or else the same place."""
    before = card.findChildren(QWidget)
    named = [one for one in before if one.accessibleName()]
    focus = card.window().focusWidget()
    build()
    if focus not in named:
        return
    can = [one for one in card.findChildren(QWidget) if one not in before and one.accessibleName()]
    alike = [one for one in can if one.accessibleName() == focus.accessibleName()]
    if can:
        go_to((alike or can[named.index(focus) :] or can)[0])


def copy_secret(text: str) -> None:
    """Put a secret on the clipboard with the hint by which clipboard histories leave it out."""
    carried = QMimeData()
    carried.setText(text)
    carried.setData("x-kde-passwordManagerHint", b"secret")
    QGuiApplication.clipboard().setMimeData(carried)
