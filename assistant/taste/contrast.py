"""Puts a question in other ways, so that wishes act at once: against their opposites, and towards what ratings show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.taste.sliders import wishes

MOST = 3
"""Ways beside the answer's own; each takes time at every word."""
FARTHEST = 3
"""The level at the end of a slider."""
LENGTH = "length"
LEFT_TO_WORDS = frozenset({(LENGTH, 1), ("formality", -1)})
"""Ends of moved sliders that are asked for in words alone, which already do what can be done: steered towards longer, a
small model often does not come to an end, and steered towards casual it makes small talk."""
SHOWN = 2
"""The level whose words speak for what ratings show: clearly, and not to the utmost."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The question's wishes in another way, and the weight of its log-probabilities."""

    wishes: tuple[str, ...]
    weight: float
    steers_end: bool = False
    """Whether it is about when an answer ends; every other wish leaves that to the answer's own prompt."""


def wordings(levels: Mapping[str, int], leanings: Mapping[str, float], *, strength: float) -> tuple[Wording, ...]:
    """In which ways a question is put beside its own.

    Sliders: context steering against the opposite of every wish that is not left to words, so that what is common to
    both stays as it is; the farther a slider is moved, the more it acts. Ratings: Drift, towards one more wish each,
    the strongest first; the answer's own wishes are its neutral prompt.

    Args:
        levels: slider name -> level -3..3.
        leanings: slider name -> -1..1, what ratings show and how surely, for sliders that were not moved.
        strength: 0..2; 0 gives none.
    """
    if not strength:
        return ()
    found = []
    turned = opposites(levels)
    if turned:
        farthest = max(abs(levels[name]) for name in turned)
        weight = -strength * farthest / FARTHEST
        found.append(Wording(wishes({**levels, **turned}), weight, steers_end=LENGTH in turned))
    for name, share in acting(levels, leanings).items():
        toward = wishes({**levels, name: _shown(share)})
        found.append(Wording(toward, strength * abs(share), steers_end=name == LENGTH))
    return tuple(found)


def opposites(levels: Mapping[str, int]) -> dict[str, int]:
    """The moved sliders that are steered, on their other side; empty where none is.

    The one that was moved farthest stands at its other end, whatever its level, and the others in proportion: so the
    direction is the same at every level, and only the weight grows.
    """
    steered = {
        name: level for name, level in levels.items() if level and (name, 1 if level > 0 else -1) not in LEFT_TO_WORDS
    }
    farthest = max(map(abs, steered.values()), default=0)
    return {name: -round(FARTHEST * level / farthest) for name, level in steered.items()}


def acting(levels: Mapping[str, int], leanings: Mapping[str, float]) -> dict[str, float]:
    """Of what ratings show, what there is room for beside steered sliders; the strongest first."""
    strongest = sorted(leanings.items(), key=lambda item: -abs(item[1]))
    return dict(strongest[: MOST - bool(opposites(levels))])


def in_words(leanings: Mapping[str, float]) -> tuple[str, ...]:
    """What ratings show as instructions for the model, where nothing is steered."""
    return wishes({name: _shown(share) for name, share in leanings.items()})


def _shown(share: float) -> int:
    return SHOWN if share > 0 else -SHOWN
