"""Tells whether a preference and a question are about the same topic, though they share no word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.memory.topics import NOBODYS, TOPICS, sentences

Floats = NDArray[np.float32]
NEIGHBOURS = 3
TEMPERATURE = 0.035
NOBODYS_LEAD = 0.1
"""A question has to be this much nearer to a topic than to the questions nobody's preferences matter for."""


class Kinship:
    """Profiles over the topics; the dot product of a preference's and a question's is their kinship, 0..1.

    A topic's nearness is the mean cosine of the three nearest of its sentences, statements for a
    preference and questions for a question; a profile is the softmax over the topics. The profile
    of a question sums to less than 1: the rest says that nobody's preferences matter for it.

    Args:
        embed: texts -> normalised vectors (n, dims).
    """

    def __init__(self, embed: Callable[[Sequence[str]], Floats]) -> None:
        self.names = tuple(topic.name for topic in TOPICS)
        self._likes = [embed(sentences(topic.likes)) for topic in TOPICS]
        self._asks = [embed(sentences(topic.asks)) for topic in TOPICS]
        self._nobodys = embed(sentences(NOBODYS))

    def of_preferences(self, vectors: Floats) -> Floats:
        """(n, dims) -> (n, topics)."""
        return _softmax(np.stack([_nearness(vectors, bank) for bank in self._likes], axis=1))

    def of_question(self, vector: Floats) -> Floats:
        """(dims,) -> (topics,)."""
        rows = vector[None, :]
        nearness = [_nearness(rows, bank) for bank in self._asks]
        nearness.append(_nearness(rows, self._nobodys) + np.float32(NOBODYS_LEAD))
        profile: Floats = _softmax(np.stack(nearness, axis=1))[0, :-1]
        return profile


def _nearness(vectors: Floats, bank: Floats) -> Floats:
    """Mean of the largest cosines of each vector with a bank of sentences."""
    cosines = vectors @ bank.T
    nearest: Floats = np.partition(cosines, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    return nearest


def _softmax(rows: Floats) -> Floats:
    powers = np.exp((rows - rows.max(axis=1, keepdims=True)) / np.float32(TEMPERATURE))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
