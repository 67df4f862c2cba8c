"""What is learned of answers in the words of a wish, beside the words themselves."""

from __future__ import annotations

from assistant.training.learning.encode import EncodedWish, Text
from assistant.training.wishes import apart_by_subject

WISHED = Text((9, 9, 9, 9), 3)


def wish(asked: tuple[int, ...], said: tuple[int, ...]) -> EncodedWish:
    return EncodedWish(WISHED, Text((*asked, *said), len(asked)), is_silent=True)


def test_an_answer_is_preferred_to_that_to_another_question_of_like_length() -> None:
    long, short, middling = wish((1, 10), (11, 12, 13)), wish((1, 2, 20), (21,)), wish((1, 30), (31, 32))
    pairs = apart_by_subject([long, short, middling])
    assert [pair.wanted for pair in pairs] == [short.plain, middling.plain, long.plain]
    assert [pair.unwanted for pair in pairs] == [
        Text((1, 2, 20, 31, 32), 3),
        Text((1, 30, 11, 12, 13), 2),
        Text((1, 10, 21), 2),
    ]
    assert {pair.weight for pair in pairs} == {1}


def test_one_answer_alone_has_no_other_to_be_preferred_to() -> None:
    assert apart_by_subject([wish((1,), (2,))]) == apart_by_subject([]) == ()
