"""What the person judged, as things a model can learn from: which answer is wanted, and which of two is better."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.records import Choice, Rating, Turn
from assistant.taste.comparisons import Comparison, compared, freshness, is_cut, rewritten

HELD_OUT_SHARE = 0.25
LEAST_DIFFERENCE = 0.05
FULL_DIFFERENCE = 0.4
"""From this share of other words on, two answers differ enough to count fully."""
MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "name@example.com"),
    (re.compile(r"(?<![\w/+-])(?=[\w/+-]*\d)(?=[\w/+-]*[A-Za-z])[A-Za-z0-9_/+-]{16,}={0,2}"), "XXXX"),
    (re.compile(r"\b(?:sk|pk|rk|ghp|gho|github_pat|glpat|hf|xox[a-z])[-_][A-Za-z0-9_-]{10,}"), "XXXX"),
    (re.compile(r"\d(?:[ ()./-]{0,2}\d){5,}"), "000000"),
    (re.compile(r"(?<!\d)(?!(?:1[5-9]|20)\d\d(?!\d))\d{4,5}(?!\d)"), "0000"),
)
"""Addresses, keys, and numbers of four digits or more but for years: nothing to learn from, and not to be learned by
heart."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What was asked, and what had been said before; without memories and wishes, which are to act without words."""

    past: tuple[Exchange, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Thumb:
    """One answer that is wanted, or not. A down-rated answer is only ever an unwanted one."""

    prompt: Prompt
    answer: str
    is_wanted: bool
    weight: float
    turns: tuple[int, ...]
    """The turns it comes from."""
    sliders: tuple[tuple[str, int], ...] = ()
    """Under which levels it was given."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one prompt, of which one is better."""

    prompt: Prompt
    wanted: str
    unwanted: str
    weight: float
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What the person wrote themselves: a better version of an answer, or a text of their own."""

    prompt: Prompt
    text: str
    weight: float
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """All there is to learn from, split by prompt."""

    thumbs: tuple[Thumb, ...] = ()
    pairs: tuple[Pair, ...] = ()
    written: tuple[Written, ...] = ()
    held_out: tuple[Pair, ...] = ()
    """Pairs that never train: their prompts are in none of the others."""
    thumbs_held_out: tuple[Thumb, ...] = ()
    """So do these."""

    @property
    def turns(self) -> frozenset[int]:
        """The turns an adapter trained on these depends on."""
        used = [
            *(thumb.turns for thumb in self.thumbs),
            *(pair.turns for pair in self.pairs),
            *(written.turns for written in self.written),
        ]
        return frozenset(turn for turns in used for turn in turns)


def examples(turns: Iterable[Turn], ratings: Iterable[Rating], choices: Sequence[Choice], *, now: float) -> Examples:
    """What ratings and choices say, newest first, without repetitions, and without answers that are off limits.

    Args:
        turns: every turn of the chats that were judged, and those before and beside them.
        now: Unix time in seconds; older judgements weigh less.
    """
    known = {turn.id: turn for turn in turns}
    rated = {rating.turn: rating for rating in ratings if rating.turn in known}
    # left out only now: where one went on shows which answer was better, whatever was said there
    closed = off_limits(known.values())
    judged = [
        (one, pair)
        for one in compared(known.values(), rated.values(), choices)
        if closed.isdisjoint(one.turns) and (pair := _pair(one, known, now))
    ]
    # the person's own text shows how they write, also where the answer it is for was cut off
    better = [
        pair
        for one in rewritten(rated.values(), known)
        if closed.isdisjoint(one.turns) and (pair := _pair(one, known, now))
    ]
    pairs = [pair for _, pair in judged]
    paired = {turn for pair in pairs for turn in pair.turns}
    thumbs = [thumb for thumb in _thumbs(rated.values(), known, now) if not paired.intersection(thumb.turns)]
    thumbs = [thumb for thumb in thumbs if closed.isdisjoint(thumb.turns)]
    thumbs, pairs = _once_thumbs(thumbs), _once(pairs)
    return Examples(
        thumbs=tuple(thumb for thumb in thumbs if not is_held_out(thumb.prompt.question)),
        pairs=tuple(pair for pair in pairs if not is_held_out(pair.prompt.question)),
        written=tuple(
            Written(pair.prompt, pair.wanted, pair.weight, pair.turns)
            for pair in _once(better)
            if not is_held_out(pair.prompt.question)
        ),
        held_out=tuple(pair for pair in pairs if is_held_out(pair.prompt.question)),
        thumbs_held_out=tuple(thumb for thumb in thumbs if is_held_out(thumb.prompt.question)),
    )


def off_limits(turns: Iterable[Turn]) -> frozenset[int]:
    """The turns that no night learns from: their answers may state what was forgotten, or a fact that is no longer so.

    A turn is one of them when its answer was given a fact that was forgotten since, or, for this question, one that was
    edited since. What is always kept in mind is stated in few answers: an edit of it leaves all ratings as
    they are. And so is every turn whose answer was written with one of these before the model's eyes.

    Args:
        turns: whole chats.
    """
    found: set[int] = set()
    for turn in sorted(turns, key=lambda turn: turn.id):
        outdated = any(memory.is_outdated and not memory.is_standing for memory in turn.sources.memories)
        if turn.has_forgotten or outdated or not found.isdisjoint(_read_by(turn)):
            found.add(turn.id)
    return frozenset(found)


def given(turns: Iterable[Turn]) -> dict[int, tuple[int, ...]]:
    """Turn -> the preferences that its answer was given, with its own question or with those that it followed.

    Args:
        turns: whole chats.
    """
    found: dict[int, tuple[int, ...]] = {}
    for turn in sorted(turns, key=lambda turn: turn.id):
        before = {preference for one in _read_by(turn) for preference in found.get(one, ())}
        found[turn.id] = tuple(sorted(before.union(memory.id for memory in turn.sources.memories)))
    return found


def is_held_out(question: str) -> bool:
    """True for a fixed quarter of all questions, the same every night."""
    digest = hashlib.sha256(normal(question).encode()).digest()
    return int.from_bytes(digest[:4]) < HELD_OUT_SHARE * 2**32


def difference(one: str, other: str) -> float:
    """0..1, the share of words in which two texts differ."""
    return 1 - SequenceMatcher(a=one.lower().split(), b=other.lower().split(), autojunk=False).ratio()


def masked(text: str) -> str:
    """`text` without e-mail addresses, keys and long numbers."""
    for pattern, stand_in in MASKS:
        text = pattern.sub(stand_in, text)
    return text


def _thumbs(ratings: Iterable[Rating], known: Mapping[int, Turn], now: float) -> list[Thumb]:
    return [_thumb(known[rating.turn], rating, known, now) for rating in ratings if not is_cut(known[rating.turn])]


def _thumb(turn: Turn, rating: Rating, known: Mapping[int, Turn], now: float) -> Thumb:
    return Thumb(
        _prompt(turn, known),
        masked(turn.answer),
        rating.verdict == "up",
        freshness(rating.made, now),
        (turn.id,),
        tuple(sorted(rating.sliders.items())),
    )


def _pair(found: Comparison, known: Mapping[int, Turn], now: float) -> Pair | None:
    """None where nothing can be learned: equal answers say nothing."""
    apart = difference(found.better, found.worse)
    if apart < LEAST_DIFFERENCE:
        return None
    weight = found.freshness(now) * min(1.0, apart / FULL_DIFFERENCE) * found.weight
    prompt = _prompt(known[found.turns[-1]], known)
    return Pair(prompt, masked(found.better), masked(found.worse), weight, found.turns)


def _read_by(turn: Turn) -> tuple[int, ...]:
    """The turns right before it in its prompt: the one it goes on from, and the one it rewrites."""
    return tuple(one for one in (turn.parent, turn.sources.revises) if one is not None)


def _prompt(turn: Turn, known: Mapping[int, Turn]) -> Prompt:
    """What may train has a past that begins after the newest question that is held out."""
    question = masked(turn.question)
    trains = not is_held_out(question)
    past: list[Exchange] = []
    parent = known.get(turn.parent) if turn.parent is not None else None
    while parent is not None:
        said = Exchange(masked(parent.question), masked(parent.answer))
        if trains and is_held_out(said.question):
            break
        if said.answer.strip():
            past.append(said)
        parent = known.get(parent.parent) if parent.parent is not None else None
    return Prompt(tuple(reversed(past)), question)


def _once(pairs: Sequence[Pair]) -> list[Pair]:
    """Each two answers once, with the strongest weight; where they contradict each other, neither direction."""
    strongest: dict[tuple[str, str, str], Pair] = {}
    for pair in pairs:
        key = (normal(pair.prompt.question), normal(pair.wanted), normal(pair.unwanted))
        if key not in strongest or pair.weight > strongest[key].weight:
            strongest[key] = pair
    kept = [
        pair
        for (question, wanted, unwanted), pair in strongest.items()
        if (question, unwanted, wanted) not in strongest
    ]
    return sorted(kept, key=lambda pair: pair.turns, reverse=True)


def _once_thumbs(thumbs: Iterable[Thumb]) -> list[Thumb]:
    newest = {(normal(thumb.prompt.question), normal(thumb.answer)): thumb for thumb in thumbs}
    return sorted(newest.values(), key=lambda thumb: thumb.turns, reverse=True)


def normal(text: str) -> str:
    """`text` as it is compared with others: small letters, single spaces."""
    return " ".join(text.lower().split())
