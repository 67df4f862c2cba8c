"""Where the person types: it grows with the text, keeps a draft, and turns Send into Stop while an answer comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from ui import parts
from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import READING_WIDTH, SPACE_2, SPACE_3, SPACE_5

MOST_LINES = 8
PADDING = 6
"""Pixels above and below the text, as the style sheet has them."""
DRAFT_DELAY_MS = 600


class Composer(QWidget):
    """Tells of questions to ask; keeps its text until it is told that the question is safe."""

    sent = Signal(str)
    stopped = Signal()
    recalled = Signal()
    """Up in an empty composer: the person wants to edit the last question."""
    left = Signal()
    """Esc while editing: the person wants to edit no more."""
    drafted = Signal()
    """The person has paused while typing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_busy = False
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("Your question")
        self.editor.setPlaceholderText("Ask anything")
        self.editor.setTabChangesFocus(True)
        self.editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.editor.installEventFilter(self)
        self.editor.textChanged.connect(self._grow)
        theme.changed.connect(self._grow_box)
        self._send = parts.tool("arrow-up", "Send", self._press, role="on_accent")
        self._send.setProperty("role", "send")
        self._note = parts.label("", "caption")
        self._note.hide()
        self._box = QFrame()
        self._box.setObjectName("composer")
        inner = parts.row(self.editor, gap=SPACE_2, margins=SPACE_2)
        inner.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        self._box.setLayout(inner)
        self._box.setMaximumWidth(READING_WIDTH)
        across = parts.row(gap=0)
        across.addStretch(1)
        across.addLayout(parts.column(self._note, self._box, gap=SPACE_2), 1000)
        across.addStretch(1)
        across.setContentsMargins(SPACE_5, SPACE_2, SPACE_5, SPACE_3)
        self.setLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.editor)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.timeout.connect(self.drafted)
        self._grow()

    def text(self) -> str:
        """What is typed."""
        return self.editor.toPlainText()

    def show_draft(self, text: str, note: str = "") -> None:
        """Replace what is typed, the cursor at its end; the note says what it is."""
        self._draft_timer.stop()
        self.editor.blockSignals(True)
        self.editor.setPlainText(text)
        self.editor.blockSignals(False)
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._grow_box()

    def show_busy(self, is_busy: bool) -> None:
        """Send becomes Stop, and back."""
        self._is_busy = is_busy
        name = "Stop" if is_busy else "Send"
        self._send.setAccessibleName(name)
        self._send.setToolTip(f"{name} (Esc)" if is_busy else f"{name} (Enter)")
        icons.wear(self._send, "square" if is_busy else "arrow-up", role="on_accent")
        self._theme.dress(self._send)
        self._enable()

    def _press(self) -> None:
        if self._is_busy:
            self.stopped.emit()
        elif self.text().strip():
            self.sent.emit(self.text().strip())

    def _enable(self) -> None:
        self._send.setEnabled(self._is_busy or bool(self.text().strip()))

    def _grow(self) -> None:
        self._draft_timer.start(DRAFT_DELAY_MS)
        self._grow_box()

    def _grow_box(self) -> None:
        lines = int(self.editor.document().size().height())
        height = self.editor.fontMetrics().lineSpacing() * max(1, min(lines, MOST_LINES))
        margin = round(self.editor.document().documentMargin())
        # with less than a pixel to spare Qt finds that the last line does not fit
        self.editor.setFixedHeight(height + 2 * PADDING + 2 * margin + 2)
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Enter sends, Shift+Enter breaks the line, Esc stops, Up in an empty composer recalls."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._box.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            parts.restyle(self._box)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                if not self._is_busy:
                    self._press()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._escape()
                return True
            if event.key() == Qt.Key.Key_Up and not self.text():
                self.recalled.emit()
                return True
        return super().eventFilter(watched, event)

    def _escape(self) -> None:
        if self._is_busy:
            self.stopped.emit()
        elif not self._note.isHidden():
            self.left.emit()
