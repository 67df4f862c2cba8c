"""What there is for a night to look at, and what memory it takes; light enough to be asked every minute."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.nightrecords import PERSONAL, Purpose
from assistant.records import Choice, Rating
from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.taste.stages import of_answers
from assistant.training.signal import LEAST_QUESTIONS

if TYPE_CHECKING:
    from assistant.store.store import Store

NEEDED_PER_BYTE = 9.0
"""Bytes of memory for each byte of the model's file: weights of half a byte are learned on as four and two."""
NEEDED_ANYWAY = 3.0e9
"""Bytes for the libraries and for what a step remembers."""


def spaces(store: Store) -> frozenset[str]:
    """The spaces with an adapter of their own: those in which answers to enough questions were judged.

    What was judged in any other space counts for the personal one.
    """
    counts = store.nights.judged_questions()
    return frozenset(space for space, count in counts.items() if count >= LEAST_QUESTIONS) | {PERSONAL.space}


def learns_in(space: str, own: frozenset[str]) -> str:
    """The space whose adapter learns from what was judged in `space`."""
    return space if space in own else PERSONAL.space


def newest_judgement(store: Store, space: str = PERSONAL.space) -> float:
    """Unix time in seconds of the newest one that a space learns from; 0 when nothing was judged."""
    return max(_judgements(store).get(space, ()), default=0.0)


def new_by_space(store: Store, base: str = "") -> dict[str, int]:
    """Space -> ratings and choices it learns from that no night of it has decided on; the most first.

    Args:
        base: fingerprint of the weights that answer: what was learned on others does not act on these. Empty asks for
            what no night on any weights has decided on.
    """
    found = {}
    for space, made in _judgements(store).items():
        until = store.nights.judged_until(space, base=base)
        found[space] = sum(one > until for one in made)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0] != PERSONAL.space)))


def new_signals(store: Store, base: str = "") -> int:
    """Ratings and choices that no night on these weights has decided on."""
    return sum(new_by_space(store, base).values())


def most_new(store: Store, base: str = "") -> tuple[str, int]:
    """The space with the most of them, and how many."""
    return next(iter(new_by_space(store, base).items()), (PERSONAL.space, 0))


def slider_to_learn(store: Store, base: str) -> Purpose | None:
    """The end to which a slider is moved farthest, of those that can be measured and were neither learned nor refused.

    Args:
        base: fingerprint of the weights that answer.
    """
    here = (report for report in store.nights.list() if report.base in ("", base))
    tried = {report.purpose for report in here if report.outcome == "rejected"}
    tried |= {adapter.purpose for adapter in store.adapters.all() if adapter.base == base}
    levels = store.sliders.levels()
    ends = {
        Purpose(slider=name, direction=1 if levels[name] > 0 else -1): abs(levels[name])
        for name in SLIDER_TRAITS
        if levels.get(name)
    }
    left = [end for end in ends if end not in tried]
    return max(left, key=lambda end: ends[end], default=None)


def tonights(store: Store, base: str, *, least_signals: int) -> Purpose | None:
    """What a night that nobody asked for learns; None when there is nothing.

    A slider's turn comes only when too little was judged anywhere.
    """
    space, new = most_new(store, base)
    return Purpose(space) if new >= least_signals else slider_to_learn(store, base)


def needed_bytes(model: Path) -> int:
    """Memory that a night with this model file takes, about."""
    return int(model.stat().st_size * NEEDED_PER_BYTE + NEEDED_ANYWAY)


def _judgements(store: Store) -> Mapping[str, list[float]]:
    """Space -> when each judgement it learns from was made."""
    own = spaces(store)
    found: dict[str, list[float]] = {}
    judged: list[Rating | Choice] = [
        *of_answers(store.ratings.list(), store.judgements.list()),
        *(choice for choice in store.choices.list() if choice.best != "neither"),
    ]
    for one in judged:
        found.setdefault(learns_in(one.space, own), []).append(one.made)
    return found
