"""What was said of memories moves what is found for such questions, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.memory.feedback import ELSEWHERE, FULL, leanings
from assistant.memory.near import Near
from assistant.memory.ranking import ENOUGH, Candidate, fuse
from assistant.memory.words import content_words
from assistant.records import JudgedMemory, Preference

QUESTION = "How do I cook lentil soup?"
ALIKE = "How do I cook tomato soup?"
OTHER = "Why is the sky blue?"


def lean(*judged: tuple[str, bool, int]) -> float:
    found = leanings(
        content_words(QUESTION).keys(), [JudgedMemory(1, text, is_right, among) for text, is_right, among in judged]
    )
    return found.get(1, 0.0)


def test_the_same_question_counts_most_and_another_one_little() -> None:
    assert lean((QUESTION, False, 1)) < lean((ALIKE, False, 1)) < lean((OTHER, False, 1)) < 0
    assert lean((QUESTION, False, 1)) == pytest.approx(-1 / FULL)
    assert lean((OTHER, False, 1)) == pytest.approx(-ELSEWHERE / FULL)
    assert lean() == 0.0


def test_some_of_several_were_wrong_says_less_of_each_and_right_says_it_of_all() -> None:
    assert lean((QUESTION, False, 1)) < lean((QUESTION, False, 4)) < 0
    assert lean((QUESTION, True, 4)) == lean((QUESTION, True, 1)) > 0
    assert lean((QUESTION, True, 1), (QUESTION, False, 1)) == pytest.approx(0.0)


@given(st.lists(st.tuples(st.sampled_from([QUESTION, ALIKE, OTHER, ""]), st.booleans(), st.integers(1, 9)), max_size=9))
def test_it_is_bounded(judged: list[tuple[str, bool, int]]) -> None:
    assert -1 <= lean(*judged) <= 1


def candidate(cosine: float, leaning: float) -> Candidate:
    item = Preference(1, "p", "fact", "personal", "typed", "active", always=False, made=0.0)
    near = Near(id=1, cosine=cosine, kinship=0.0, personal=0.0, topic="food", among=60)
    return Candidate(item, near, (), 0.0, leaning)


def test_not_right_asks_for_more_evidence_and_right_for_hardly_less() -> None:
    def score(cosine: float, leaning: float) -> float:
        return sum(memory.score for memory in fuse([candidate(cosine, leaning)], now=0.0, limit=5))

    assert 0 == score(0.6, -1.0) < score(0.6, -0.2) < score(0.6, 0.0) < score(0.6, 1.0)
    assert score(0.6, lean((OTHER, False, 1))) > 0, "what was wrong elsewhere may be right here"
    assert score(0.99, lean((QUESTION, False, 1), (QUESTION, False, 1))) == 0, "twice wrong here is enough"
    assert score(ENOUGH - 0.01, 0.5) > 0
    assert score(ENOUGH - 0.08, 1.0) == 0, "liking it once does not bring it up everywhere"
