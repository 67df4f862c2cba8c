"""Sliders and worded preferences as things to learn: follow the wish further than its words alone are followed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.engine.scorer import Scorer
from assistant.training.answers import messages
from assistant.training.learning.encode import LONGEST, EncodedWish, Text
from assistant.training.progress import AnswerCache


def encode_wishes(
    wishes: Sequence[str],
    questions: Sequence[str],
    *,
    cache: AnswerCache,
    scorer: Scorer,
    seed: int,
    is_silent: bool = False,
) -> tuple[EncodedWish, ...]:
    """The model's own answers to questions with the wishes, and how it reads them with and without.

    Args:
        wishes: how to answer, in words; none gives nothing to learn.
        questions: what the person asked and everyday questions.
        is_silent: True when the wishes are to be followed where nobody says them.
    """
    if not wishes:
        return ()
    answers = cache.answers(questions, wishes=wishes, seed=seed)
    found = []
    for answer in answers:
        said = scorer.answer(answer.text)
        wished, plain = (scorer.conversation(messages(answer.question, given)) for given in (wishes, ()))
        if answer.is_healthy and len(wished) + len(said) <= LONGEST:
            found.append(EncodedWish(Text((*wished, *said), len(wished)), Text((*plain, *said), len(plain)), is_silent))
    return tuple(found)
