"""How answers are chosen between: how often the person is asked, and how many are written for each question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from assistant.settings import Settings, changed
from assistant.taste.verdict import PICKS_FROM
from ui import parts
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3

OFTEN: Mapping[int, str] = {0: "Never", 1: "Once", 2: "Twice", 5: "5 times"}
TITLE = "Choosing between answers"
ASKING = "Ask me to choose between two answers"
NEVER = "No second answer is written."
A_DAY = (
    "{often} a day at most, never for two answers in a row, and only while it is not clear what you like. The second "
    "answer is written quietly, once the first is there."
)
COUNTS: Mapping[int, str] = {1: "Off", 2: "2", 3: "3", 4: "4"}
WRITING = "Write several answers, show the best"
AS_IT_COMES = "Each answer is shown while it is written."
BEST = (
    "Every answer takes {count} times as long, and you see nothing of it before all {count} are written. Your ratings "
    "pick the one that is shown, from {least} judgements on; the others are not kept."
)


class Chips(QWidget):
    """A few values, one of which is chosen, and a sentence for what it means."""

    chosen = Signal(int)

    def __init__(self, title: str, words: Mapping[int, str], meaning: Callable[[int], str]) -> None:
        super().__init__()
        self._meaning = meaning
        self._said = parts.label("", "caption")
        self._group = QButtonGroup(self)
        line = parts.row(gap=SPACE_1)
        for value, text in words.items():
            chip = QPushButton(text)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAccessibleName(f"{title}: {text.lower()}")
            chip.setAccessibleDescription(meaning(value))
            self._group.addButton(chip, value)
            line.addWidget(chip)
        line.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        self.setLayout(parts.column(parts.label(title), line, self._said, gap=SPACE_2))

    def show_value(self, value: int) -> None:
        """Put it where it stands, without telling anybody; a value without a chip is only said."""
        self._group.setExclusive(False)
        for chip in self._group.buttons():
            chip.setChecked(self._group.id(chip) == value)
        self._group.setExclusive(True)
        self._said.setText(self._meaning(value))


class AskingCard(QWidget):
    """How it is set, in one line, and both settings behind a link; a change is told at once."""

    changed = Signal(str, int)
    """A setting and its new value."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = Settings()
        self._summary = parts.label("", "caption")
        self._change = parts.button("Change", self._turn, role="link", hint="Change how answers are chosen between")
        self.often = Chips(ASKING, OFTEN, often_means)
        self.count = Chips(WRITING, COUNTS, count_means)
        self.often.chosen.connect(lambda value: self._set("choices_a_day", value))
        self.count.chosen.connect(lambda value: self._set("best_of", value))
        self._card = parts.frame("card", parts.column(self.often, self.count, margins=SPACE_3, gap=SPACE_3))
        self._card.hide()
        head = parts.row(parts.label(TITLE, "heading", wraps=False), 1, self._change)
        self.setLayout(parts.column(parts.column(head, self._summary), self._card, gap=SPACE_2))
        self.setEnabled(False)  # what was kept is not known yet

    def show_settings(self, settings: Settings) -> None:
        """Put both where they stand."""
        self._kept = settings
        self.often.show_value(settings.choices_a_day)
        self.count.show_value(settings.best_of)
        self._summary.setText(summary(settings))
        self.setEnabled(True)

    def _turn(self) -> None:
        self._card.setVisible(self._card.isHidden())
        self._change.setText("Change" if self._card.isHidden() else "Hide")

    def _set(self, name: str, value: int) -> None:
        self.show_settings(changed(self._kept, name, value))
        self.changed.emit(name, value)


def summary(settings: Settings) -> str:
    """How it is set, in plain words."""
    often = OFTEN.get(settings.choices_a_day, f"{settings.choices_a_day} times").lower()
    asked = f"You are asked {often} a day at most." if settings.choices_a_day else "You are never asked."
    several = f" The best of {settings.best_of} answers is shown." if settings.best_of > 1 else ""
    return asked + several


def often_means(a_day: int) -> str:
    """What it means to be asked so often."""
    often = OFTEN.get(a_day, f"{a_day} times")
    return A_DAY.format(often=often) if a_day else NEVER


def count_means(count: int) -> str:
    """What it means, and costs, to have so many answers written."""
    return BEST.format(count=count, least=PICKS_FROM) if count > 1 else AS_IT_COMES
