"""Words that say what a text is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.memory.topics import NOBODYS, TOPICS, sentences
from assistant.memory.words import content_words, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lentil", "lentils"),
        ("cook", "cooking"),
        ("run", "running"),
        ("city", "cities"),
        ("recipe", "recipes"),
        ("movie", "movies"),
        ("class", "classes"),
        ("teach", "teacher"),
        ("hike", "hiking"),
    ],
)
def test_forms_of_a_word_are_the_same(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("tea", "team"), ("cat", "category"), ("art", "artery"), ("bus", "business")]
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_generic_words_say_nothing() -> None:
    assert content_words("What would you recommend me to do tonight? I'd like something new!") == {}


def test_words_stand_as_they_were_typed() -> None:
    assert list(content_words("How do I cook LENTIL soups, and lentils?").values()) == ["cook", "LENTIL", "soups"]


def test_possessives_and_typographic_quotes() -> None:
    assert stem("dog") in content_words("my dog’s toys")
    assert content_words("I can’t") == {}


@given(st.text())
def test_any_text_has_its_words(text: str) -> None:
    for found, word in content_words(text).items():
        assert found
        assert word in text


def test_paragraphs_of_topics_are_whole_sentences() -> None:
    for paragraph in (NOBODYS, *(topic.likes for topic in TOPICS), *(topic.asks for topic in TOPICS)):
        found = sentences(paragraph)
        assert len(found) >= 3, "the three nearest are averaged"
        assert all(part[-1] in ".?!" and part[0].isupper() for part in found)
        assert " ".join(found) == " ".join(paragraph.split())
