"""Keeps settings that were changed on a page, and has the page show how they stand."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.settings import Settings
from assistant.store.settings import JsonValue
from ui.background import Worker


class SettingsKeeper(QObject):
    """Between a page and the store."""

    kept = Signal(object)
    """The Settings as they stand; also after one could not be kept."""

    def __init__(self, desk: Worker) -> None:
        super().__init__()
        self._desk = desk
        self._on_their_way = 0

    @property
    def is_keeping(self) -> bool:
        """True while what the page shows is newer than what the store says."""
        return bool(self._on_their_way)

    def keep(self, name: str, value: JsonValue) -> None:
        """Keep a setting, then tell how things stand."""
        self._on_their_way += 1
        self._desk.run(lambda assistant: assistant.change(name, value))
        self._desk.run(lambda assistant: assistant.settings, self._arrived)

    def _arrived(self, settings: Settings) -> None:
        self._on_their_way -= 1
        if not self.is_keeping:
            self.kept.emit(settings)
