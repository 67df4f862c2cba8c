"""Small pieces of sentences that several parts say."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, noun: str) -> str:
    """A number and its noun: "1 rating", "2 wishes"."""
    plural = f"{noun}es" if noun.endswith("sh") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def listed(words: Sequence[str]) -> str:
    """At least one word, as a sentence lists them: "one, two and three"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
