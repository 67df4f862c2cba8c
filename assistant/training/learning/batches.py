"""What a night learns, in batches: examples of like length together, and no more at one time than fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.training.learning.encode import EncodedPair, EncodedThumb, EncodedWish, EncodedWritten, Text
from assistant.training.learning.objectives import Example, read_for

_Item = TypeVar("_Item")
_Weighed = TypeVar("_Weighed", EncodedPair, EncodedThumb, EncodedWritten)
TOGETHER = 1024
"""Tokens that are read at one time; more would be no faster and take more memory."""
WISHES = 4
"""How often a wish is gone through for each time that a judgement is: most of what a judgement says is its subject, and
from judgements that are read twice answers learn to leave theirs."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that is learned in one night, as the model reads it."""

    pairs: tuple[EncodedPair, ...] = ()
    thumbs: tuple[EncodedThumb, ...] = ()
    written: tuple[EncodedWritten, ...] = ()
    wishes: tuple[EncodedWish, ...] = ()
    subjects: tuple[EncodedPair, ...] = ()
    """Nobody's judgements: an answer to the question, and one to another question that is alike in manner."""
    anchors: tuple[tuple[Text, ...], ...] = ()
    """Texts on which the model is to stay what it is, by kind; one of each kind is taken at each step."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """Everything that is learned."""
        return (*self.pairs, *self.thumbs, *self.written, *self.wishes, *self.subjects)


def shortened(lesson: Lesson) -> Lesson:
    """Without the last tenth of each kind, of which the first stays; the first ones are the newest."""
    return replace(
        lesson,
        pairs=lesson.pairs[: max(1, int(len(lesson.pairs) * 0.9))],
        thumbs=lesson.thumbs[: max(1, int(len(lesson.thumbs) * 0.9))],
        written=lesson.written[: max(1, int(len(lesson.written) * 0.9))],
        wishes=lesson.wishes[: max(1, int(len(lesson.wishes) * 0.9))],
        subjects=lesson.subjects[: max(1, int(len(lesson.subjects) * 0.9))],
    )


def evened(lesson: Lesson) -> Lesson:
    """With weights that are 1 on average in each kind: what weighs little counts little beside the rest."""
    return replace(lesson, pairs=_evened(lesson.pairs), thumbs=_evened(lesson.thumbs), written=_evened(lesson.written))


def _evened(items: tuple[_Weighed, ...]) -> tuple[_Weighed, ...]:
    whole = sum(item.weight for item in items)
    return tuple(replace(item, weight=item.weight * len(items) / whole) for item in items)


def parts(batch: Sequence[Example]) -> list[tuple[list[Example], float]]:
    """What of a batch is computed together, with its share of the mean; thumbs are compared with each other."""
    if any(isinstance(item, EncodedThumb) for item in batch):
        return [(list(batch), 1.0)]
    return [(part, len(part) / len(batch)) for part in together(batch, size)]


def together(items: Iterable[_Item], size: Callable[[_Item], int]) -> list[list[_Item]]:
    """In their order, what is read at one time: in one row products are faster than in many.

    Args:
        size: tokens that are read for one.
    """
    found: list[list[_Item]] = []
    for item in items:
        if found and sum(map(size, found[-1])) + size(item) <= TOGETHER:
            found[-1].append(item)
        else:
            found.append([item])
    return found


def batches(items: Sequence[Example], *, of: int) -> list[list[Example]]:
    """What is gone through in one pass.

    Examples of like length are together, so that no step takes much longer than another; each kind apart.
    """
    found: list[list[Example]] = []
    for kind in (EncodedPair, EncodedThumb, EncodedWritten, EncodedWish):
        alike = sorted((item for item in items if isinstance(item, kind)), key=_length)
        once = [list(alike[begin : begin + of]) for begin in range(0, len(alike), of)]
        found += once * (WISHES if kind is EncodedWish else 1)
    return found


def size(item: Example) -> int:
    """Tokens that are read for it in one step."""
    if isinstance(item, EncodedPair):
        return len(item.wanted.tokens) + len(item.unwanted.tokens)
    return len(read_for(item).tokens if isinstance(item, EncodedWish) else item.text.tokens)


def length(text: Text) -> int:
    """Its tokens."""
    return len(text.tokens)


def reference_size(item: Example) -> int:
    """Tokens that are read for it once, before the first step."""
    if isinstance(item, EncodedWish):
        return len(item.wished.tokens) + len(item.contrast.tokens)
    return 0 if isinstance(item, EncodedWritten) else size(item)


def _length(item: Example) -> int:
    if isinstance(item, EncodedPair):
        return max(len(item.wanted.tokens), len(item.unwanted.tokens))
    return len((item.wished if isinstance(item, EncodedWish) else item.text).tokens)
