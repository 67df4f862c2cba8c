"""Decides whether what is personal may act on an answer: not where the model would decline by itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from assistant import prompt
from assistant.engine.base import AdapterScale, Speaker
from assistant.errors import PromptTooLong
from assistant.records import Message, Sources, Turn

if TYPE_CHECKING:
    from assistant.prompt import Count

SET_ASIDE = "Answered without your preferences, because the model by itself leans to declining this."
OWN_OPENING = "Its first words are the model's own, because it might decline this by itself."
DECLINES_FROM = -4.0
"""Nats per token of `Speaker.declining`. On the embedded model 8 of 368 ordinary requests of our own reach it, and some
of them are then answered without what is personal; other models have not been measured."""
DOUBTS_FROM = -4.8
"""From here on the model's own first words decide whether it declines; 55 of 368 ordinary requests of our own reach
it."""
LOOKED_AT_TOKENS = 768
"""Room for the question and those before it, or half of a context that is smaller than twice as much."""
END_LETTERS = 500
"""At either end of a question; what stands between is not looked at, so that a long text costs no more."""
OPENED_AT_TOKENS = 1536
"""Room for the chat where the model's own first words are said."""


class Reach(Enum):
    """How far what is personal may act on an answer."""

    WHOLE = auto()
    AFTER_OPENING = auto()
    """Only after the model's own first words."""
    NOTHING = auto()


def reach(
    turn: Turn,
    past: Sequence[Turn],
    personal: Sequence[Message],
    *,
    speaker: Speaker,
    adapters: Sequence[AdapterScale] = (),
) -> Reach:
    """How far what is personal may act on this question's answer.

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
        return Reach.WHOLE
    plain = plain_messages(turn.question, past, speaker=speaker)
    sources = turn.sources
    is_steered = bool(sources.steering or sources.own_voice or sources.blend or sources.best_of > 1)
    return bounded(plain, personal, speaker=speaker, adapters=adapters, is_steered=is_steered)


def leaning(plain: Sequence[Message], *, speaker: Speaker) -> Reach:
    """Nothing, where the model by itself leans to declining; where it is in doubt, its own first words decide.

    Within them a model declines or does not (Qi et al. 2024). Raises ModelProblem.
    """
    likely = speaker.declining(plain)
    if likely >= DECLINES_FROM:
        return Reach.NOTHING
    return Reach.AFTER_OPENING if likely >= DOUBTS_FROM else Reach.WHOLE


def bounded(
    plain: Sequence[Message],
    personal: Sequence[Message],
    *,
    speaker: Speaker,
    adapters: Sequence[AdapterScale] = (),
    is_steered: bool = False,
) -> Reach:
    """As `leaning`, but all of it where the model declines as firmly with what is personal.

    Raises:
        ModelProblem: the model could not look.
    """
    by_itself = leaning(plain, speaker=speaker)
    if by_itself is not Reach.NOTHING:
        return by_itself
    # steering acts while words are picked, and ratings among whole answers: beforehand it cannot be looked at
    return Reach.NOTHING if is_steered or _leans_less(plain, personal, speaker, adapters) else Reach.WHOLE


def _leans_less(
    plain: Sequence[Message], personal: Sequence[Message], speaker: Speaker, adapters: Sequence[AdapterScale]
) -> bool:
    try:
        return speaker.refusal(personal, adapters) < speaker.refusal(plain)
    except PromptTooLong:
        return True


def is_personal(sources: Sources) -> bool:
    """Whether anything but the conversation shapes an answer."""
    acting = sources.memories or sources.sliders or sources.tried or sources.taste or sources.adapter
    return bool(acting or sources.steering or sources.blend or sources.best_of > 1)


def plain_messages(question: str, past: Sequence[Turn], *, speaker: Speaker) -> tuple[Message, ...]:
    """The question by itself, with those before it in one message, as if all had been asked at once.

    So it is as likely to be declined as the request that it is part of. Beside an answer, a model finds the
    beginnings of an apology likely whatever is asked: "Are you sure?" would be taken for what it declines.
    """
    room = min(LOOKED_AT_TOKENS, speaker.info().context_tokens // 2)
    earlier = [_ends(turn.question, END_LETTERS) for turn in reversed(past)]
    size, *sizes = speaker.count([_ends(question, END_LETTERS), *earlier])
    asked = [_fitting(question, room=room, count=speaker.count) if size > room else _ends(question, END_LETTERS)]
    for text, more in zip(earlier, sizes, strict=True):
        size += 1 + more  # the line's end
        if size > room:
            break
        asked.insert(0, text)
    return prompt.build("\n".join(asked), given="", standing=(), history=(), budget_tokens=room, count=speaker.count)


def opening_messages(question: str, past: Sequence[Turn], *, speaker: Speaker) -> tuple[Message, ...]:
    """What the model's own first words answer: all of the chat that there is room for, with nothing personal.

    A question that is too long for the small context in which they are said is put as `plain_messages` has it.
    """
    room = min(OPENED_AT_TOKENS, speaker.info().context_tokens * 3 // 4)
    if speaker.count([question])[0] > room * 2 // 3:
        return plain_messages(question, past, speaker=speaker)
    history = [prompt.Exchange("", turn.question, turn.answer) for turn in past if turn.answer.strip()]
    return prompt.build(question, given="", standing=(), history=history, budget_tokens=room, count=speaker.count)


def _ends(question: str, letters: int) -> str:
    return question if len(question) <= 2 * letters else f"{question[:letters]} … {question[-letters:]}"


def _fitting(question: str, *, room: int, count: Count) -> str:
    """As much of its ends as there is room for: letters of some scripts take several tokens."""
    letters = END_LETTERS
    while letters > 1 and count([_ends(question, letters)])[0] > room:
        letters //= 2
    return _ends(question, letters)
