"""What ten choices between written answers say about a taste: cautious proposals for sliders, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.records import Best, CalibrationChoice
from assistant.taste.calibration_pairs import PAIRS, Pair
from assistant.taste.sliders import SLIDERS

__all__ = ["PAIRS", "Pair", "Proposal", "answers_of", "comparisons", "proposals"]

LIKENESS: Mapping[str, tuple[str, str]] = {
    "length": ("shorter", "longer"),
    "simplicity": ("more technical", "simpler"),
    "formality": ("more casual", "more formal"),
    "warmth": ("cooler", "warmer"),
    "structure": ("in flowing text", "a list"),
    "directness": ("more careful", "more direct"),
    "detail": ("less detailed", "more detailed"),
    "playfulness": ("more serious", "more playful"),
}
"""Slider -> "the answer that was ...", at its low end and at its high end."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a slider could stand."""

    name: str
    level: int
    """-2..2; 0 where the choices say nothing clear."""
    reason: str
    """One plain sentence."""


def proposals(choices: Mapping[str, Best]) -> tuple[Proposal, ...]:
    """Levels for the sliders that were asked about, in the order of the sliders.

    One choice is weak evidence (level 1), two that agree are more (2), two that contradict each other are
    none (0). Where an answer was chosen that differs in two sliders, the person saw no difference when asked about
    the one again, and chose the other one's way both times, the choice is put down to the other alone.

    Args:
        choices: name of a pair -> "A", "B", or "neither" for no difference; in any order, as many as were
            made. Pairs that no longer exist are passed over.
    """
    votes = {slider.name: _votes(slider.name, choices) for slider in SLIDERS}
    return tuple(_proposal(name, votes) for name, found in votes.items() if found)


def comparisons(kept: Iterable[CalibrationChoice]) -> list[tuple[str, str, float]]:
    """(wanted text, unwanted text, Unix time in seconds) of each kept choice; "no difference" compares nothing."""
    known = {pair.name: pair for pair in PAIRS}
    found = []
    for choice in kept:
        if choice.pair in known and choice.best != "neither":
            pair = known[choice.pair]
            wanted, unwanted = (pair.a, pair.b) if choice.best == "A" else (pair.b, pair.a)
            found.append((wanted, unwanted, choice.made))
    return found


def answers_of(kept: Iterable[CalibrationChoice]) -> dict[str, Best]:
    """Kept choices as `proposals` takes them."""
    return {choice.pair: choice.best for choice in kept}


def _votes(name: str, choices: Mapping[str, Best]) -> dict[str, int]:
    """Pair -> the end of this slider that was chosen, -1 or 1; 0 for no difference."""
    sides: Mapping[Best, int] = {"A": -1, "B": 1, "neither": 0}
    return {
        pair.name: pair.moves[name] * sides[choices[pair.name]]
        for pair in PAIRS
        if name in pair.moves and pair.name in choices
    }


def _proposal(name: str, votes: Mapping[str, Mapping[str, int]]) -> Proposal:
    found = list(votes[name].values())
    total = sum(found)
    if not any(found):
        return Proposal(name, 0, "You saw no difference that mattered.")
    if 1 in found and -1 in found:
        first, second = (_likeness(name, vote) for vote in found if vote)
        return Proposal(name, 0, f"Once you chose the answer that was {first}, once the one that was {second}.")
    kind = _likeness(name, total)
    if abs(total) > 1:
        return Proposal(name, max(-2, min(total, 2)), f"Both times you chose the answer that was {kind}.")
    if 0 not in found:
        return Proposal(name, total, f"The one time you were asked, you chose the answer that was {kind}.")
    if (other := _explained_by(name, votes)) is not None:
        return Proposal(name, 0, f"Once you chose the answer that was {kind}, but more likely because it was {other}.")
    return Proposal(name, total, f"Once you chose the answer that was {kind}, once you saw no difference.")


def _explained_by(name: str, votes: Mapping[str, Mapping[str, int]]) -> str | None:
    """What else the only chosen answer was that the person wanted both times; None where there is no such thing."""
    (chosen,) = (pair for pair, vote in votes[name].items() if vote)
    for other, found in votes.items():
        if other != name and chosen in found and abs(sum(found.values())) > 1:
            return _likeness(other, found[chosen])
    return None


def _likeness(name: str, direction: int) -> str:
    return LIKENESS[name][0 if direction < 0 else 1]
