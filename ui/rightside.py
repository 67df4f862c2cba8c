"""Keeps the right side in step with the store: sliders, preferences, and why an answer is as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant.memory.kinds import guess_kind
from assistant.records import Preference, Turn
from assistant.wiring import Assistant
from ui.background import Worker
from ui.panel import MEMORY, WHY, SidePanel


class RightSide(QObject):
    """Between the panel and the store."""

    forgot = Signal(int)
    """This preference was forgotten, with what was learned from it."""

    def __init__(self, desk: Worker, panel: SidePanel) -> None:
        super().__init__()
        self._desk = desk
        self._panel = panel
        memory, sources = panel.memory, panel.sources
        panel.sliders.moved.connect(self._move)
        memory.added.connect(self.remember)
        memory.edited.connect(lambda item, text: self._change(lambda a: a.store.preferences.edit(item, text)))
        memory.always.connect(lambda item, is_on: self._change(lambda a: a.store.preferences.set_always(item, is_on)))
        memory.forgotten.connect(self._forget)
        sources.fix.connect(lambda item: self._open(item, forget=False))
        sources.forget.connect(lambda item: self._open(item, forget=True))

    def refresh(self) -> None:
        """Read sliders and preferences again."""
        self._read_levels()
        self._read_preferences()

    def _read_levels(self) -> None:
        self._desk.run(lambda assistant: assistant.store.sliders.levels(), self._panel.sliders.show_levels)

    def _read_preferences(self) -> None:
        self._desk.run(lambda assistant: assistant.store.preferences.list(), self._panel.memory.show_preferences)

    def _move(self, name: str, level: int) -> None:
        self._desk.run(lambda assistant: assistant.set_slider(name, level), put_back=self._read_levels)

    def remember(self, text: str) -> None:
        """Keep a preference the person typed."""
        self._change(
            lambda assistant: assistant.store.preferences.add(text, kind=guess_kind(text)),
            lambda: self._panel.memory.show_kept(text),
        )

    def show_why(self, turn: Turn) -> None:
        """Open the sources of a turn, as they are now: what was forgotten since is not among them."""
        self._desk.run(lambda assistant: assistant.store.chats.turn(turn.id), self._panel.sources.show_turn)
        self._show_page(WHY)

    def _forget(self, item: int) -> None:
        def tell() -> None:
            self._read_why()
            self.forgot.emit(item)

        self._change(lambda assistant: assistant.store.preferences.forget(item), tell)

    def _change(self, work: Callable[[Assistant], object], then: Callable[[], None] = lambda: None) -> None:
        def then_list(assistant: Assistant) -> list[Preference]:
            work(assistant)
            return assistant.store.preferences.list()

        def show(items: list[Preference]) -> None:
            self._panel.memory.show_preferences(items)
            then()

        self._desk.run(then_list, show, put_back=self._read_preferences)

    def _read_why(self) -> None:
        """Show the turn on screen anew, without what was forgotten."""
        shown = self._panel.sources.turn

        def show(turn: Turn) -> None:
            if self._panel.sources.turn is shown:
                self._panel.sources.show_turn(turn)

        if shown is not None:
            self._desk.run(lambda assistant: assistant.store.chats.turn(shown.id), show)

    def _open(self, item: int, *, forget: bool) -> None:
        """Open the card of a preference, or of what it became since it was used."""

        def read(assistant: Assistant) -> tuple[list[Preference], int]:
            return assistant.store.preferences.list(), _newest(assistant, item)

        def show(found: tuple[list[Preference], int]) -> None:
            items, newest = found
            self._panel.memory.show_preferences(items)
            card = self._panel.memory.card(newest)
            if card is None:
                self._read_why()  # it was forgotten elsewhere
            else:
                self._show_page(MEMORY)
                (card.ask_to_forget if forget else card.edit)()

        self._desk.run(read, show)

    def _show_page(self, name: str) -> None:
        self._panel.show_page(name)
        self._panel.show()


def _newest(assistant: Assistant, item: int) -> int:
    """What replaced a preference in the end; itself when nothing did."""
    kept = assistant.store.preferences
    after = {one.replaces: one.id for one in [*kept.list(state="superseded"), *kept.list()]}
    while item in after:
        item = after[item]
    return item
