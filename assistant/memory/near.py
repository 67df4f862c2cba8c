"""One preference that may matter to a question, and how near the two are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Near:
    """What comparing meanings found out about one preference."""

    id: int
    cosine: float
    """-1..1, how alike the two texts are."""
    kinship: float
    """0..1, how surely both are about the same topic."""
    topic: str
    """The topic they share most."""
    among: int
    """How many preferences it was compared with."""
