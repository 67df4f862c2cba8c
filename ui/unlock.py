"""The first thing a person sees: making the store, or opening it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.errors import AttuneError
from assistant.paths import Home, prepare
from assistant.store import keys
from assistant.store.keyring_slot import PERSON_S, SystemKeyring
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
    """A calm card in the middle; `unlocked` carries the key, once.

    Args:
        home: whose.
        theme: how it looks.
        ring: the keyring to use; None = this computer's, with time for a person to unlock it.
    """

    unlocked = Signal(object)

    def __init__(self, home: Home, theme: Theme, *, ring: SystemKeyring | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._home = home
        self._theme = theme
        self._ring = ring or SystemKeyring(limit_s=PERSON_S)
        self._shown = 0
        self._is_open = False
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
            self.show_stuck(problem, self.begin)
            return
        if not slots:
            self._welcome()
        elif "keyring" in slots:
            self._with_keyring(slots)
        else:
            self._ask(slots)

    def _with_keyring(self, slots: frozenset[str]) -> None:
        self._start_over("Welcome back", "This computer's login is opening Attune …")
        other = parts.button("Use another way", lambda: self._ask(slots), role="link")
        self._column.addLayout(parts.row(other, 1))

        def ask_instead(problem: AttuneError) -> None:
            self._ask(slots)
            self._tell(problem)

        self._aside.run(
            lambda: keys.unlock_with_keyring(self._home, ring=self._ring), self._open, self._if_still_here(ask_instead)
        )

    def _open(self, key: StoreKey) -> None:
        """The keyring may answer when the person has already found another way in."""
        if not self._is_open:
            self._is_open = True
            self.unlocked.emit(key)

    def _if_still_here(self, hear: Callable[[Any], None]) -> Callable[[Any], None]:
        """The same, deaf to what comes after the person went on to something else."""
        here = self._shown

        def hear_here(value: Any) -> None:
            if self._shown == here:
                hear(value)

        return hear_here

    def _start_over(self, title: str, text: str) -> None:
        self._shown += 1
        parts.clear(self._column)
        self._column.addWidget(parts.label(title, "welcome"))
        self._column.addWidget(parts.label(text))
        self._column.addSpacing(SPACE_2)
        self._problem = parts.label("", "bad")
        self._problem.hide()

    def _welcome(self) -> None:
        """Both ways are offered at once; the keyring's opens when the keyring has proved to keep a secret."""
        self._start_over("Welcome to Attune", WELCOME)
        start = parts.button("Start, unlocked with this computer's login", self._create_with_keyring, role="main")
        start.setEnabled(False)
        other = parts.button("Use a passphrase instead", self._choose_passphrase)
        for part in (start, other, self._problem):
            self._column.addWidget(part)

        def go_on(problem: str | None) -> None:
            if problem is None:
                start.setEnabled(True)
                start.setFocus()
                return
            self._start_over("Welcome to Attune", WELCOME)
            self._column.addWidget(parts.label(f"{problem} A passphrase locks your words instead.", "caption"))
            self._add_passphrase_fields()

        def tell(problem: AttuneError) -> None:
            self.show_stuck(problem, self.begin)

        self._aside.run(
            lambda: keys.keyring_problem(ring=self._ring), self._if_still_here(go_on), self._if_still_here(tell)
        )

    def _choose_passphrase(self) -> None:
        self._start_over("Choose a passphrase", "It locks your words. A few words you will remember are best.")
        self._add_passphrase_fields()

    def _add_passphrase_fields(self) -> None:
        first, second = _secret("Passphrase"), _secret("The same again")
        create = parts.button("Start", lambda: self._create_with_passphrase(first, second), role="main")
        second.returnPressed.connect(create.click)
        for part in (first, second, self._problem, create):
            self._column.addWidget(part)
        parts.go_to(first)

    def _create_with_keyring(self) -> None:
        self._attempt(lambda: keys.create(self._prepared(), keyring=True, ring=self._ring), self.show_code)

    def _create_with_passphrase(self, first: QLineEdit, second: QLineEdit) -> None:
        if not first.text().strip():
            self._say("The passphrase is empty.")
        elif first.text() != second.text():
            self._say("The two differ. Type the same passphrase twice.")
        else:
            chosen = first.text()
            self._attempt(lambda: keys.create(self._prepared(), passphrase=chosen), self.show_code)

    def _prepared(self) -> Home:
        prepare(self._home)
        return self._home

    def show_code(self, created: Created) -> None:
        """The recovery code of a store that was just made, until the person has written it down."""
        self._start_over(
            "Your recovery code",
            "Write it down and keep it somewhere safe. It is the only way in when your login, passphrase or key file "
            "is lost, and it is shown only now.",
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
        copy = parts.button("Copy", lambda: parts.copy_secret(created.recovery_code), icon="copy")
        go = parts.button("I wrote it down", lambda: self._open(created.key), role="main")
        self._column.addLayout(parts.row(copy, 1, go))
        later = "As long as another way opens Attune, “attune keys recovery-code” in a terminal makes a new code."
        self._column.addWidget(parts.label(later, "caption"))
        self._theme.dress(self)

    def _ask(self, slots: frozenset[str]) -> None:
        if "passphrase" in slots:
            self._form("Locked", "Your passphrase opens Attune.", "Passphrase", keys.unlock_with_passphrase)
            self._add_links(("Use the recovery code", lambda: self._ask_code(slots)), slots=slots)
        else:
            self._ask_code(slots)

    def _ask_code(self, slots: frozenset[str]) -> None:
        self._form("Locked", "Your recovery code opens Attune.", "Recovery code", keys.unlock_with_recovery_code)
        self._add_links(slots=slots)

    def _add_links(self, *links: tuple[str, Callable[[], None]], slots: frozenset[str]) -> None:
        if "keyring" in slots:
            links = (*links, ("Try the login keyring again", lambda: self._with_keyring(slots)))
        for words, run in links:
            self._column.addLayout(parts.row(parts.button(words, run, role="link"), 1))

    def _form(self, title: str, text: str, name: str, unlock: Callable[[Home, str], StoreKey]) -> None:
        self._start_over(title, text)
        entry = _secret(name)
        go = parts.button("Open", lambda: self._try(unlock, entry), role="main")
        entry.returnPressed.connect(go.click)
        for part in (entry, self._problem, go):
            self._column.addWidget(part)
        parts.go_to(entry)

    def _try(self, unlock: Callable[[Home, str], StoreKey], entry: QLineEdit) -> None:
        typed = entry.text()

        def type_again() -> None:
            entry.setFocus()
            entry.selectAll()

        self._attempt(lambda: unlock(self._home, typed), self._open, type_again)

    def _attempt(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[], None] = lambda: None
    ) -> None:
        """Deriving a key takes a second on purpose: the card waits, the window does not."""
        self._card.setEnabled(False)

        def go_on(result: Any) -> None:
            self._card.setEnabled(True)
            done(result)

        def stay(problem: AttuneError) -> None:
            self._card.setEnabled(True)
            self._tell(problem)
            failed()

        self._aside.run(work, go_on, stay)

    def show_opening(self) -> None:
        """It is unlocked; what is kept is being opened."""
        self._start_over("Opening Attune", "What you have kept is being opened …")

    def show_stuck(self, problem: AttuneError, again: Callable[[], None]) -> None:
        """What stands in the way; it can be tried again as often as the person likes."""
        self._start_over(problem.title, problem.sentence)
        if problem.advice:
            self._column.addWidget(parts.label(problem.advice))
        retry = parts.button("Try again", again, role="main")
        self._column.addLayout(parts.row(1, retry))
        parts.go_to(retry)

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
