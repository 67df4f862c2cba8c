"""A second answer to choose from: written quietly once the first is there, offered, and forgotten when one goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from assistant.errors import AttuneError
from assistant.records import Best, Choice, Turn
from assistant.taste.questions import Way
from ui.background import Worker

Stage = Literal["writing", "ready", "open", "keeping", "kept", "gone"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Two answers to one question, and how far it is with them."""

    first: Turn
    stage: Stage = "writing"
    """The second is being written, is there, stands beside the first, is being judged, was, or came to nothing."""
    second: Turn | None = None
    shown: int | None = None
    """The turn that is shown at the end, where it is not the first one."""

    @property
    def turn(self) -> int:
        """The turn on the page that it belongs to."""
        return self.first.id if self.shown is None else self.shown


class Choosing(QObject):
    """At most one offer at a time; it never holds up an answer, and a new question ends it.

    Args:
        desk: the thread for the store.
        speech: the thread for answers; what the person asks goes first.
    """

    changed = Signal(object)
    """The Offer, or None when there is none any more."""
    chosen = Signal(object)
    """A Choice that was kept."""
    wanted = Signal(int)
    """A turn that is to be shown instead of the first one."""

    def __init__(self, desk: Worker, speech: Worker) -> None:
        super().__init__()
        self._desk = desk
        self._speech = speech
        self._offer: Offer | None = None
        self._round = 0

    @property
    def offer(self) -> Offer | None:
        """What stands on the page."""
        return self._offer

    def consider(self, first: Turn) -> None:
        """An answer is complete: have a second one written, if that is worth a question."""
        self.leave()
        write = self._if_current(lambda how: self._write(first, how))
        self._desk.run(lambda assistant: assistant.second_way(first), write, self._if_current(self._fail))

    def open(self) -> None:
        """The person wants to see both."""
        self._go_to("open", "ready")

    def put_off(self) -> None:
        """Not now: the first stays, and the second one is a version beside it."""
        self._round += 1
        if self._offer is not None and self._offer.stage == "writing":
            self._speech.stop()
        self._end()

    def choose(self, best: Best) -> None:
        """Keep which one is liked better, then show that one; both stay where it could not be kept."""
        offer = self._offer
        if offer is None or offer.second is None or offer.stage != "open":
            return
        first, second = offer.first.id, offer.second.id
        self._offer = replace(offer, stage="keeping")
        show = self._if_current(self._show_kept)

        def tell(choice: Choice) -> None:
            show(best)
            self.chosen.emit(choice)

        self._desk.run(
            lambda assistant: assistant.choose(first, second, best),
            tell,
            put_back=lambda: self._go_to("open", "keeping"),
        )

    def _show_kept(self, best: Best) -> None:
        offer = self._offer
        if offer is None or offer.second is None or offer.stage != "keeping":
            return
        self._offer = replace(offer, stage="kept", shown=offer.second.id if best == "B" else None)
        self.changed.emit(self._offer)
        if best == "B":
            self.wanted.emit(offer.second.id)

    def leave(self) -> None:
        """The person goes on: nothing is offered any more, and what is being written makes room."""
        self._round += 1
        if self._offer is None:
            return
        if self._offer.stage == "writing":
            self._speech.stop()
        self._offer = None
        self.changed.emit(None)

    def _if_current(self, hear: Callable[[Any], None]) -> Callable[[Any], None]:
        """Hear of it only while the person has not gone on."""
        current = self._round
        return lambda value: hear(value) if current == self._round else None

    def _write(self, first: Turn, how: Way | None) -> None:
        if how is None:
            return
        self._offer = Offer(first)
        self.changed.emit(self._offer)
        self._speech.stream(
            lambda assistant: assistant.ask_second(first, how),
            after=self._desk,
            event=lambda _: None,
            done=self._if_current(lambda second: self._look(first, second)),
            failed=self._if_current(self._fail),
        )

    def _look(self, first: Turn, second: Turn | None) -> None:
        """Offer the two only if they came to be worth a question."""
        if second is None:
            self._end()
            return

        def decide(is_worth: bool) -> None:
            if not is_worth:
                self._end()
                return
            self._offer = Offer(first, "ready", second)
            self.changed.emit(self._offer)

        self._desk.run(
            lambda assistant: assistant.is_worth_choosing(first, second),
            self._if_current(decide),
            self._if_current(self._fail),
        )

    def _fail(self, problem: AttuneError) -> None:
        """Nobody asked for a second answer, so nobody is told that there is none."""
        del problem
        self._end()

    def _go_to(self, stage: Stage, earlier: Stage) -> None:
        if self._offer is not None and self._offer.stage == earlier:
            self._offer = replace(self._offer, stage=stage)
            self.changed.emit(self._offer)

    def _end(self) -> None:
        if self._offer is not None:
            self._offer = replace(self._offer, stage="gone")
            self.changed.emit(self._offer)
