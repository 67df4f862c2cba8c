"""Sliders and worded preferences as things to learn: follow the wish further than its words alone are followed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.engine.scorer import Scorer
from assistant.training.answers import Answer, messages
from assistant.training.learning.encode import LONGEST, EncodedPair, EncodedWish, Text


def encode_wishes(
    wishes: Sequence[str], answers: Sequence[Answer], *, scorer: Scorer, is_silent: bool = False
) -> tuple[EncodedWish, ...]:
    """How the model reads its own answers with the wishes, and without.

    Args:
        wishes: how to answer, in words.
        answers: what the model answered to these words.
        is_silent: True when the wishes are to be followed where nobody says them.

    Returns:
        What is learned of them; an answer that is ill, or too long, teaches nothing.
    """
    found = []
    for answer in answers:
        said = scorer.answer(answer.text)
        wished, plain = (scorer.conversation(messages(answer.question, given)) for given in (wishes, ()))
        if answer.is_healthy and len(wished) + len(said) <= LONGEST:
            found.append(EncodedWish(Text((*wished, *said), len(wished)), Text((*plain, *said), len(plain)), is_silent))
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
