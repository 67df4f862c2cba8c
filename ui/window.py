"""The window: chats on the left, the conversation in the middle, what shapes it on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from assistant.errors import AttuneError
from assistant.records import Chat, Turn
from assistant.wiring import Assistant
from ui import parts
from ui.background import Worker, end
from ui.calibration import Calibration
from ui.chat.composer import Composer
from ui.chat.conversation import Conversation, Opened
from ui.chat.drafts import Drafts
from ui.chat.sidebar import Sidebar
from ui.chat.transcript import Transcript
from ui.chatlist import ChatList
from ui.choices import Choices
from ui.errors import Notice
from ui.learning import Learning
from ui.look import Look
from ui.models import Models
from ui.morning import MorningLine
from ui.narrow import Narrow
from ui.night import NightProcess
from ui.nightplan import NightPlan
from ui.panel import SidePanel
from ui.rightside import RightSide
from ui.shortcuts import show_shortcuts
from ui.taste import Taste
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3


class MainWindow(QMainWindow):
    """Assembles the screens and passes on what they tell each other.

    Args:
        open_view: opens the assistant, once in each thread.
        theme: how it looks.
        night: has the nights.
    """

    def __init__(self, open_view: Callable[[], Assistant], theme: Theme, night: NightProcess) -> None:
        super().__init__()
        self.setWindowTitle("Attune")
        self.resize(1280, 800)
        self.notice = Notice(theme)
        self._desk = Worker(open_view, name="desk", failed=self.notice.tell)
        self._speech = Worker(open_view, name="speech", failed=self.notice.tell)
        self.models = Models(self._desk, self._speech, self.notice)
        self.look = Look(self._desk, theme, self)
        self.conversation = Conversation(self._desk, self._speech)
        self.sidebar = Sidebar()
        self.transcript = Transcript(theme)
        self.composer = Composer(theme)
        self.chats = ChatList(self._desk, self.sidebar, self.notice, lambda: self.conversation.chat)
        self.panel = SidePanel(theme, self.toggle_panel)
        self.right = RightSide(self._desk, self.panel)
        self.morning = MorningLine(theme)
        self.learning = Learning(self._desk, self.panel, NightPlan(night), self.morning, self.notice)
        self.taste = Taste(self._desk, self.panel.sliders)
        self.drafts = Drafts(self._desk, self.composer)
        self.choices = Choices(
            *(self._desk, self._speech, self.conversation, self.transcript),
            card=self.panel.sliders.asking,
            field=self.composer,
        )
        self.calibration = Calibration(
            *(self._desk, theme), panel=self.panel, chat=self.transcript, field=self.composer, notice=self.notice
        )
        self._is_closed = False
        self._build()
        self._connect_chat()
        self._add_shortcuts()
        theme.dress(self)
        self.conversation.open(None)
        self.chats.refresh()
        self.right.refresh()
        self.learning.begin()
        self.taste.refresh()
        self.composer.setFocus()
        self.calibration.begin()

    def _build(self) -> None:
        self._title = parts.Elided("New chat", "heading")
        bar = QFrame()
        bar.setObjectName("bar")
        tools = (
            parts.tool("panel-left", "Show or hide the chats", self.toggle_sidebar, keys="Ctrl+B"),
            self._title,
            1,
            self.models.button,
            parts.tool("circle-help", "Keyboard shortcuts", partial(show_shortcuts, self), keys="F1"),
            self.look.button,
            parts.tool("sliders-horizontal", "Show or hide the right side", self.toggle_panel, keys="Ctrl+J"),
        )
        line = parts.row(*tools, gap=SPACE_1)
        line.setContentsMargins(SPACE_3, SPACE_1, SPACE_3, SPACE_1)
        bar.setLayout(line)
        notice = parts.column(self.notice, self.morning, gap=SPACE_2)
        notice.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, 0)
        middle = parts.column(bar, notice, self.calibration.stack, self.composer)
        middle.setStretch(2, 1)
        page = QWidget()
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setLayout(parts.row(self.sidebar, middle, self.panel))
        self.setCentralWidget(page)
        Narrow(self, (self.panel, self.sidebar))

    def _connect_chat(self) -> None:
        talk, page, field, side = self.conversation, self.transcript, self.composer, self.sidebar
        talk.opened.connect(self._show_chat)
        talk.opened.connect(self.calibration.leave)
        talk.asked.connect(self.drafts.settle)
        talk.reading.connect(page.read)
        talk.said.connect(page.say)
        talk.answered.connect(self._show_answered)
        talk.broke.connect(self._show_broken)
        talk.refused.connect(self._show_refused)
        talk.changed.connect(self.chats.refresh)
        page.example.connect(self.ask)
        page.again.connect(lambda turn: self._start(lambda: talk.again(turn)))
        page.rewrite.connect(lambda turn: self._start(lambda: talk.rewrite(turn)))
        page.edit.connect(self._edit)
        page.version.connect(self._show_version)
        page.why.connect(self.right.show_why)
        page.model.connect(self.models.open)
        self.models.changed.connect(self.learning.refresh)
        self.models.changed.connect(self.taste.refresh)
        page.rated.connect(talk.rate)
        page.judged.connect(talk.judge)
        talk.judged.connect(page.show_judgement)
        talk.rated.connect(page.show_rating)
        talk.unkept.connect(page.put_back)
        for told in (talk.rated, self.choices.kept, self.right.forgot, self.chats.deleted):
            told.connect(lambda _: self.learning.refresh())
            told.connect(lambda _: self.taste.refresh())
        self.taste.wanted.connect(self._show_version)
        self.choices.wanted.connect(self._show_version)
        field.sent.connect(self.ask)
        field.stopped.connect(talk.stop)
        field.recalled.connect(self._edit_last)
        self.chats.wanted.connect(talk.open)
        self.chats.met.connect(self._show_version)
        self.chats.gone.connect(self._leave)
        self.chats.listed.connect(self._show_title)
        side.new.connect(self.new_chat)

    def _add_shortcuts(self) -> None:
        runs: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+N", self.new_chat),
            ("Ctrl+K", self.sidebar.go_to_search),
            ("Ctrl+/", partial(show_shortcuts, self)),
        )
        for keys, run in runs:
            QShortcut(QKeySequence(keys), self, run)

    def begin(self) -> None:
        """Once the window is on the screen: load the model, then memory by meaning, in the background."""
        self.models.load()

    def when_warm(self, then: Callable[[], None]) -> None:
        """Call `then` once preferences can be found by meaning."""
        self._speech.run(lambda assistant: assistant.finder.wait(), lambda _: then())

    # asking

    def ask(self, question: str) -> None:
        """Ask in the chat that is shown, or a new version of the question that is being edited."""

        def send() -> None:
            edited = self.drafts.edited
            self.drafts.send(question)
            self.conversation.ask(question, beside=edited.id if edited is not None else None)

        self._start(send)

    def _start(self, ask: Callable[[], None]) -> None:
        if self.conversation.is_busy:
            return
        self.calibration.leave()
        self.models.look_again()
        ask()
        self.composer.show_busy(True)
        self.composer.setFocus()

    def _show_answered(self, turn: Turn | None) -> None:
        self.composer.show_busy(False)
        if turn is not None:
            self.transcript.finish(turn)
            self.taste.refresh()
        if turn is not None and turn.chat == self.conversation.chat:
            self.panel.sources.show_turn(turn)

    def _show_broken(self, turn: Turn, problem: AttuneError) -> None:
        self.composer.show_busy(False)
        self.transcript.break_off(turn, problem)
        self.models.start_again(problem)

    def _show_refused(self, problem: AttuneError) -> None:
        self.drafts.refuse()
        self.composer.show_busy(False)
        self.notice.tell(problem)
        self.models.start_again(problem)

    def _edit(self, turn: Turn) -> None:
        self.drafts.edit(turn)
        self.composer.setFocus()

    def _show_version(self, turn: int) -> None:
        self.drafts.leave_editing()
        self.conversation.show_version(turn)

    def _edit_last(self) -> None:
        views = self.transcript.views
        if views:
            self._edit(views[-1].turn)

    # chats

    def new_chat(self) -> None:
        """An empty page."""
        self.conversation.open(None)
        self.chats.refresh()
        self.composer.setFocus()

    def _show_chat(self, opened: Opened) -> None:
        self._title.setText(opened.chat.title if opened.chat is not None else "New chat")
        self.transcript.show_chat(opened)
        if self.conversation.speaking is not None:
            self.transcript.begin(self.conversation.speaking)
        self.drafts.show(opened.chat)
        self.panel.sources.show_turn(opened.turns[-1].turn if opened.turns else None)

    def _leave(self, chat: int) -> None:
        self.drafts.forget(chat)
        if chat == self.conversation.chat:
            self.new_chat()

    def _show_title(self, chats: list[Chat]) -> None:
        for chat in chats:
            if chat.id == self.conversation.chat:
                self._title.setText(chat.title)

    # the rest

    def toggle_panel(self) -> None:
        """Show or hide the right side."""
        self.panel.setVisible(self.panel.isHidden())

    def toggle_sidebar(self) -> None:
        """Show or hide the chats."""
        self.sidebar.setVisible(self.sidebar.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Esc that nothing else has a use for stops the answer."""
        if event.key() == Qt.Key.Key_Escape:
            self.conversation.stop()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Be gone for the person at once; then keep the draft, finish what was not undone, and end the threads."""
        if not self._is_closed:
            self._is_closed = True
            self.hide()
            self.drafts.keep()
            self.calibration.leave()
            self.notice.settle()
            self.learning.leave()
            end(self._speech, self._desk)
        event.accept()
