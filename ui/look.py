"""Light or dark and the size of the type: chosen in the window, and as they were when it is opened again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from assistant.settings import THEMES, Settings
from ui import parts
from ui.background import Worker
from ui.theme import icons
from ui.theme.theme import Theme

SHOWN = {
    "system": ("sun-moon", "Light or dark as the system is"),
    "light": ("sun", "Always light"),
    "dark": ("moon", "Always dark"),
}
"""Choice -> the icon that stands for it, and what it is called."""


class Look:
    """The button that goes from one choice to the next, and the keys for larger and smaller type."""

    def __init__(self, desk: Worker, theme: Theme, window: QWidget) -> None:
        self._desk, self.theme = desk, theme
        self.button = parts.tool(*SHOWN[theme.choice], self._go_on)
        keys = (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0))
        for sequence, steps in keys:
            QShortcut(QKeySequence(sequence), window, self._zooms(steps))
        self._chosen: set[str] = set()
        self._show()
        desk.run(lambda assistant: assistant.settings, self._take)

    def _take(self, settings: Settings) -> None:
        """As it was left, but for what was chosen meanwhile."""
        choice = self.theme.choice if "theme" in self._chosen else settings.theme
        self.theme.choose(choice, None if "type_size" in self._chosen else settings.type_size)
        self._show()

    def _keep(self, name: str, value: str | float) -> None:
        self._chosen.add(name)
        self._desk.run(lambda assistant: assistant.store.settings.set(name, value))

    @property
    def _following(self) -> str:
        """The choice that a click makes."""
        return THEMES[(THEMES.index(self.theme.choice) + 1) % len(THEMES)]

    def _go_on(self) -> None:
        self.theme.choose(self._following)
        self._show()
        self._keep("theme", self.theme.choice)

    def _zooms(self, steps: int) -> Callable[[], None]:
        def zoom() -> None:
            self._keep("type_size", self.theme.zoom(steps))

        return zoom

    def _show(self) -> None:
        icon, name = SHOWN[self.theme.choice]
        following = SHOWN[self._following][1]
        icons.wear(self.button, icon)
        self.button.setAccessibleName(name)
        self.button.setToolTip(f"{name}. Click: {following[0].lower()}{following[1:]}")
        self.theme.dress(self.button)
