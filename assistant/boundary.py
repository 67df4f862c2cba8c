"""Decides whether what is personal may act on an answer: not where the model would decline by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant import prompt
from assistant.engine.base import AdapterScale, Speaker
from assistant.errors import PromptTooLong
from assistant.records import Message, Sources, Turn

if TYPE_CHECKING:
    from assistant.prompt import Count

SET_ASIDE = "Answered without your preferences, because the model would decline this by itself."
DECLINES_FROM = -4.0
"""Nats per token of `Speaker.declining`. On the embedded model 7 of 297 ordinary requests of our own reach it, and at
most 6 of them are then answered without what is personal; other models have not been measured."""
LOOKED_AT_TOKENS = 768
"""Room for the question and what was said before it."""
END_LETTERS = 500
"""At either end of a question; what stands between is not looked at, so that a long text costs no more."""
BEGINNING_LETTERS = 80
"""Of each earlier answer that is looked at: what it was about stays, and reading it costs little."""


def must_set_aside(
    turn: Turn,
    past: Sequence[Turn],
    personal: Sequence[Message],
    *,
    speaker: Speaker,
    adapters: Sequence[AdapterScale] = (),
) -> bool:
    """True where the model would rather decline this question, and would less so with what is personal.

    Costs nothing where nothing personal acts, and else one look at a short prompt; closer looks, at the plain and
    the personal prompt, follow only where the model leans to declining.

    Args:
        turn: the question, with what is to shape its answer.
        past: the turns before it, oldest first.
        personal: the messages as they would be given.

    Raises:
        ModelProblem: the model could not look.
    """
    if not any(is_personal(each.sources) for each in (turn, *past)):
        return False
    plain = plain_messages(turn.question, past, count=speaker.count)
    sources = turn.sources
    return leans_less(
        plain, personal, speaker=speaker, adapters=adapters, steering=sources.steering or sources.own_voice
    )


def declines(question: str, past: Sequence[Turn], *, speaker: Speaker) -> bool:
    """True where the model by itself leans to declining. Raises ModelProblem."""
    return speaker.declining(plain_messages(question, past, count=speaker.count)) >= DECLINES_FROM


def leans_less(
    plain: Sequence[Message],
    personal: Sequence[Message],
    *,
    speaker: Speaker,
    adapters: Sequence[AdapterScale] = (),
    steering: float = 0.0,
) -> bool:
    """True where the model by itself leans to declining, and less so with what is personal.

    Raises:
        ModelProblem: the model could not look.
    """
    if speaker.declining(plain) < DECLINES_FROM:
        return False
    # steering acts while words are picked: beforehand it cannot be looked at
    if steering:
        return True
    try:
        return speaker.refusal(personal, adapters) < speaker.refusal(plain)
    except PromptTooLong:
        return True


def is_personal(sources: Sources) -> bool:
    """Whether anything but the conversation shapes an answer."""
    acting = sources.memories or sources.sliders or sources.tried or sources.taste or sources.adapter
    return bool(acting or sources.steering)


def plain_messages(question: str, past: Sequence[Turn], *, count: Count) -> tuple[Message, ...]:
    """The question as the model would see it by itself, with earlier questions and how their answers began."""
    history = [
        prompt.Exchange("", _ends(turn.question), turn.answer[:BEGINNING_LETTERS])
        for turn in past
        if turn.answer.strip()
    ]
    return prompt.build(
        _ends(question), given="", standing=(), history=history, budget_tokens=LOOKED_AT_TOKENS, count=count
    )


def _ends(question: str) -> str:
    return question if len(question) <= 2 * END_LETTERS else f"{question[:END_LETTERS]} … {question[-END_LETTERS:]}"
