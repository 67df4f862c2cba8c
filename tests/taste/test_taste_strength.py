"""Every strength has its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.taste.strength import (
    steering_did,
    steering_meaning,
    steering_words,
    voice_did,
    voice_meaning,
    voice_words,
)


@pytest.mark.parametrize(
    ("strength", "words"),
    [
        (0.0, "in words only"),
        (0.05, "more gently than usual"),
        (1.0, "as usual"),
        (1.25, "more strongly than usual"),
        (2.0, "as strongly as they can"),
    ],
)
def test_steering_is_said_in_words(strength: float, words: str) -> None:
    assert steering_words(strength) == words


@pytest.mark.parametrize("meaning", [steering_meaning, voice_meaning])
def test_each_step_has_a_sentence_of_its_own_and_only_nothing_is_free(meaning: Callable[[float], str]) -> None:
    sentences = [meaning(strength) for strength in (0.0, 0.5, 1.0, 1.5, 2.0)]
    assert len(set(sentences)) == 5
    assert all(sentence.endswith(".") for sentence in sentences)
    assert ["as fast as ever" in sentence for sentence in sentences] == [True, False, False, False, False]


def test_ones_own_voice_begins_as_it_was_learned() -> None:
    assert voice_words(0.0) == "as learned"
    assert len({voice_words(strength) for strength in (0.0, 0.5, 1.0, 1.5, 2.0)}) == 5


@pytest.mark.parametrize("did", [steering_did, voice_did])
def test_what_was_done_is_past(did: Callable[[float], str]) -> None:
    sentences = [did(strength) for strength in (0.0, 0.5, 1.0, 1.5, 2.0)]
    assert len(set(sentences)) == 5
    assert not any(" leans " in sentence or "costs" in sentence for sentence in sentences)
