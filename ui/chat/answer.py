"""One answer on the page: text that grows while it is said, code with a copy button, and its actions."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from ui import parts
from ui.chat import markdown
from ui.chat.markdown import Block
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

OPENED = ("http", "https", "mailto")


class AnswerText(QWidget):
    """Markdown as a page of blocks. Blocks that are complete are never drawn again while the answer grows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._growing = ""
        self._last: list[QWidget] = []
        self._blocks = QVBoxLayout(self)
        self._blocks.setContentsMargins(0, 0, 0, 0)
        self._blocks.setSpacing(SPACE_3)
        theme.changed.connect(self._draw_all)

    @property
    def text(self) -> str:
        """The markdown that is shown."""
        return self._text

    def show_text(self, text: str) -> None:
        """Replace all of it."""
        self._text = text
        self._draw_all()

    def say(self, piece: str) -> None:
        """Let it grow by a piece."""
        self._text += piece
        self._growing += piece
        done, self._growing = markdown.finished(self._growing)
        blocks = markdown.split(self._growing)
        if not done and self._rewrite(blocks):
            return
        for widget in self._last:
            self._blocks.removeWidget(widget)
            widget.deleteLater()
        if done:
            self._add(markdown.split(done))
        self._last = self._add(blocks)

    def _rewrite(self, blocks: list[Block]) -> bool:
        """While the growing part is one label of text, write into it: a new one would cost far more."""
        label = self._last[0] if len(self._last) == 1 else None
        if not isinstance(label, QLabel) or len(blocks) != 1 or blocks[0].language is not None:
            return False
        label.setText(markdown.html(blocks[0].source, self._theme.colours))
        return True

    def _draw_all(self) -> None:
        parts.clear(self._blocks)
        done, self._growing = markdown.finished(self._text)
        self._add(markdown.split(done))
        self._last = self._add(markdown.split(self._growing))

    def _add(self, blocks: list[Block]) -> list[QWidget]:
        made = [self._widget(block) for block in blocks]
        for widget in made:
            self._blocks.addWidget(widget)
        return made

    def _widget(self, block: Block) -> QWidget:
        if block.language is not None:
            return _CodeBlock(block, self._theme)
        html = markdown.html(block.source, self._theme.colours)
        shown = QLabel(html)
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setWordWrap(True)
        shown.setProperty("role", "reading")
        # only text with links is a stop for the Tab key
        shown.setTextInteractionFlags(parts.READABLE | parts.FOLLOWED if "<a " in html else parts.READABLE)
        shown.linkActivated.connect(self._open)
        shown.linkHovered.connect(shown.setToolTip)
        return shown

    def _open(self, target: str) -> None:
        """Open a link outside, after the person has seen where it leads."""
        if urlsplit(target).scheme not in OPENED:
            return
        question = QMessageBox(QMessageBox.Icon.NoIcon, "Open a link", "Open this in your browser?", parent=self)
        question.setInformativeText(target)
        question.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
        if question.exec() == QMessageBox.StandardButton.Open:
            QDesktopServices.openUrl(QUrl(target))


class _CodeBlock(QFrame):
    """Code in its language's colours; long lines scroll, they do not wrap."""

    def __init__(self, block: Block, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("code")
        code = QLabel(markdown.code_html(block, theme.colours))
        code.setTextFormat(Qt.TextFormat.RichText)
        code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        code.setTextInteractionFlags(parts.READABLE)
        code.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidget(code)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        code.adjustSize()
        bar = scroll.horizontalScrollBar().sizeHint().height()
        scroll.setFixedHeight(code.sizeHint().height() + bar)
        scroll.setAccessibleName(f"Code, {block.language or 'plain text'}")
        copy = parts.tool("copy", "Copy this code", lambda: QGuiApplication.clipboard().setText(block.source))
        head = parts.row(parts.label(block.language or "text", "caption"), 1, copy)
        self.setLayout(parts.column(head, scroll, margins=SPACE_2, gap=SPACE_1))
        theme.dress(self)
