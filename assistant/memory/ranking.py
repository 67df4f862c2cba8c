"""Decides which of the things Attune knows about the person matter to a question; usually none do."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.memory.feedback import leanings
from assistant.memory.near import KINSHIP_WEIGHT, Near
from assistant.memory.words import content_words
from assistant.records import Preference, UsedMemory

if TYPE_CHECKING:
    from assistant.memory.finder import Finder
    from assistant.store.store import Store

CANDIDATES = 20
"""Looked at from each side, words and meaning. A word in more preferences than this is no evidence."""
PERSONAL_WEIGHT = 0.2
WORDS_WEIGHT = 0.05
ENOUGH = 0.48
"""Evidence needed among `CROWD` preferences; see docs/decisions on when memory stays silent."""
CROWD = 60
SMALLEST_CROWD = 40
PER_TENFOLD = 0.12
"""The more preferences there are, the more of them are alike to anything by chance."""
ENOUGH_WORDS = 0.8
"""Evidence by words needed where meanings cannot be compared."""
MOST_WEAKER = 0.7
"""Share of the evidence that counts no more at most, where the person said that a memory was not right."""
MOST_EASIER = 0.08
"""Share by which less is needed at most, where it was right: silence stays the rule."""
CLEARLY_KIN = 0.4
"""From this kinship on, the shared topic is the reason that is told."""
SHARPNESS = 8.0
HALF_LIFE_S = 180 * 86400.0
RECENCY = 0.05
STRENGTH = 0.03


@dataclass(frozen=True, slots=True)
class Candidate:
    """A preference that may matter, with what speaks for it."""

    preference: Preference
    near: Near | None
    """None where meanings were not compared."""
    words: tuple[str, ...]
    """Rare words it shares with the question, as they stand in the question."""
    overlap: float
    """0..2: the share of the question's content words they are, plus the share of the preference's."""
    leaning: float = 0.0
    """-1..1: what the person said of it where it was found for such questions."""


def best(
    question: str,
    *,
    store: Store,
    finder: Finder,
    now: float,
    space: str = "personal",
    limit: int = 5,
    exclude: Collection[int] = frozenset(),
) -> tuple[UsedMemory, ...]:
    """The preferences that matter to `question`, best first; empty when none does.

    Args:
        now: Unix time in seconds.
        exclude: ids that are known already.

    Raises:
        StoreProblem: the store cannot be read.
    """
    # words are looked up while the other process compares meanings
    begun = finder.begin(question, store=store, limit=CANDIDATES)
    asked = content_words(question)
    sharing = store.search.preferences(" ".join(asked.values()), limit=CANDIDATES, space=space) if asked else []
    rare = _rare(asked, store, space)
    nearest = {near.id: near for near in begun()}
    wanted = dict.fromkeys(
        identity for identity in (*nearest, *(first for first, _ in sharing)) if identity not in exclude
    )
    found = [item for item in store.preferences.among(wanted) if item.space == space]
    own = {item.id: content_words(item.text) for item in found}
    leaning = leanings(asked, store.judgements.of_memories(own))
    candidates = [
        Candidate(item, nearest.get(item.id), *_overlap(asked, own[item.id], rare), leaning.get(item.id, 0.0))
        for item in found
    ]
    return fuse(candidates, now=now, limit=limit)


def fuse(candidates: Iterable[Candidate], *, now: float, limit: int) -> tuple[UsedMemory, ...]:
    """Keep the candidates with enough evidence, the best first.

    Recency and confirmations move a score by a few hundredths: they order equals, no more.
    """
    kept = []
    for candidate in candidates:
        margin = _evidence(candidate) - _enough(candidate)
        if margin >= 0:
            score = _squash(margin) * _standing(candidate.preference, now=now)
            kept.append(UsedMemory(candidate.preference.id, candidate.preference.text, score, _reason(candidate)))
    return tuple(sorted(kept, key=lambda memory: (-memory.score, memory.id))[:limit])


def _evidence(candidate: Candidate) -> float:
    near, evidence = candidate.near, candidate.overlap
    if near is not None:
        meaning = near.cosine + KINSHIP_WEIGHT * near.kinship + PERSONAL_WEIGHT * near.personal
        evidence = meaning + WORDS_WEIGHT * candidate.overlap
    return evidence * (1 - MOST_WEAKER * max(0.0, -candidate.leaning))


def _enough(candidate: Candidate) -> float:
    near, enough = candidate.near, ENOUGH_WORDS
    if near is not None:
        enough = ENOUGH + PER_TENFOLD * math.log10(max(near.among, SMALLEST_CROWD) / CROWD)
    return enough * (1 - MOST_EASIER * max(0.0, candidate.leaning))


def _squash(margin: float) -> float:
    """A margin over what is enough -> 0.5..1."""
    return 1 / (1 + math.exp(-SHARPNESS * margin))


def _standing(preference: Preference, *, now: float) -> float:
    """Just under 1: a little less for what was said once, long ago."""
    age = max(0.0, now - preference.made)
    recency = RECENCY * (1 - math.exp2(-age / HALF_LIFE_S))
    strength = STRENGTH / max(1, preference.confirmations)
    return 1 - recency - strength


def _reason(candidate: Candidate) -> str:
    near, parts, shares = candidate.near, [], "shares"
    if near is not None and near.kinship < CLEARLY_KIN:
        parts.append(f"means something near ({near.cosine:.2f})")
    elif near is not None:
        parts.append(f"both are about {near.topic} ({near.kinship:.2f})")
        shares = "both have"
    if candidate.words:
        listed = " and ".join(f'"{word}"' for word in candidate.words[:2])
        parts.append(f"{shares} the word{'s' if len(candidate.words) > 1 else ''} {listed}")
    return ", and ".join(parts)


def _overlap(asked: Mapping[str, str], own: Mapping[str, str], rare: Collection[str]) -> tuple[tuple[str, ...], float]:
    """The rare words a question shares with a preference, and the two shares they are, added."""
    shared = [stem for stem in asked if stem in own and stem in rare]
    overlap = len(shared) / len(asked) + len(shared) / len(own) if shared else 0.0
    return tuple(asked[stem] for stem in shared), overlap


def _rare(words: Mapping[str, str], store: Store, space: str) -> frozenset[str]:
    """The stems that stand in few of the person's preferences; sharing the others says nothing."""
    return frozenset(
        stem
        for stem, word in words.items()
        if len(store.search.preferences(word, limit=CANDIDATES + 1, space=space)) <= CANDIDATES
    )
