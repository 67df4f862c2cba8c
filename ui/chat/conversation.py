"""What happens in a chat: opening it, asking, stopping, asking again; the page only shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from assistant.answering import Asked
from assistant.drafts import Drafting
from assistant.engine.base import Reading
from assistant.errors import AttuneError, UsageProblem
from assistant.records import Chat, Judgement, Rating, Stage, Turn, Verdict
from assistant.wiring import Assistant
from ui.background import Stream, Worker


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn with what stands beside it on the page."""

    turn: Turn
    versions: tuple[int, ...]
    rating: Rating | None = None
    judged: Mapping[Stage, bool] = field(default_factory=dict)
    """Stage of the answer -> was it right; only those that were judged."""
    revises: Turn | None = None
    """The turn whose answer this one is a rewriting of."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A chat with the branch that is shown."""

    chat: Chat | None
    turns: tuple[Shown, ...]


class Conversation(QObject):
    """One chat at a time. The answer that is being given may belong to another chat than the one shown.

    Args:
        desk: the thread for the store.
        speech: the thread for answers.
    """

    began = Signal()
    """An answer is about to be asked for."""
    opened = Signal(object)
    asked = Signal(object)
    reading = Signal(int, object)
    """A turn, and how far its prompt is read."""
    drafting = Signal(int, object)
    """A turn, and which of several answers is being written in silence."""
    said = Signal(int, str)
    """A turn, and the next piece of its answer; the whole answer so far when its page was just opened."""
    answered = Signal(object)
    broke = Signal(object, object)
    refused = Signal(object)
    rated = Signal(object)
    """A rating that was kept."""
    judged = Signal(object)
    """A judgement of one stage of an answer that was kept."""
    unkept = Signal(int)
    """A turn of which something was said that could not be kept."""
    changed = Signal()
    """A chat was made, named, answered in: the list of chats is to be read again."""

    def __init__(self, desk: Worker, speech: Worker) -> None:
        super().__init__()
        self._desk = desk
        self._speech = speech
        self._chat: int | None = None
        self._speaking: Turn | None = None
        self._is_busy = False
        self._said = ""

    @property
    def chat(self) -> int | None:
        """The chat that is shown; None for a new one."""
        return self._chat

    @property
    def speaking(self) -> int | None:
        """The turn that is being answered."""
        return self._speaking.id if self._speaking is not None else None

    @property
    def is_busy(self) -> bool:
        """True while an answer is asked for or given."""
        return self._is_busy

    def open(self, chat: int | None) -> None:
        """Show a chat; None shows an empty page for a new one."""
        self._chat = chat
        if chat is None:
            self.opened.emit(Opened(None, ()))
            return
        self._desk.run(lambda assistant: _load(assistant, chat), self._show)

    def _show(self, opened: Opened) -> None:
        if opened.chat is None or opened.chat.id != self._chat:
            return
        self.opened.emit(opened)
        speaking = self.speaking
        # an answer that was kept between its last word and this reading is on the page already
        if any(shown.turn.id == speaking and shown.turn.finish == "pending" for shown in opened.turns):
            self.said.emit(speaking, self._said)

    def ask(self, question: str, *, beside: int | None = None) -> None:
        """Ask in this chat; `beside` a turn for a new version of it."""
        chat = self._chat
        self._answer(lambda assistant: assistant.ask(question, chat=chat, beside=beside))

    def rewrite(self, turn: Turn) -> None:
        """Have an answer revised toward the person's wishes, beside the answer that is there."""
        self._answer(lambda assistant: assistant.rewrite(turn.id))

    def _answer(self, work: Stream) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._said = ""
        self.began.emit()
        self._speech.stream(work, after=self._desk, event=self._hear, done=self._end, failed=self._fail)

    def again(self, turn: Turn) -> None:
        """Answer the same question anew, beside the answer that is there."""
        self.ask(turn.question, beside=turn.id)

    def stop(self) -> None:
        """Stop the answer; what was said is kept."""
        if self._is_busy:
            self._speech.stop()

    def show_version(self, turn: int) -> None:
        """Show a turn in its chat, with what came after it: another version, or what a search found."""

        def work(assistant: Assistant) -> Opened:
            return _load(assistant, assistant.store.chats.show(turn).id)

        def show(opened: Opened) -> None:
            self._chat = opened.chat.id if opened.chat is not None else None
            self._show(opened)

        self._desk.run(work, show)

    def rate(self, turn: int, verdict: Verdict, reasons: tuple[str, ...], better: str | None) -> None:
        """Keep a judgement of an answer."""
        self._desk.run(
            lambda assistant: assistant.rate(turn, verdict, reasons=reasons, better=better),
            self._tell_rated,
            put_back=lambda: self.unkept.emit(turn),
        )

    def judge(self, turn: int, stage: Stage, is_right: bool) -> None:
        """Keep whether one stage of an answer was right."""
        self._desk.run(
            lambda assistant: assistant.judge(turn, stage, is_right=is_right),
            self._tell_judged,
            put_back=lambda: self.unkept.emit(turn),
        )

    def _tell_judged(self, judgement: Judgement) -> None:
        self.judged.emit(judgement)

    def _tell_rated(self, rating: Rating) -> None:
        self.rated.emit(rating)

    def _hear(self, event: Any) -> None:
        if isinstance(event, Asked):
            self._begin(event.turn)
        elif isinstance(event, str):
            self._said += event
            if self._speaking is not None:
                self.said.emit(self._speaking.id, event)
        elif isinstance(event, Reading) and self._speaking is not None:
            self.reading.emit(self._speaking.id, event)
        elif isinstance(event, Drafting) and self._speaking is not None:
            self.drafting.emit(self._speaking.id, event)

    def _begin(self, turn: Turn) -> None:
        self._speaking = turn
        if self._chat is None:
            self._chat = turn.chat
        self.changed.emit()

        def work(assistant: Assistant) -> Opened:
            return _load(assistant, turn.chat)

        def show(opened: Opened) -> None:
            self.asked.emit(turn)
            self._show(opened)

        self._desk.run(work, show)

    def _end(self, last: object) -> None:
        del last  # read again below, in order
        self._is_busy = False
        said = self._said
        speaking, self._speaking = self._speaking, None
        self.changed.emit()
        if speaking is None:
            self.answered.emit(None)
        else:
            # by way of the desk, so that the page with this turn is there before it is finished
            self._desk.run(
                lambda assistant: assistant.store.chats.turn(speaking.id),
                self._tell_answered,
                lambda unread: self._tell_unread(replace(speaking, answer=said), unread, unread),
            )

    def _tell_answered(self, turn: Turn) -> None:
        self.answered.emit(turn)

    def _tell_unread(self, said: Turn, unread: AttuneError, problem: AttuneError) -> None:
        """The turn cannot be read again: its chat was deleted while it was answered, or the store is damaged."""
        if isinstance(unread, UsageProblem):
            self.answered.emit(None)
        else:
            self.broke.emit(replace(said, finish="failed"), problem)

    def _fail(self, problem: AttuneError) -> None:
        self._is_busy = False
        said = self._said
        speaking, self._speaking = self._speaking, None
        if speaking is None:
            self.refused.emit(problem)
            return
        self._desk.run(
            lambda assistant: assistant.store.chats.turn(speaking.id),
            # what could not be kept, on a full disk for example, at least stays on the page
            lambda turn: self.broke.emit(replace(turn, answer=turn.answer or said), problem),
            lambda unread: self._tell_unread(replace(speaking, answer=said), unread, problem),
        )


def _load(assistant: Assistant, chat: int) -> Opened:
    store = assistant.store
    return Opened(store.chats.get(chat), tuple(_shown(assistant, turn) for turn in store.chats.branch(chat)))


def _shown(assistant: Assistant, turn: Turn) -> Shown:
    store, revises = assistant.store, turn.sources.revises
    return Shown(
        turn,
        versions=tuple(store.chats.versions(turn.id)),
        rating=store.ratings.of_turn(turn.id),
        judged=store.judgements.of_turn(turn.id),
        revises=None if revises is None else store.chats.turn(revises),
    )
