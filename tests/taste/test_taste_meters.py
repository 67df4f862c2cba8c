"""The meters count as a person would, and tell pairs of texts apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.taste import meters

LIST = "What you need:\n\n- a blanket\n- **bread** and cheese\n- fruit\n\n1. Pack it.\n2) Go."
FLOWING = "Take a blanket, bread and cheese, and some fruit. Pack it and go."
SIMPLE = "The sun is hot. It warms the sea. Then the wind blows."
EXPERT = (
    "Differential insolation establishes considerable temperature gradients, inducing atmospheric circulation "
    "characterised by geographically heterogeneous precipitation."
)
CASUAL = "It's easy, you don't need much. They're cheap, and we'll help."
FORMAL = "It is easy, you do not need much. They are cheap, and we will help."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One two three.", 3),
        ("Don't count it's as two.", 5),
        ("a well-known 3.5 % rise", 4),
        ("**Bold** and _slanted_ and `code`", 5),
        ("# Title\n\n* one\n* two", 3),
        ("[a link](https://example.org/a/b) here", 3),
        ("```python\nprint(1)\n```", 2),
        ("---", 0),
        ("Grüße aus Köln!", 3),
        ("5 * 3 = 15", 3),
        ("snake_case stays", 2),
    ],
)
def test_words_are_counted_as_a_person_would(text: str, count: int) -> None:
    assert meters.words(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One. Two! Three?", 3),
        ("No full stop", 1),
        ("It costs 3.50 euros. Really.", 2),
        ("Use fruit, e.g. apples. Mr. Bee agrees.", 2),
        ("- first\n- second", 2),
        ("Wait... what?", 2),
        ('He said "Go!" Then he went.', 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert meters.sentences(text) == count


def test_list_items() -> None:
    assert meters.list_items_per_100_words(LIST) == pytest.approx(100 * 5 / meters.words(LIST))
    assert meters.list_items_per_100_words(FLOWING) == 0
    assert meters.list_items_per_100_words("") == 0
    assert meters.list_items_per_100_words("In 1990. 12 people - and no list.") == 0


def test_contractions() -> None:
    assert meters.contraction_rate(CASUAL) == 1
    assert meters.contraction_rate(FORMAL) == 0
    assert meters.contraction_rate("Fine weather.") is None
    assert meters.contraction_rate("It’s fine. It is fine.") == 0.5
    assert meters.contraction_rate("The dog's bowl") is None


def test_reading_grade_tells_simple_from_expert() -> None:
    simple, expert = meters.reading_grade(SIMPLE), meters.reading_grade(EXPERT)
    assert simple is not None
    assert expert is not None
    assert simple < 3
    assert expert > 12
    assert meters.reading_grade("...") is None


def test_reading_grade_by_hand() -> None:
    # 6 words, 1 sentence, 6 syllables
    assert meters.reading_grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_word_length() -> None:
    assert meters.word_length("two fours") == 4
    assert meters.word_length("") is None


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    assert meters.words(text) >= 0
    assert meters.sentences(text) <= meters.words(text)
    assert meters.list_items_per_100_words(text) >= 0
    rate, grade = meters.contraction_rate(text), meters.reading_grade(text)
    assert rate is None or 0 <= rate <= 1
    assert (grade is None) == (meters.words(text) == 0)
