"""Examples as the token ids that the served model reads, with what belongs to the answer marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.engine.scorer import Scorer
from assistant.prompt import SYSTEM_TEXT
from assistant.records import Message
from assistant.training.examples import Pair, Prompt, Thumb, Written

LONGEST = 768
"""Tokens of prompt and answer together; the past is left out, oldest first, until they fit."""


@dataclass(frozen=True, slots=True)
class Text:
    """Token ids with the place where the answer begins."""

    tokens: tuple[int, ...]
    answer_from: int

    def answered_by(self, other: Text) -> Text:
        """This question with the other's answer."""
        return Text((*self.tokens[: self.answer_from], *other.tokens[other.answer_from :]), self.answer_from)


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """Two answers to one prompt."""

    wanted: Text
    unwanted: Text
    weight: float


@dataclass(frozen=True, slots=True)
class EncodedThumb:
    """One judged answer."""

    text: Text
    is_wanted: bool
    weight: float


@dataclass(frozen=True, slots=True)
class EncodedWritten:
    """A text of the person's own."""

    text: Text
    weight: float


@dataclass(frozen=True, slots=True)
class EncodedWish:
    """One answer after the question with a wish in words, after the question alone, and after the wish's contrast."""

    wished: Text
    plain: Text
    contrast: Text
    """What the wish is followed away from: the question with no more than what is left to words."""
    is_silent: bool = False
    """True when the wish is to be followed where it is not said."""


def encode_pairs(pairs: Iterable[Pair], scorer: Scorer) -> list[EncodedPair]:
    """Those pairs whose question and answers fit."""
    found = []
    for pair in pairs:
        wanted, unwanted = (encode(pair.prompt, answer, scorer) for answer in (pair.wanted, pair.unwanted))
        if wanted is not None and unwanted is not None:
            found.append(EncodedPair(wanted, unwanted, pair.weight))
    return found


def encode_thumbs(thumbs: Iterable[Thumb], scorer: Scorer) -> list[EncodedThumb]:
    """Those thumbs whose question and answer fit."""
    found = []
    for thumb in thumbs:
        text = encode(thumb.prompt, thumb.answer, scorer)
        if text is not None:
            found.append(EncodedThumb(text, thumb.is_wanted, thumb.weight))
    return found


def encode_written(written: Iterable[Written], scorer: Scorer) -> list[EncodedWritten]:
    """Those texts that fit together with their question."""
    found = []
    for item in written:
        text = encode(item.prompt, item.text, scorer)
        if text is not None:
            found.append(EncodedWritten(text, item.weight))
    return found


def encode(prompt: Prompt, answer: str, scorer: Scorer) -> Text | None:
    """A conversation and its answer; None when question and answer alone are too long."""
    said = scorer.answer(answer)
    for left_out in range(len(prompt.past) + 1):
        asked = scorer.conversation(messages(prompt, left_out=left_out))
        if len(asked) + len(said) <= LONGEST:
            return Text((*asked, *said), len(asked))
    return None


def messages(prompt: Prompt, *, left_out: int = 0) -> tuple[Message, ...]:
    """The conversation without its oldest `left_out` exchanges."""
    past = [
        message
        for exchange in prompt.past[left_out:]
        for message in (Message("user", exchange.question), Message("assistant", exchange.answer))
    ]
    return (Message("system", SYSTEM_TEXT), *past, Message("user", prompt.question))
