"""How strongly wishes act: a dial for the sliders, a switch for the ratings, a dial for what the nights learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assistant.settings import Settings
from assistant.taste import cost, strength
from ui import parts
from ui.dashboard.stops import StopSlider
from ui.dashboard.switch import SwitchRow
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_1, SPACE_3, SPACE_4

HUNDREDTHS = 100
"""A dial counts in them."""
STOP = 25
BY_RATINGS = (
    "Also follow what my ratings show",
    "Where no slider is moved, answers lean to what your ratings show surely.",
)
NEEDS_STRENGTH = "This needs more than words: move the dial above to the right."


class Dial(QWidget):
    """A strength from 0 to 2, with its words beside its name and its sentence below."""

    turned = Signal(float)
    """The person turned it."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        ends: tuple[str, str],
        usual: float,
        words: Callable[[float], str],
        meaning: Callable[[float], str],
    ) -> None:
        super().__init__()
        self._words, self._meaning_of = words, meaning
        most = round(strength.MOST * HUNDREDTHS)
        self.stops = StopSlider(theme, title, low=0, high=most, step=STOP, usual=round(usual * HUNDREDTHS))
        self._meaning = parts.label("", "caption")
        self._meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        low, high = (parts.label(end, "caption", wraps=False) for end in ends)
        self.setLayout(
            parts.column(
                parts.row(parts.label(title, "heading", wraps=False), 1),
                self.stops,
                parts.row(low, 1, high),
                self._meaning,
                gap=SPACE_1,
            )
        )
        self.stops.valueChanged.connect(self._turn)
        self.show_strength(usual)

    def show_strength(self, value: float) -> None:
        """Put it where it stands, without telling anybody."""
        with QSignalBlocker(self.stops):
            self.stops.setValue(round(value * HUNDREDTHS))
        self._explain()

    def _turn(self, value: int) -> None:
        self._explain()
        self.turned.emit(value / HUNDREDTHS)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Room for the longest sentence stays reserved, so that nothing below jumps when it changes."""
        super().resizeEvent(event)
        room = QRect(0, 0, event.size().width(), 10_000)
        texts = [self._text(stop) for stop in range(0, self.stops.maximum() + 1, STOP)]
        wrapped = (self._meaning.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text) for text in texts)
        self._meaning.setMinimumHeight(max(one.height() for one in wrapped) + 2)

    def _explain(self) -> None:
        text = self._text(self.stops.value())
        self._meaning.setText(text)
        self.stops.setAccessibleDescription(text)

    def _text(self, stop: int) -> str:
        words, sentence = self._words(stop / HUNDREDTHS), self._meaning_of(stop / HUNDREDTHS)
        return f"{words[0].upper()}{words[1:]}: {sentence[0].lower()}{sentence[1:]}"


class SteeringCard(QWidget):
    """Both dials, the switch, and what they cost here."""

    changed = Signal(str, object)
    """A setting and its new value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.strength = Dial(
            theme,
            "How strongly sliders act",
            ends=(strength.steering_words(0.0), strength.steering_words(strength.MOST)),
            usual=strength.USUAL,
            words=strength.steering_words,
            meaning=strength.steering_meaning,
        )
        self.by_ratings = SwitchRow(theme, *BY_RATINGS, role="heading")
        self.voice = Dial(
            theme,
            "How much of me",
            ends=(strength.voice_words(0.0), strength.voice_words(strength.MOST)),
            usual=0.0,
            words=strength.voice_words,
            meaning=strength.voice_meaning,
        )
        self._said: tuple[str, ...] = ()
        self._costs = parts.column(gap=SPACE_1)
        costs = parts.column(parts.label("What this costs", "heading"), self._costs, gap=SPACE_1)
        rows = parts.column(self.strength, self.by_ratings, self.voice, costs, margins=SPACE_3, gap=SPACE_4)
        self.setLayout(parts.column(parts.frame("card", rows)))
        self.strength.turned.connect(self._turn_strength)
        self.by_ratings.turned.connect(lambda is_on: self.changed.emit("steering_by_ratings", is_on))
        self.voice.turned.connect(lambda value: self.changed.emit("own_voice", value))
        self.show_learned(acts=False)
        self.show_costs([cost.NOT_YET])

    def show_settings(self, settings: Settings) -> None:
        """Put everything where it stands."""
        self.strength.show_strength(settings.steering)
        self.by_ratings.show_is_on(settings.steering_by_ratings)
        self.voice.show_strength(settings.own_voice)
        self._allow_ratings(settings.steering)

    def show_learned(self, *, acts: bool) -> None:
        """Whether something learned by night acts: only then is there more or less of the person in answers."""
        self.voice.setVisible(acts)

    def show_costs(self, sentences: Sequence[str]) -> None:
        """What was measured of it on this machine; what is shown already stays."""
        if self._said == tuple(sentences):
            return
        self._said = tuple(sentences)
        parts.clear(self._costs)
        for sentence in sentences:
            self._costs.addWidget(parts.label(sentence, "caption"))

    def _turn_strength(self, value: float) -> None:
        self._allow_ratings(value)
        self.changed.emit("steering", value)

    def _allow_ratings(self, value: float) -> None:
        """In words only nothing leans anywhere, whatever the ratings show."""
        self.by_ratings.allow(bool(value), BY_RATINGS[1] if value else NEEDS_STRENGTH)
