"""What is learned of answers in the words of a wish, beside the words themselves."""

from __future__ import annotations

import pytest

from assistant.engine.scorer import Scorer
from assistant.taste.sliders import wishes
from assistant.training.answers import Answer, messages
from assistant.training.learning.encode import EncodedWish, Text
from assistant.training.wishes import apart_by_subject, encode_wishes, manner

WISHED = Text((9, 9, 9, 9), 3)


def wish(asked: tuple[int, ...], said: tuple[int, ...]) -> EncodedWish:
    plain = Text((*asked, *said), len(asked))
    return EncodedWish(WISHED, plain, plain, is_silent=True)


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


def test_what_is_left_to_words_by_day_is_left_to_words_at_night() -> None:
    casual, warm, long = {"formality": -2}, {"warmth": 2}, {"length": 3}
    asked = manner({**casual, **warm, **long}, ["Call me Kim."])
    assert asked.words == ("Call me Kim.", *wishes({**casual, **warm, **long}))
    assert asked.left == wishes({**casual, **long})
    assert manner(warm).left == manner({"formality": 2, "length": -3}).left == ()


@pytest.mark.model
def test_a_wish_is_followed_away_from_what_is_left_to_words(scorer: Scorer) -> None:
    levels, answer = {"formality": -2, "warmth": 2}, Answer("Tea?", "Yes, dear!", "stop")
    (both,) = encode_wishes(manner(levels), [answer], scorer=scorer)
    (casual,) = encode_wishes(manner({"formality": -2}), [answer], scorer=scorer)
    (warm,) = encode_wishes(manner({"warmth": 2}), [answer], scorer=scorer)
    asked = scorer.conversation(messages("Tea?", wishes({"formality": -2})))
    assert both.contrast == Text((*asked, *scorer.answer("Yes, dear!")), len(asked))
    assert casual.contrast == casual.wished, "words alone: towards nothing"
    assert warm.contrast == warm.plain == both.plain
