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
DECLINING = 0.0
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

    Costs nothing where nothing personal acts, and else one look at a short prompt; the second look, at the
    personal prompt, follows only where the model leans to declining.

    Args:
        turn: the question, with what is to shape its answer.
        past: the turns before it, oldest first.
        personal: the messages as they would be given.

    Raises:
        ModelProblem: the model could not look.
    """
    if not any(is_personal(each.sources) for each in (turn, *past)):
        return False
    plain = declining(turn.question, past, speaker=speaker)
    if plain < DECLINING:
        return False
    # steering acts while words are picked: beforehand it cannot be looked at
    return bool(turn.sources.steering) or _personal_margin(personal, speaker, adapters) < plain


def declining(question: str, past: Sequence[Turn], *, speaker: Speaker) -> float:
    """How much rather the model by itself would decline: from DECLINING on, nothing personal may act."""
    return speaker.refusal(plain_messages(question, past, count=speaker.count))


def is_personal(sources: Sources) -> bool:
    """Whether anything but the conversation shapes an answer."""
    return bool(sources.memories or sources.sliders or sources.adapter or sources.steering)


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


def _personal_margin(personal: Sequence[Message], speaker: Speaker, adapters: Sequence[AdapterScale]) -> float:
    try:
        return speaker.refusal(personal, adapters)
    except PromptTooLong:
        return float("-inf")
