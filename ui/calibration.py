"""Keeps the first minutes in step with the store: when they are offered, what was chosen, and the sliders it moves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from assistant.records import Best
from assistant.taste.calibration import Proposal, proposals
from assistant.wiring import Assistant
from ui.background import Worker
from ui.calibrationpage import CalibrationPage
from ui.chat.composer import Composer
from ui.errors import Notice
from ui.panel import SLIDERS, SidePanel
from ui.theme.theme import Theme


class Calibration(QObject):
    """Between the page, the store and the sliders. It never needs the model.

    Args:
        desk: the thread for the store.
        panel: holds the sliders.
        chat: what the page stands in front of; it is there again as soon as the page is left.
        field: where a question is typed meanwhile.
        notice: offers to take the new sliders back.
    """

    def __init__(
        self, desk: Worker, theme: Theme, *, panel: SidePanel, chat: QWidget, field: Composer, notice: Notice
    ) -> None:
        super().__init__()
        self._desk = desk
        self._panel = panel
        self._field = field
        self._notice = notice
        self._theme = theme
        self._page: CalibrationPage | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(chat)
        panel.sliders.asked.connect(self.start)

    @property
    def page(self) -> CalibrationPage:
        """The page, made when it is first needed: most starts of the window never show it."""
        if self._page is None:
            page = self._page = CalibrationPage(self._theme)
            page.finished.connect(self._keep)
            page.left.connect(self.leave)
            page.used.connect(self._use)
            page.forgotten.connect(self._forget)
            page.typed.connect(self._type)
            self.stack.addWidget(page)
            self._theme.dress(page)
        return self._page

    @property
    def is_shown(self) -> bool:
        """True while the page stands in front of the conversation."""
        return self.stack.currentIndex() != 0

    def begin(self) -> None:
        """Offer it by itself, once, in a store that knows nothing of the person yet."""

        def offer(due: bool) -> None:
            # who already types has something better to do; who asks nothing after all is asked the next time
            if due and not self._field.text():
                self._desk.run(lambda assistant: assistant.store.calibration.note_asked())
                has_focus = self._field.editor.hasFocus()
                self._show()
                if has_focus:
                    self.page.take_focus()

        self._desk.run(lambda assistant: assistant.store.calibration.is_due(), offer)

    def start(self) -> None:
        """Ask, from the first pair on, because the person wants it."""
        self._show()
        self.page.take_focus()

    def leave(self) -> None:
        """Back to the conversation: nothing is set, what was chosen so far is kept, and the person can ask."""
        if self.is_shown:
            begun = self.page.begun
            if begun:
                self._desk.run(lambda assistant: assistant.store.calibration.keep(begun))
            self.stack.setCurrentIndex(0)
            self._field.setFocus()

    def _show(self) -> None:
        self.page.begin()
        self.stack.setCurrentWidget(self.page)

    def _type(self, text: str) -> None:
        self._field.setFocus()
        self._field.editor.insertPlainText(text)

    def _keep(self, choices: Mapping[str, Best]) -> None:
        def keep(assistant: Assistant) -> dict[str, int]:
            assistant.store.calibration.keep(choices)
            return assistant.store.sliders.levels()

        def show(levels: Mapping[str, int]) -> None:
            self.page.show_proposals(_clear_first(choices), levels)
            if self.is_shown:
                self.page.take_focus()

        self._desk.run(keep, show)

    def _use(self, levels: Mapping[str, int]) -> None:
        def move(assistant: Assistant) -> dict[str, int]:
            before = assistant.store.sliders.levels()
            for name, level in levels.items():
                assistant.set_slider(name, level)
            return {name: before.get(name, 0) for name in levels}

        def tell(before: Mapping[str, int]) -> None:
            self._show_levels()
            count = len(before)
            text = f"{count} sliders are set." if count > 1 else "The slider is set."
            self._notice.offer(
                f"{text} They act on your very next answer.", "Undo", lambda: self._put(before), _nothing
            )

        self.leave()
        self._panel.show_page(SLIDERS)
        self._desk.run(move, tell)

    def _put(self, levels: Mapping[str, int]) -> None:
        def put(assistant: Assistant) -> None:
            for name, level in levels.items():
                assistant.set_slider(name, level)

        self._desk.run(put, lambda _: self._show_levels())

    def _show_levels(self) -> None:
        self._desk.run(lambda assistant: assistant.store.sliders.levels(), self._panel.sliders.show_levels)

    def _forget(self) -> None:
        self.leave()
        self._desk.run(lambda assistant: assistant.store.calibration.forget())


def _clear_first(choices: Mapping[str, Best]) -> list[Proposal]:
    """The clearest proposals first; the sliders' order among equals."""
    return sorted(proposals(choices), key=lambda one: -abs(one.level))


def _nothing() -> None:
    """What happens when nobody takes it back."""
