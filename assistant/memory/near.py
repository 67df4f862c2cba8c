"""One preference that may matter to a question, and how near the two are."""

from __future__ import annotations

from dataclasses import dataclass

KINSHIP_WEIGHT = 0.2
"""What kinship counts beside cosine, in searching and in judging; fitted on texts of our own."""


@dataclass(frozen=True, slots=True)
class Near:
    """What comparing meanings found out about one preference."""

    id: int
    cosine: float
    """-1..1, how alike the two texts are."""
    kinship: float
    """0..1, how surely both are about the same topic."""
    personal: float
    """0..1, how surely the question is one that preferences matter for at all."""
    topic: str
    """The topic they share most."""
    among: int
    """How many preferences it was compared with."""
