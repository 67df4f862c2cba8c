"""Keeps the right side in step with the store: sliders, preferences, and why an answer is as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from assistant.memory.kinds import guess_kind
from assistant.records import Turn
from assistant.wiring import Assistant
from ui.background import Worker
from ui.panel import MEMORY, WHY, SidePanel


class RightSide(QObject):
    """Between the panel and the store."""

    def __init__(self, desk: Worker, panel: SidePanel) -> None:
        super().__init__()
        self._desk = desk
        self._panel = panel
        memory, sources = panel.memory, panel.sources
        panel.sliders.moved.connect(lambda name, level: desk.run(lambda a: a.set_slider(name, level)))
        memory.added.connect(self.remember)
        memory.edited.connect(lambda item, text: self._change(lambda a: a.store.preferences.edit(item, text)))
        memory.always.connect(lambda item, is_on: self._change(lambda a: a.store.preferences.set_always(item, is_on)))
        memory.forgotten.connect(lambda item: self._change(lambda a: a.store.preferences.forget(item)))
        sources.fix.connect(lambda item: self._open(item, forget=False))
        sources.forget.connect(lambda item: self._open(item, forget=True))

    def refresh(self) -> None:
        """Read sliders and preferences again."""
        self._desk.run(lambda assistant: assistant.store.sliders.levels(), self._panel.sliders.show_levels)
        self._change(lambda _: None)

    def remember(self, text: str) -> None:
        """Keep a preference the person typed."""
        self._change(lambda assistant: assistant.store.preferences.add(text, kind=guess_kind(text)))

    def show_why(self, turn: Turn) -> None:
        """Open the sources of a turn."""
        self._panel.sources.show_turn(turn)
        self._show_page(WHY)

    def _change(self, work: Callable[[Assistant], object]) -> None:
        def then_list(assistant: Assistant) -> Any:
            work(assistant)
            return assistant.store.preferences.list()

        self._desk.run(then_list, self._panel.memory.show_preferences)

    def _open(self, item: int, *, forget: bool) -> None:
        self._show_page(MEMORY)
        card = self._panel.memory.card(item)
        if card is not None:
            (card.ask_to_forget if forget else card.edit)()

    def _show_page(self, name: str) -> None:
        self._panel.show_page(name)
        self._panel.show()
