"""Whether to ask the person to choose between two answers, and how the second one is written so that it tells most.

A question is worth its trouble where the user model cannot tell which answer is liked better, in a direction it knows
little about: expected information s (1 - s) D^T H^-1 D of the pair (PReF, Shenfeld et al. 2025), counted beforehand
with what a steered answer usually differs by, and again when both are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.records import Turn
from assistant.taste.contrast import SHOWN
from assistant.taste.features import FARTHEST, UNITS, Measure, features
from assistant.taste.meters import words
from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.taste.steered import MOVES, OTHER_SEED
from assistant.taste.traits import TRAITS
from assistant.taste.usermodel import UserModel

if TYPE_CHECKING:
    from assistant.taste.features import Floats

TALLY = "choices_asked"
"""Setting that keeps when the person was last asked, and how often that day."""
WORTH = 0.15
"""Expected information from which on a pair is worth a question. Simulated persons who could be
asked about each of 80 answers are asked about 38 and then hardly ever; their taste is foretold within a point of what
all 80 give (`worth.80` of `attune evaluate taste`)."""
LONGEST = 300
"""Words of an answer from which on nobody likes to read it twice."""


@dataclass(frozen=True, slots=True)
class Tally:
    """When the person was last asked."""

    day: str = ""
    """As 2026-11-25."""
    count: int = 0
    """How often on that day."""
    turn: int | None = None
    """The newest second answer."""

    @property
    def kept(self) -> dict[str, Any]:
        """As a setting, in plain JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Way:
    """How a second answer is written."""

    slider: str | None
    """The slider toward one of whose ends it is written; None: only another seed."""
    toward: int
    """-1 or 1, which end; 0 without a slider."""
    information: float
    """What a choice is expected to tell."""

    @property
    def tried(self) -> dict[str, int]:
        """Slider -> level for this answer alone."""
        return {} if self.slider is None else {self.slider: SHOWN * self.toward}


def tally_from(kept: object) -> Tally:
    """What the setting says; a new one where it says nothing that belongs there."""
    match kept:
        case {"day": str(day), "count": int(count), "turn": int(turn)} if count >= 0:
            return Tally(day, count, turn)
    return Tally()


def counted(tally: Tally, turn: int, *, today: date) -> Tally:
    """One question more, whose second answer is this turn."""
    day = today.isoformat()
    return Tally(day, tally.count + 1 if tally.day == day else 1, turn)


def may_ask(first: Turn, tally: Tally, *, today: date, a_day: int) -> bool:
    """Whether the person allows a question about this answer: not too many a day, and never two in a row.

    Args:
        first: a turn that was just answered.
        a_day: how often a day, at most; 0 = never.
    """
    asked_today = tally.count if tally.day == today.isoformat() else 0
    # turns are numbered as they come: the next one after a second answer is the very next question
    is_next = tally.turn is not None and first.id == tally.turn + 1
    return asked_today < a_day and not is_next and can_be_chosen(first) and first.sources.compares is None


def can_be_chosen(turn: Turn) -> bool:
    """Whether an answer shows how the model answers: whole, by the question alone, and short enough to compare."""
    sources = turn.sources
    return (
        turn.finish == "stop"
        and 0 < words(turn.answer) <= LONGEST
        and not sources.set_aside
        and sources.revises is None
    )


def best_way(model: UserModel, answer: str, levels: Mapping[str, int], *, measure: Measure = features) -> Way | None:
    """The way of writing a second answer that promises to tell most; None where none is worth a question.

    A slider that was moved says already what is wanted, so nothing is tried against it.

    Args:
        answer: the first one.
        levels: slider name -> level -3..3.
    """
    import numpy as np

    phi = np.array(measure(answer))
    chance = np.where(np.isnan(phi), 0.0, _in_units(OTHER_SEED) ** 2)
    said = {SLIDER_TRAITS[name][0] for name, level in levels.items() if level and name in SLIDER_TRAITS}
    ways = [Way(None, 0, model.told_by(np.zeros(len(TRAITS)), chance=chance))]
    for (slider, toward), apart in MOVES.items():
        if SLIDER_TRAITS[slider][0] not in said:
            # no trait goes below none of it, and a meter that abstained abstains again
            moved = np.clip(np.nan_to_num(np.maximum(phi + _in_units(apart), 0.0) - phi), -FARTHEST, FARTHEST)
            ways.append(Way(slider, toward, model.told_by(moved, chance=chance)))
    best = max(ways, key=lambda each: each.information)
    return best if best.information >= WORTH else None


def is_worth(model: UserModel, first: Turn, second: Turn, *, measure: Measure = features) -> bool:
    """Whether two answers that are there are worth a question: both can be compared, and they really differ."""
    return can_be_chosen(second) and model.information(first.answer, second.answer, measure=measure) >= WORTH


def _in_units(found: Mapping[str, float]) -> Floats:
    """(traits,) traits as they are measured, in units; 0 for those that are not named."""
    import numpy as np

    return np.array([found.get(trait, 0.0) / UNITS[trait] for trait in TRAITS])
