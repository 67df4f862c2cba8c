"""What is gone through in one pass of a night, and what is read together."""

from __future__ import annotations

from collections import Counter

from assistant.training.learning.batches import (
    TOGETHER,
    WISHES,
    Lesson,
    batches,
    parts,
    reference_size,
    shortened,
    size,
)
from assistant.training.learning.encode import EncodedPair, EncodedThumb, EncodedWish, Text


def text(length: int, start: int = 0) -> Text:
    return Text(tuple(range(start, start + length)), 1)


def pair(length: int) -> EncodedPair:
    return EncodedPair(text(length), text(length, 1), 1.0)


LESSON = Lesson(
    pairs=tuple(pair(length) for length in (90, 10, 50, 11, 91)),
    thumbs=(EncodedThumb(text(20), True, 1.0),),
    wishes=tuple(EncodedWish(text(length), text(length - 5), text(length - 3), True) for length in (30, 60, 31)),
    subjects=tuple(pair(length) for length in (40, 41, 42)),
)


def test_a_pass_goes_through_judgements_once_and_through_wishes_more_often() -> None:
    seen = Counter(item for batch in batches(LESSON.examples, of=2) for item in batch)
    assert [seen[item] for item in (*LESSON.pairs, *LESSON.thumbs, *LESSON.subjects)] == [1] * 9
    assert [seen[item] for item in LESSON.wishes] == [WISHES] * 3


def test_what_is_alike_in_kind_and_length_is_together() -> None:
    found = batches(LESSON.examples, of=2)
    assert all(len({type(item) for item in batch}) == 1 for batch in found)
    assert [[size(item) // 2 for item in batch] for batch in found[:3]] == [[10, 11], [40, 41], [42, 50]]


def test_no_more_is_read_at_one_time_than_fits_and_shares_add_up() -> None:
    long = [pair(TOGETHER // 3), pair(TOGETHER // 3), pair(10)]
    found = parts(long)
    assert [len(part) for part, _ in found] == [1, 2]
    assert sum(share for _, share in found) == 1.0


def test_what_is_shortened_loses_the_last_ones_of_each_kind() -> None:
    short = shortened(LESSON)
    assert short.pairs == LESSON.pairs[:4]
    assert short.wishes == LESSON.wishes[:2]
    assert short.subjects == LESSON.subjects[:2]
    assert short.anchors == LESSON.anchors


def test_a_wish_is_read_twice_once_and_then_as_it_is_learned() -> None:
    silent, said = LESSON.wishes[0], EncodedWish(text(30), text(25), text(27))
    assert (size(silent), size(said)) == (25, 30)
    assert reference_size(silent) == reference_size(said) == 57
    assert reference_size(LESSON.pairs[0]) == size(LESSON.pairs[0])
