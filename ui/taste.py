"""Keeps what the ratings say, and what the newest answers were like, in step with the store."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.wiring import Assistant
from ui import parts
from ui.background import Worker
from ui.dashboard.sliders import SlidersPanel
from ui.dashboard.taste import Judged, Said

NAMED = 3
"""Judgements that are named for each direction."""


class Taste(QObject):
    """Between the sliders' page and the store; read again after each rating and each answer."""

    wanted = Signal(int)
    """A turn that is to be shown."""

    def __init__(self, desk: Worker, page: SlidersPanel) -> None:
        super().__init__()
        self._desk = desk
        self._page = page
        page.taste.wanted.connect(self.wanted)
        page.taste.question.moved.connect(self._move)
        page.taste.question.left.connect(self._leave)
        page.moved.connect(lambda *_: self.refresh())

    def refresh(self) -> None:
        """Read everything again."""
        self._desk.run(_read, self._show)

    def _show(self, found: tuple[Said, dict[str, str]]) -> None:
        said, recent = found
        self._page.taste.show_said(said)
        self._page.show_recent(recent)

    def _move(self, slider: str, level: int) -> None:
        """The person said so: the slider goes there as if they had moved it."""
        stops = self._page.row(slider).stops
        stops.setValue(level)
        parts.go_to(stops)

    def _leave(self, slider: str) -> None:
        self._desk.run(lambda assistant: assistant.leave_slider(slider), lambda _: self.refresh())
        parts.go_to(self._page.row(slider).stops)


def _read(assistant: Assistant) -> tuple[Said, dict[str, str]]:
    found = assistant.verdict()
    judged = []
    for one in found.directions:
        turns = list(dict.fromkeys(made_by.turns[-1] for made_by in one.made_by if made_by.turns))[:NAMED]
        judged.append((one, tuple(Judged(turn, assistant.store.chats.turn(turn).question) for turn in turns)))
    return Said(judged, found.question), assistant.recent_answers()
