"""Icons of one family, drawn in the colour of their role at any scale."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme.tokens import ICON_SIZE, Colours

ICON, ROLE = "iconName", "iconRole"
SCALES = (1, 2, 3)


def draw(name: str, colour: str) -> QIcon:
    """An icon of the family in one colour, sharp up to three times its size."""
    icon = QIcon()
    _add(icon, name, colour, QIcon.Mode.Normal)
    return icon


def _add(icon: QIcon, name: str, colour: str, mode: QIcon.Mode) -> None:
    source = files("ui.theme").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    for scale in SCALES:
        picture = QPixmap(ICON_SIZE * scale, ICON_SIZE * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, ICON_SIZE, ICON_SIZE))
        painter.end()
        icon.addPixmap(picture, mode)


def wear(button: QAbstractButton, name: str, *, role: str = "muted") -> None:
    """Let a button wear an icon; it is drawn when the theme is put on, and again when it changes."""
    button.setProperty(ICON, name)
    button.setProperty(ROLE, role)
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))


def redraw(root: QWidget, colours: Colours) -> None:
    """Draw all icons below `root` in these colours."""
    for button in (root, *root.findChildren(QAbstractButton)):
        name = button.property(ICON)
        if isinstance(button, QAbstractButton) and name:
            icon = draw(name, getattr(colours, button.property(ROLE)))
            if button.property(ROLE) == "on_accent":
                _add(icon, name, colours.muted, QIcon.Mode.Disabled)  # a button that is off has no accent to stand on
            button.setIcon(icon)
