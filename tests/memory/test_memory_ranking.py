"""What matters is found, what does not stays out, and every memory says why it is there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.memory import ranking
from assistant.memory.finder import Nearest, NoFinder
from assistant.memory.near import Near
from assistant.memory.ranking import Candidate, best, fuse
from assistant.records import Preference, UsedMemory
from assistant.store.store import Store

NOW = 1_800_000_000.0
DAY = 86400.0


def preference(identity: int = 1, *, made: float = NOW, confirmations: int = 1) -> Preference:
    return Preference(
        id=identity,
        text=f"preference {identity}",
        kind="fact",
        space="personal",
        source="typed",
        state="active",
        always=False,
        made=made,
        confirmations=confirmations,
    )


def near(
    identity: int = 1, *, cosine: float = 0.0, kinship: float = 0.0, personal: float = 0.0, among: int = 60
) -> Near:
    return Near(id=identity, cosine=cosine, kinship=kinship, personal=personal, topic="food", among=among)


class Told(NoFinder):
    """A finder that says what it was told."""

    def __init__(self, found: Sequence[Near]) -> None:
        self._found = list(found)

    def begin(self, question: str, *, store: Store, limit: int) -> Nearest:
        return lambda: self._found[:limit]


def ask(question: str, store: Store, **how: object) -> tuple[UsedMemory, ...]:
    return best(question, **{"store": store, "finder": NoFinder(), "now": NOW} | how)  # type: ignore[arg-type]


def test_nothing_is_used_where_evidence_is_weak() -> None:
    weak = [Candidate(preference(), near(cosine=0.3, kinship=0.1), (), 0.0), Candidate(preference(2), None, (), 0.0)]
    assert fuse(weak, now=NOW, limit=5) == ()


def test_the_best_evidence_comes_first() -> None:
    candidates = [
        Candidate(preference(1), near(1, cosine=0.6), (), 0.0),
        Candidate(preference(2), near(2, cosine=0.5, kinship=0.9, personal=0.9), (), 0.0),
        Candidate(preference(3), near(3, cosine=0.6), ("tea",), 1.0),
    ]
    assert [memory.id for memory in fuse(candidates, now=NOW, limit=5)] == [2, 3, 1]
    assert len(fuse(candidates, now=NOW, limit=2)) == 2


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 2), st.booleans()), max_size=8),
    st.floats(0, 4e9),
)
def test_scores_are_shares_and_sorted(evidence: list[tuple[float, float, float, bool]], made: float) -> None:
    candidates = [
        Candidate(preference(place, made=made), near(place, cosine=c, kinship=k) if is_near else None, (), overlap)
        for place, (c, k, overlap, is_near) in enumerate(evidence)
    ]
    scores = [memory.score for memory in fuse(candidates, now=NOW, limit=5)]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)


def test_newer_and_confirmed_orders_equals_only() -> None:
    same = near(cosine=0.7)
    old, new = preference(1, made=NOW - 400 * DAY), preference(2)
    confirmed = preference(3, confirmations=6)
    found = fuse([Candidate(item, same, (), 0.0) for item in (old, new, confirmed)], now=NOW, limit=5)
    assert [memory.id for memory in found] == [3, 2, 1]
    better = Candidate(old, near(cosine=0.7, kinship=0.5), (), 0.0)
    found = fuse([better, Candidate(confirmed, same, (), 0.0)], now=NOW, limit=5)
    assert [memory.id for memory in found] == [1, 3]


def test_more_is_asked_of_a_preference_among_many() -> None:
    few, many = near(cosine=0.55, among=30), near(cosine=0.55, among=10_000)
    assert fuse([Candidate(preference(), few, (), 0.0)], now=NOW, limit=5)
    assert not fuse([Candidate(preference(), many, (), 0.0)], now=NOW, limit=5)


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (Candidate(preference(), near(cosine=0.7), (), 0.0), "means something near (0.70)"),
        (Candidate(preference(), near(cosine=0.3, kinship=0.6, personal=0.8), (), 0.0), "both are about food (0.60)"),
        (Candidate(preference(), None, ("tea",), 1.5), 'shares the word "tea"'),
        (
            Candidate(preference(), near(cosine=0.3, kinship=0.6, personal=0.8), ("tea",), 1.5),
            'both are about food (0.60), and both have the word "tea"',
        ),
        (
            Candidate(preference(), near(cosine=0.7), ("green", "tea", "pot"), 1.5),
            'means something near (0.70), and shares the words "green" and "tea"',
        ),
    ],
)
def test_a_reason_is_plain(candidate: Candidate, reason: str) -> None:
    assert [memory.reason for memory in fuse([candidate], now=NOW, limit=5)] == [reason]


def test_a_rare_word_is_enough_before_the_finder_is_warm(store: Store) -> None:
    kept = store.preferences.add("I love lentil soup")
    store.preferences.add("I play the cello")
    assert [memory.id for memory in ask("How do I cook lentil soups?", store)] == [kept.id]


@pytest.mark.parametrize(
    "question",
    [
        "What should I do today?",
        "",
        "???",
        "Tell me what people like.",
        "Why is the sky blue?",
        '" OR * NEAR(',
        "I love",
    ],
)
def test_generic_words_bring_nothing_back(question: str, store: Store) -> None:
    store.preferences.add("I love lentil soup and I like what people do today")
    assert ask(question, store) == ()


def test_a_word_that_is_everywhere_says_nothing(store: Store) -> None:
    store.preferences.add_many([f"coffee {number:x}{number:x}" for number in range(10, 10 + ranking.CANDIDATES + 1)])
    assert ask("coffee?", store) == ()
    kept = store.preferences.add("lentils")
    assert [memory.id for memory in ask("coffee with lentils?", store)] == [kept.id]


def test_excluded_other_spaces_and_candidates_stay_out(store: Store) -> None:
    kept = store.preferences.add("I love lentil soup")
    store.preferences.add("I eat lentil soup at work", space="work")
    store.preferences.add("lentil soup is fine", state="candidate")
    assert [memory.id for memory in ask("lentil soup?", store)] == [kept.id]
    assert ask("lentil soup?", store, exclude={kept.id}) == ()
    assert len(ask("lentil soup?", store, space="work")) == 1


def test_what_the_finder_knows_and_the_store_does_not_is_passed_over(store: Store) -> None:
    kept = store.preferences.add("I am vegetarian")
    finder = Told([near(kept.id + 7, cosine=0.9), near(kept.id, cosine=0.9)])
    assert [memory.id for memory in ask("What should I cook?", store, finder=finder)] == [kept.id]


def test_words_cannot_overrule_meanings_that_are_far_apart(store: Store) -> None:
    kept = store.preferences.add("I refuse to fly because of the climate")
    question = "What is the difference between weather and climate?"
    assert ask(question, store)
    assert ask(question, store, finder=Told([near(kept.id, cosine=0.3)])) == ()
