"""Pieces of sentences that several parts say."""

from __future__ import annotations

from assistant.wording import counted, listed


def test_one_and_several() -> None:
    assert [counted(1, "rating"), counted(0, "rating")] == ["1 rating", "0 ratings"]
    assert [counted(1, "wish"), counted(2, "wish")] == ["1 wish", "2 wishes"]


def test_a_sentence_lists_words() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
