"""Keeps the sliders' page in step with the store: what ratings say, how strongly wishes act, what answers were like."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from assistant.settings import Settings
from assistant.taste import cost
from assistant.wiring import Assistant
from ui import parts
from ui.background import Worker
from ui.dashboard.sliders import SlidersPanel
from ui.dashboard.taste import Judged, Said
from ui.keeping import SettingsKeeper

NAMED = 3
"""Judgements that are named for each direction."""


@dataclass(frozen=True, slots=True)
class Read:
    """Everything the page shows but the sliders' levels."""

    said: Said
    recent: dict[str, str]
    """Slider -> what the newest answers were like, in words."""
    settings: Settings
    costs: tuple[str, ...]
    """What steering costs here, in sentences."""


class Taste(QObject):
    """Between the sliders' page and the store; read again after each rating and each answer."""

    wanted = Signal(int)
    """A turn that is to be shown."""

    def __init__(self, desk: Worker, page: SlidersPanel) -> None:
        super().__init__()
        self._desk = desk
        self._page = page
        self._keeper = keeper = SettingsKeeper(desk)
        keeper.kept.connect(page.steering.show_settings)
        page.taste.wanted.connect(self.wanted)
        page.taste.question.moved.connect(self._move)
        page.taste.question.left.connect(self._leave)
        page.moved.connect(lambda *_: self.refresh())
        page.steering.changed.connect(keeper.keep)

    def refresh(self) -> None:
        """Read everything again."""
        self._desk.run(_read, self._show)

    def _show(self, found: Read) -> None:
        self._page.taste.show_said(found.said)
        self._page.show_recent(found.recent)
        self._page.steering.show_costs(found.costs)
        if not self._keeper.is_keeping:
            self._page.steering.show_settings(found.settings)

    def _move(self, slider: str, level: int) -> None:
        """The person said so: the slider goes there as if they had moved it."""
        stops = self._page.row(slider).stops
        stops.setValue(level)
        parts.go_to(stops)

    def _leave(self, slider: str) -> None:
        self._desk.run(lambda assistant: assistant.leave_slider(slider), lambda _: self.refresh())
        parts.go_to(self._page.row(slider).stops)


def _read(assistant: Assistant) -> Read:
    found = assistant.verdict()
    judged = []
    for one in found.directions:
        turns = list(dict.fromkeys(made_by.turns[-1] for made_by in one.made_by if made_by.turns))[:NAMED]
        judged.append((one, tuple(Judged(turn, assistant.store.chats.turn(turn).question) for turn in turns)))
    return Read(
        Said(judged, found.question),
        assistant.recent_answers(),
        assistant.settings,
        cost.said(assistant.steering_costs()),
    )
