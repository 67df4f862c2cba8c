"""All keyboard shortcuts in one list."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

SHORTCUTS = (
    ("Enter", "send"),
    ("Shift+Enter", "new line"),
    ("Esc", "stop the answer"),
    ("Up", "edit the last question, in an empty field"),
    ("Ctrl+N", "new chat"),
    ("Ctrl+K", "search your chats"),
    ("F2, Del", "rename or delete the chosen chat"),
    ("Ctrl+B", "show or hide the chats"),
    ("Ctrl+J", "show or hide the right side"),
    ("Ctrl++, Ctrl+-, Ctrl+0", "larger, smaller, normal type"),
    ("F1", "these shortcuts"),
)


def show_shortcuts(parent: QWidget) -> None:
    """Show the list until it is closed."""
    rows = "".join(
        f"<tr><td style='padding-right:24px'><b>{keys}</b></td><td>{what}</td></tr>" for keys, what in SHORTCUTS
    )
    QMessageBox.about(parent, "Keyboard shortcuts", f"<table cellpadding='3'>{rows}</table>")
