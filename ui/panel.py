"""The right side: the sliders, what Attune knows, what it learns, and why this answer; it keeps its width."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QStackedWidget, QWidget

from ui import parts
from ui.chat.sources import SourcesPanel
from ui.dashboard.learning import LearningPanel
from ui.dashboard.memory import MemoryPanel
from ui.dashboard.sliders import SlidersPanel
from ui.theme.theme import Theme
from ui.theme.tokens import PANEL_WIDTH, SPACE_1, SPACE_2, SPACE_4

SLIDERS, MEMORY, LEARNING, WHY = "Sliders", "About you", "Learning", "Why"


class SidePanel(QFrame):
    """Four pages, one at a time."""

    def __init__(self, theme: Theme, close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("panel")
        theme.changed.connect(lambda: self.setFixedWidth(theme.scaled(PANEL_WIDTH)))
        self.setFixedWidth(theme.scaled(PANEL_WIDTH))
        self.sources = SourcesPanel(theme)
        self.sliders = SlidersPanel(theme)
        self.memory = MemoryPanel(theme)
        self.learning = LearningPanel(theme)
        self._pages = {SLIDERS: self.sliders, MEMORY: self.memory, LEARNING: self.learning, WHY: self.sources}
        self._stack = QStackedWidget()
        self._tabs = QButtonGroup(self)
        head = parts.row(gap=SPACE_1)
        for index, (name, page) in enumerate(self._pages.items()):
            self._stack.addWidget(_scrolled(page, name))
            tab = QPushButton(name)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setAccessibleName({WHY: "Why this answer", MEMORY: "What Attune knows about you"}.get(name, name))
            tab.clicked.connect(lambda _=False, n=name: self.show_page(n))
            self._tabs.addButton(tab, index)
            head.addWidget(tab)
        head.addStretch(1)
        head.addWidget(parts.tool("x", "Close this side", close))
        head.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_1)
        self.setLayout(parts.column(head, self._stack))
        self.show_page(SLIDERS)

    def show_page(self, name: str) -> None:
        """Show one of the pages."""
        index = list(self._pages).index(name)
        self._stack.setCurrentIndex(index)
        self._tabs.button(index).setChecked(True)

    def show_part(self, part: QWidget) -> None:
        """Scroll the page that is shown to one of its parts, once everything has its place."""
        scroll, page = self._stack.currentWidget(), self._pages[self.page]
        if isinstance(scroll, QScrollArea):
            bar = scroll.verticalScrollBar()
            QTimer.singleShot(0, scroll, lambda: bar.setValue(part.mapTo(page, QPoint(0, 0)).y() - SPACE_2))

    @property
    def page(self) -> str:
        """The page that is shown."""
        return list(self._pages)[self._stack.currentIndex()]


def _scrolled(page: QWidget, name: str) -> QScrollArea:
    page.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_4)
    scroll = QScrollArea()
    scroll.setAccessibleName(name)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    return scroll
