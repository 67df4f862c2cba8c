"""The matrix of vectors behaves like a dictionary that can be searched."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.memory.kinship import Kinship
from assistant.memory.topics import TOPICS
from assistant.memory.vectors import SMALLEST, Vectors

STEPS = st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 30), unique=True, max_size=8)), max_size=30)


@given(STEPS, st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_it_holds_what_was_put_and_not_dropped(steps: list[tuple[bool, list[int]]], seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors = Vectors(width=4)
    expected: dict[int, np.ndarray] = {}
    for is_put, ids in steps:
        if is_put:
            rows = random.normal(size=(len(ids), 4)).astype(np.float32)
            vectors.put(ids, rows)
            expected |= dict(zip(ids, rows, strict=True))
        else:
            vectors.drop(ids)
            expected = {identity: row for identity, row in expected.items() if identity not in ids}
    query = random.normal(size=4).astype(np.float32)
    found = vectors.best(query, limit=100)
    assert len(vectors) == len(expected)
    assert {identity: row.tolist() for identity, row in found} == {
        identity: row.tolist() for identity, row in expected.items()
    }
    products = [float(row @ query) for _, row in found]
    assert products == sorted(products, reverse=True)


def test_it_grows_and_cuts() -> None:
    vectors = Vectors(width=2)
    count = 3 * SMALLEST + 1
    vectors.put(range(count), np.stack([np.arange(count), np.ones(count)], axis=1).astype(np.float32))
    found = vectors.best(np.array([1, 0], dtype=np.float32), limit=3)
    assert [identity for identity, _ in found] == [count - 1, count - 2, count - 3]


def test_an_empty_one_finds_nothing() -> None:
    assert Vectors(width=2).best(np.ones(2, dtype=np.float32), limit=3) == []


def test_profiles_are_shares_of_the_topics() -> None:
    random = np.random.default_rng(1)

    def embed(texts: object) -> np.ndarray:
        rows = random.normal(size=(len(list(texts)), 16)).astype(np.float32)  # type: ignore[call-overload]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    kinship = Kinship(embed)
    preferences, question = kinship.of_preferences(embed("abc")), kinship.of_question(embed("a")[0])
    assert preferences.shape == (3, len(TOPICS))
    assert question.shape == (len(TOPICS),)
    np.testing.assert_allclose(preferences.sum(axis=1), 1, rtol=1e-5)
    assert 0 <= question.sum() < 1, "a part of every question concerns nobody's preferences"
