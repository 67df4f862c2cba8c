"""The first thing a person sees: making the store, or opening it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.errors import AttuneError
from assistant.paths import Home, prepare
from assistant.store import keys
from assistant.store.keys import Created, StoreKey
from ui import parts
from ui.background import Aside
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_2, SPACE_3, SPACE_6

CARD_WIDTH = 460
WELCOME = (
    "A private assistant that lives on this computer only. Everything you write is kept encrypted, and nothing ever "
    "leaves this machine."
)


class UnlockPage(QWidget):
    """A calm card in the middle; `unlocked` carries the key."""

    unlocked = Signal(object)

    def __init__(self, home: Home, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._home = home
        self._theme = theme
        self._column = QVBoxLayout()
        self._column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        self._column.setSpacing(SPACE_3)
        card = parts.frame("card", self._column)
        card.setFixedWidth(CARD_WIDTH)
        self.setLayout(parts.column(1, parts.row(1, card, 1), 1))
        self._card = card
        self._aside = Aside(self)
        self._problem = parts.label("", "bad")

    def begin(self) -> None:
        """Welcome, or unlock; at once where the keyring opens the store."""
        try:
            slots = keys.slots(self._home)
        except AttuneError as problem:
            self._stuck(problem)
            return
        if not slots:
            self._start_over("Welcome to Attune", WELCOME)
            self._aside.run(keys.keyring_problem, self._welcome, self._stuck)
        elif "keyring" in slots:
            self._with_keyring(slots)
        else:
            self._ask(slots)

    def _with_keyring(self, slots: frozenset[str]) -> None:
        def ask_instead(problem: AttuneError) -> None:
            self._ask(slots)
            self._tell(problem)

        self._start_over("Welcome back", "This computer's login is opening Attune …")
        self._aside.run(lambda: keys.unlock_with_keyring(self._home), self.unlocked.emit, ask_instead)

    def _start_over(self, title: str, text: str) -> None:
        parts.clear(self._column)
        self._column.addWidget(parts.label(title, "welcome"))
        self._column.addWidget(parts.label(text))
        self._column.addSpacing(SPACE_2)
        self._problem = parts.label("", "bad")
        self._problem.hide()

    def _welcome(self, problem: str | None) -> None:
        if problem is None:
            self._column.addWidget(
                parts.button("Start, unlocked with this computer's login", self._create_with_keyring, role="main")
            )
            self._column.addWidget(parts.button("Use a passphrase instead", self._choose_passphrase))
        else:
            self._column.addWidget(parts.label(f"{problem} A passphrase locks your words instead.", "caption"))
            self._add_passphrase_fields()
        self._column.addWidget(self._problem)

    def _choose_passphrase(self) -> None:
        self._start_over("Choose a passphrase", "It locks your words. A few words you will remember are best.")
        self._add_passphrase_fields()

    def _add_passphrase_fields(self) -> None:
        first, second = _secret("Passphrase"), _secret("The same again")
        create = parts.button("Start", lambda: self._create_with_passphrase(first, second), role="main")
        second.returnPressed.connect(create.click)
        for part in (first, second, self._problem, create):
            self._column.addWidget(part)
        first.setFocus()

    def _create_with_keyring(self) -> None:
        self._attempt(lambda: keys.create(self._prepared(), keyring=True), self._made)

    def _create_with_passphrase(self, first: QLineEdit, second: QLineEdit) -> None:
        if not first.text().strip():
            self._say("The passphrase is empty.")
        elif first.text() != second.text():
            self._say("The two differ. Type the same passphrase twice.")
        else:
            chosen = first.text()
            self._attempt(lambda: keys.create(self._prepared(), passphrase=chosen), self._made)

    def _prepared(self) -> Home:
        prepare(self._home)
        return self._home

    def _made(self, created: Created) -> None:
        self._start_over(
            "Your recovery code",
            "Write it down and keep it somewhere safe. It is the only way in when your login or passphrase is lost, "
            "and it is shown only now.",
        )
        code = QLabel(created.recovery_code)
        code.setObjectName("code")
        code.setAccessibleName("Your recovery code")
        code.setProperty("role", "secret")
        code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        code.setMargin(SPACE_3)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(code)
        copy = parts.button("Copy", lambda: QGuiApplication.clipboard().setText(created.recovery_code), icon="copy")
        go = parts.button("I wrote it down", lambda: self.unlocked.emit(created.key), role="main")
        self._column.addLayout(parts.row(copy, 1, go))
        self._theme.dress(self)

    def _ask(self, slots: frozenset[str]) -> None:
        if "passphrase" in slots:
            self._form("Locked", "Your passphrase opens Attune.", "Passphrase", keys.unlock_with_passphrase)
            other = parts.button("Use the recovery code", self._ask_code, role="link")
            self._column.addLayout(parts.row(other, 1))
        else:
            self._ask_code()

    def _ask_code(self) -> None:
        self._form("Locked", "Your recovery code opens Attune.", "Recovery code", keys.unlock_with_recovery_code)

    def _form(self, title: str, text: str, name: str, unlock: Callable[[Home, str], StoreKey]) -> None:
        self._start_over(title, text)
        entry = _secret(name)
        go = parts.button("Open", lambda: self._try(unlock, entry), role="main")
        entry.returnPressed.connect(go.click)
        for part in (entry, self._problem, go):
            self._column.addWidget(part)
        entry.setFocus()

    def _try(self, unlock: Callable[[Home, str], StoreKey], entry: QLineEdit) -> None:
        typed = entry.text()
        self._attempt(lambda: unlock(self._home, typed), self.unlocked.emit)

    def _attempt(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Deriving a key takes a second on purpose: the card waits, the window does not."""
        self._card.setEnabled(False)

        def go_on(result: Any) -> None:
            self._card.setEnabled(True)
            done(result)

        def stay(problem: AttuneError) -> None:
            self._card.setEnabled(True)
            self._tell(problem)

        self._aside.run(work, go_on, stay)

    def _stuck(self, problem: AttuneError) -> None:
        self._start_over(problem.title, problem.sentence)
        if problem.advice:
            self._column.addWidget(parts.label(problem.advice))

    def _tell(self, problem: AttuneError) -> None:
        self._say(str(problem))

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()


def _secret(name: str) -> QLineEdit:
    entry = QLineEdit()
    entry.setEchoMode(QLineEdit.EchoMode.Password)
    entry.setPlaceholderText(name)
    entry.setAccessibleName(name)
    return entry
