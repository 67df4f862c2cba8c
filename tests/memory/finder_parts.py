"""Stand-ins for the embedder that a finder can host in a child process, quick to start."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from assistant.errors import ModelMissing
from assistant.memory.near import Near


class ByLetters:
    """Two texts are the nearer, the more of the question's letters are in the preference."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}

    def count(self) -> int:
        return len(self._known)

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        if any("poison" in text for text in texts):
            os._exit(3)
        return [text.encode().ljust(40)[:40] for text in texts]

    def put(self, ids: Sequence[int], vectors: Sequence[bytes]) -> None:
        self._known |= dict(zip(ids, vectors, strict=True))

    def drop(self, ids: Iterable[int]) -> None:
        for identity in ids:
            del self._known[identity]

    def search(self, text: str, limit: int) -> list[Near]:
        if text == "die":
            os._exit(3)
        shares = {identity: len({*text.encode()} & {*vector}) / 40 for identity, vector in self._known.items()}
        best = sorted(shares, key=lambda identity: -shares[identity])[:limit]
        return [Near(identity, shares[identity], 0.0, 0.0, "letters", len(shares)) for identity in best]


class Missing:
    """A part that cannot be built."""

    def __init__(self) -> None:
        raise ModelMissing("The model is gone.", "Install Attune again.")
