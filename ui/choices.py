"""Choosing between two answers, on the page and in the store, and the settings of how often and of how many."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.records import Turn
from ui.background import Worker
from ui.chat.choosing import Choosing
from ui.chat.composer import Composer
from ui.chat.conversation import Conversation
from ui.chat.transcript import Transcript
from ui.dashboard.asking import AskingCard
from ui.keeping import SettingsKeeper


class Choices(QObject):
    """Connects what knows of second answers.

    Args:
        talk: whose answers are considered.
        page: where the answers stand.
        card: where it is set.
        field: where typing goes on once a choice was made.
    """

    kept = Signal(object)
    """A Choice that was kept."""
    wanted = Signal(int)
    """A turn that is to be shown."""

    def __init__(
        self,
        desk: Worker,
        speech: Worker,
        talk: Conversation,
        page: Transcript,
        *,
        card: AskingCard,
        field: Composer,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.choosing = choosing = Choosing(desk, speech)
        talk.began.connect(choosing.leave)
        talk.answered.connect(self._consider)
        talk.drafting.connect(page.draft)
        page.compare.connect(choosing.open)
        page.chosen.connect(choosing.choose)
        page.put_off.connect(choosing.put_off)
        page.put_off.connect(field.setFocus)
        choosing.changed.connect(page.show_offer)
        choosing.wanted.connect(self.wanted)
        choosing.chosen.connect(self.kept)
        choosing.chosen.connect(lambda _: field.setFocus())
        self._keeper = keeper = SettingsKeeper(desk)
        card.changed.connect(keeper.keep)
        keeper.kept.connect(card.show_settings)
        desk.run(lambda assistant: assistant.settings, card.show_settings)

    def _consider(self, turn: Turn | None) -> None:
        if turn is not None:
            self.choosing.consider(turn)
