"""Puts a theme on the whole program: as the system has it, or as the person chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from assistant.settings import TYPE_SIZES
from ui.theme import icons
from ui.theme.stylesheet import style_sheet
from ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, SIZE_READING, Colours


class Theme(QObject):
    """The colours in force and the size of the type."""

    changing = Signal()
    """Everything is as it was still."""
    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._zoom = 1.0
        application.styleHints().colorSchemeChanged.connect(self.put_on)
        self.put_on()

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        hints = self._application.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return HIGH_CONTRAST
        system = "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
        return DARK if (system if self._choice == "system" else self._choice) == "dark" else LIGHT

    @property
    def choice(self) -> str:
        """system, light or dark."""
        return self._choice

    def reading_width(self, text: str) -> int:
        """How many pixels the longest line of a text takes in the type for reading."""
        font = self._application.font()
        font.setPixelSize(round(SIZE_READING * self._zoom))
        metrics = QFontMetrics(font)
        return max(metrics.horizontalAdvance(line) for line in text.split("\n"))

    def scaled(self, pixels: int) -> int:
        """A width of the design that follows the size of the type."""
        return round(pixels * self._zoom)

    def choose(self, choice: str, type_size: float | None = None) -> None:
        """Put on another one.

        Args:
            choice: system, light or dark.
            type_size: one of TYPE_SIZES; None leaves it.
        """
        self._choice = choice
        self._zoom = type_size or self._zoom
        self.put_on()

    def zoom(self, steps: int) -> float:
        """Larger or smaller type by steps, 0 = as designed; one of TYPE_SIZES."""
        place = TYPE_SIZES.index(self._zoom) + steps if steps else TYPE_SIZES.index(1.0)
        self._zoom = TYPE_SIZES[max(0, min(place, len(TYPE_SIZES) - 1))]
        self.put_on()
        return self._zoom

    def put_on(self) -> None:
        """Style everything anew."""
        self.changing.emit()
        colours = self.colours
        palette = QPalette()
        for role, colour in (
            (QPalette.ColorRole.Window, colours.window),
            (QPalette.ColorRole.Base, colours.surface),
            (QPalette.ColorRole.Text, colours.text),
            (QPalette.ColorRole.WindowText, colours.text),
            (QPalette.ColorRole.Link, colours.accent),
            (QPalette.ColorRole.Highlight, colours.accent),
            (QPalette.ColorRole.HighlightedText, colours.on_accent),
            (QPalette.ColorRole.PlaceholderText, colours.muted),
        ):
            palette.setColor(role, QColor(colour))
        self._application.setPalette(palette)
        self._application.setStyleSheet(style_sheet(colours, zoom=self._zoom))
        for window in self._application.topLevelWidgets():
            icons.redraw(window, colours)
        self.changed.emit()

    def dress(self, widget: QWidget) -> None:
        """Draw the icons of a widget that was made after the theme was put on."""
        icons.redraw(widget, self.colours)
