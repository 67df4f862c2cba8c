"""Sliders and worded preferences as things to learn: follow the wish further than its words alone are followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.engine.scorer import Scorer
from assistant.taste.contrast import left_to_words
from assistant.taste.sliders import wishes as slider_wishes
from assistant.training.answers import Answer, messages
from assistant.training.learning.encode import LONGEST, EncodedPair, EncodedWish, Text


@dataclass(frozen=True, slots=True)
class Manner:
    """How to answer."""

    words: tuple[str, ...]
    left: tuple[str, ...] = ()
    """Those of the words that are followed as far as they are by themselves, and not further."""


def manner(levels: Mapping[str, int], styles: Sequence[str] = ()) -> Manner:
    """What sliders and preferences of style ask for; what is left to words by day is at night, too."""
    return Manner((*styles, *slider_wishes(levels)), slider_wishes(left_to_words(levels)))


def encode_wishes(
    wished: Manner, answers: Sequence[Answer], *, scorer: Scorer, is_silent: bool = False
) -> tuple[EncodedWish, ...]:
    """How the model reads its own answers with the wishes, with those that are left to words, and without any.

    Args:
        wished: how to answer.
        answers: what the model answered to these words.
        is_silent: True when the wishes are to be followed where nobody says them.

    Returns:
        What is learned of them; an answer that is ill, or too long, teaches nothing.
    """
    found = []
    for answer in answers:
        said = scorer.answer(answer.text)
        ways = (scorer.conversation(messages(answer.question, words)) for words in (wished.words, wished.left, ()))
        whole, left, plain = (Text((*way, *said), len(way)) for way in ways)
        if answer.is_healthy and len(whole.tokens) <= LONGEST:
            found.append(EncodedWish(whole, plain, left, is_silent))
    return tuple(found)


def apart_by_subject(wishes: Sequence[EncodedWish]) -> tuple[EncodedPair, ...]:
    """To each question its own answer is preferred to the answer to another one, in the same words and about as long.

    They are alike in manner, so this says nothing of it. What is learned is to stay with what was asked, which is the
    first thing a small model loses when it learns a manner.
    """
    if len(wishes) < 2:
        return ()
    own = sorted((wish.plain for wish in wishes), key=lambda text: len(text.tokens) - text.answer_from)
    return tuple(
        EncodedPair(text, text.answered_by(other), 1.0) for text, other in zip(own, [*own[1:], own[0]], strict=True)
    )
