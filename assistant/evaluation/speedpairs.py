"""Pairs of an everyday length for measuring how fast learning is; what they say does not matter."""

from __future__ import annotations

from assistant.training.examples import Pair, Prompt
from assistant.training.gate.probes import GENERAL
from assistant.training.questions import FRESH


def speed_pairs(count: int) -> list[Pair]:
    """One pair for each question: a wanted answer of about 100 tokens and an unwanted one of about 160."""
    return [
        Pair(
            Prompt((), FRESH[place % len(FRESH)]), _beginning(place), GENERAL[(place + 3) % len(GENERAL)], 1.0, (place,)
        )
        for place in range(count)
    ]


def _beginning(place: int) -> str:
    return " ".join(GENERAL[place % len(GENERAL)].split()[:75])
