"""Puts a question in other ways, so that wishes act at once: against their opposites, and towards what ratings show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.taste.sliders import wishes

MOST = 3
"""Ways beside the answer's own; each takes time at every word that is steered."""
FARTHEST = 3
"""The level at the end of a slider."""
LENGTH = "length"
SHARES: Mapping[tuple[str, int], float] = {
    (LENGTH, 1): 0.0,
    ("formality", -1): 0.0,
    ("formality", 1): 0.5,
    ("simplicity", 1): 0.5,
    ("structure", 1): 0.5,
}
"""(slider, -1 or 1) -> how much of the steering that end takes, where it is not all of it; 0 = words alone.

Where words do most of what can be done, or more only leads away from the question: steered towards longer, a small
model often does not come to an end, and steered towards casual it makes small talk.
"""
LASTING = frozenset({LENGTH, "formality"})
"""Steered in every word. With another style an answer goes on by itself once it has begun so."""
SHOWN = 2
"""The level whose words speak for what ratings show: clearly, and not to the utmost."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The question's wishes in another way, and the weight of its log-probabilities."""

    wishes: tuple[str, ...]
    weight: float
    steers_end: bool = False
    """Whether it is about when an answer ends; every other wish leaves that to the answer's own prompt."""
    lasts: bool = False
    """Whether it acts on every word, and not only on how an answer begins."""


def wordings(levels: Mapping[str, int], leanings: Mapping[str, float], *, strength: float) -> tuple[Wording, ...]:
    """In which ways a question is put beside its own.

    Sliders: context steering against the opposite of every wish that is not left to words, so that what is common to
    both stays as it is; the farther a slider is moved, the more it acts, as far as its end takes it. Ratings: Drift,
    towards one more wish each, the strongest first; the answer's own wishes are its neutral prompt.

    Args:
        levels: slider name -> level -3..3.
        leanings: slider name -> -1..1, what ratings show and how surely, for sliders that were not moved.
        strength: 0..2; 0 gives none.
    """
    if not strength:
        return ()
    found = []
    own, turned = asked(levels, leanings), opposites(levels)
    if turned:
        farthest = max(abs(_steered(name, levels[name])) for name in turned)
        weight = -strength * farthest / FARTHEST
        lasts = not LASTING.isdisjoint(turned)
        found.append(Wording(wishes({**own, **turned}), weight, steers_end=LENGTH in turned, lasts=lasts))
    for name, share in acting(levels, leanings).items():
        toward = wishes({**own, name: _shown(share)})
        found.append(Wording(toward, strength * abs(share), steers_end=name == LENGTH, lasts=name in LASTING))
    return tuple(found)


def opposites(levels: Mapping[str, int]) -> dict[str, int]:
    """The moved sliders that are steered, on their other side; empty where none is.

    The one that is steered farthest stands at its other end, whatever its level, and the others in proportion: so the
    direction is the same at every level, and only the weight grows.
    """
    steered = {name: moved for name, level in levels.items() if (moved := _steered(name, level))}
    farthest = max(map(abs, steered.values()), default=0.0)
    return {name: -round(FARTHEST * moved / farthest) for name, moved in steered.items()}


def acting(levels: Mapping[str, int], leanings: Mapping[str, float]) -> dict[str, float]:
    """Of what ratings show and steering is for, what there is room for beside steered sliders; the strongest first."""
    steered = ((name, share) for name, share in leanings.items() if _steered(name, _shown(share)))
    strongest = sorted(steered, key=lambda item: -abs(item[1]))
    return dict(strongest[: MOST - bool(opposites(levels))])


def asked(levels: Mapping[str, int], leanings: Mapping[str, float]) -> dict[str, int]:
    """Slider -> level for the answer's own prompt: the moved ones, and what of the ratings is left to words."""
    return {**levels, **left_to_words({name: _shown(share) for name, share in leanings.items()})}


def left_to_words(levels: Mapping[str, int]) -> dict[str, int]:
    """Of these, the ends that are never steered."""
    return {name: level for name, level in levels.items() if level and not _steered(name, level)}


def in_words(leanings: Mapping[str, float]) -> tuple[str, ...]:
    """What ratings show as instructions for the model, where nothing is steered."""
    return wishes({name: _shown(share) for name, share in leanings.items()})


def _steered(name: str, level: int) -> float:
    """How far a slider is steered, in levels."""
    return level * SHARES.get((name, 1 if level > 0 else -1), 1.0)


def _shown(share: float) -> int:
    return SHOWN if share > 0 else -SHOWN
