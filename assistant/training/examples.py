"""What the person judged, as things a model can learn from: which answer is wanted, and which of two is better."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.records import Choice, Rating, Turn

HALF_LIFE_S = 90 * 86400.0
HELD_OUT_SHARE = 0.25
LEAST_DIFFERENCE = 0.05
FULL_DIFFERENCE = 0.4
"""From this share of other words on, two answers differ enough to count fully."""
KEPT_AFTER_REGENERATING = 0.5
"""What going on from a second answer says about the first one, beside 1 for saying so."""
MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "name@example.com"),
    (re.compile(r"(?<![\w-])(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{16,}"), "XXXX"),
    (re.compile(r"\d(?:[ ().-]{0,2}\d){5,}"), "000000"),
)
"""Addresses, keys, and numbers of six digits or more: nothing to learn from, and not to be learned by heart."""


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
    """What ratings and choices say, newest first, without repetitions.

    Args:
        turns: every turn of the chats that were judged, and those before and beside them.
        now: Unix time in seconds; older judgements weigh less.
    """
    known = {turn.id: turn for turn in turns}
    rated = {rating.turn: rating for rating in ratings if rating.turn in known}
    better = _better(rated.values(), known, now)
    pairs = [*better, *_chosen(choices, known, now), *_kept(rated, known, now)]
    paired = {turn for pair in pairs for turn in pair.turns}
    thumbs = [thumb for thumb in _thumbs(rated.values(), known, now) if not paired.intersection(thumb.turns)]
    thumbs += _neither(choices, known, now)
    pairs = _once(pairs)
    return Examples(
        thumbs=tuple(_once_thumbs(thumb for thumb in thumbs if not is_held_out(thumb.prompt.question))),
        pairs=tuple(pair for pair in pairs if not is_held_out(pair.prompt.question)),
        written=tuple(
            Written(pair.prompt, pair.wanted, pair.weight, pair.turns)
            for pair in _once(better)
            if not is_held_out(pair.prompt.question)
        ),
        held_out=tuple(pair for pair in pairs if is_held_out(pair.prompt.question)),
    )


def is_held_out(question: str) -> bool:
    """True for a fixed quarter of all questions, the same every night."""
    digest = hashlib.sha256(_normal(question).encode()).digest()
    return int.from_bytes(digest[:4]) < HELD_OUT_SHARE * 2**32


def difference(one: str, other: str) -> float:
    """0..1, the share of words in which two texts differ."""
    return 1 - SequenceMatcher(a=one.lower().split(), b=other.lower().split(), autojunk=False).ratio()


def masked(text: str) -> str:
    """`text` without e-mail addresses, keys and long numbers."""
    for pattern, stand_in in MASKS:
        text = pattern.sub(stand_in, text)
    return text


def _better(ratings: Iterable[Rating], known: Mapping[int, Turn], now: float) -> list[Pair]:
    """The person's own version against the model's."""
    return [
        pair
        for rating in ratings
        if rating.better and (pair := _pair(known[rating.turn], None, rating.made, known, now, wanted=rating.better))
    ]


def _chosen(choices: Iterable[Choice], known: Mapping[int, Turn], now: float) -> list[Pair]:
    found = []
    for choice in choices:
        if choice.best == "neither" or not {choice.turn_a, choice.turn_b} <= known.keys():
            continue
        a, b = known[choice.turn_a], known[choice.turn_b]
        best, worse = (a, b) if choice.best == "A" else (b, a)
        found.append(_pair(worse, best, choice.made, known, now))
    return [pair for pair in found if pair]


def _kept(rated: Mapping[int, Rating], known: Mapping[int, Turn], now: float) -> list[Pair]:
    """Versions of one answer: one rated up and one down, or one that was gone on from and one that was not."""
    went_on = {turn.parent for turn in known.values()}
    found = []
    for versions in _versions(known.values()):
        for worse in versions:
            for best in versions:
                verdicts = (_verdict(rated, best), _verdict(rated, worse))
                if verdicts == ("up", "down"):
                    found.append(_pair(worse, best, rated[best.id].made, known, now))
                elif verdicts == (None, None) and best.id > worse.id and best.id in went_on and worse.id not in went_on:
                    pair = _pair(worse, best, best.made, known, now)
                    found.append(replace(pair, weight=pair.weight * KEPT_AFTER_REGENERATING) if pair else None)
    return [pair for pair in found if pair]


def _versions(turns: Iterable[Turn]) -> list[list[Turn]]:
    """Turns that answer the same question at the same place, where there is more than one."""
    places: dict[tuple[int, int | None, str], list[Turn]] = {}
    for turn in turns:
        places.setdefault((turn.chat, turn.parent, turn.question.strip()), []).append(turn)
    return [versions for versions in places.values() if len(versions) > 1]


def _verdict(rated: Mapping[int, Rating], turn: Turn) -> str | None:
    return rated[turn.id].verdict if turn.id in rated else None


def _thumbs(ratings: Iterable[Rating], known: Mapping[int, Turn], now: float) -> list[Thumb]:
    return [
        _thumb(known[rating.turn], rating.verdict == "up", rating.made, known, now)
        for rating in ratings
        if not _is_cut(known[rating.turn])
    ]


def _neither(choices: Iterable[Choice], known: Mapping[int, Turn], now: float) -> list[Thumb]:
    return [
        _thumb(known[turn], False, choice.made, known, now)
        for choice in choices
        if choice.best == "neither"
        for turn in (choice.turn_a, choice.turn_b)
        if turn in known and not _is_cut(known[turn])
    ]


def _thumb(turn: Turn, is_wanted: bool, made: float, known: Mapping[int, Turn], now: float) -> Thumb:
    return Thumb(_prompt(turn, known), masked(turn.answer), is_wanted, _freshness(made, now), (turn.id,))


def _pair(
    worse: Turn, best: Turn | None, made: float, known: Mapping[int, Turn], now: float, *, wanted: str = ""
) -> Pair | None:
    """None where nothing can be learned: an answer that was cut says nothing of length, and equal ones say nothing."""
    if _is_cut(worse) or (best is not None and _is_cut(best)):
        return None
    better = best.answer if best is not None else wanted
    apart = difference(better, worse.answer)
    if apart < LEAST_DIFFERENCE:
        return None
    weight = _freshness(made, now) * min(1.0, apart / FULL_DIFFERENCE)
    turns = (worse.id,) if best is None else (best.id, worse.id)
    return Pair(_prompt(worse, known), masked(better), masked(worse.answer), weight, turns)


def _is_cut(turn: Turn) -> bool:
    """Only a model that came to its own end shows how long it wanted the answer to be."""
    return turn.finish != "stop" or not turn.answer.strip()


def _prompt(turn: Turn, known: Mapping[int, Turn]) -> Prompt:
    past: list[Exchange] = []
    parent = known.get(turn.parent) if turn.parent is not None else None
    while parent is not None:
        if parent.answer.strip():
            past.append(Exchange(masked(parent.question), masked(parent.answer)))
        parent = known.get(parent.parent) if parent.parent is not None else None
    return Prompt(tuple(reversed(past)), masked(turn.question))


def _freshness(made: float, now: float) -> float:
    return float(0.5 ** (max(0.0, now - made) / HALF_LIFE_S))


def _once(pairs: Sequence[Pair]) -> list[Pair]:
    """Each two answers once, with the strongest weight; where they contradict each other, neither direction."""
    strongest: dict[tuple[str, str, str], Pair] = {}
    for pair in pairs:
        key = (_normal(pair.prompt.question), _normal(pair.wanted), _normal(pair.unwanted))
        if key not in strongest or pair.weight > strongest[key].weight:
            strongest[key] = pair
    kept = [
        pair
        for (question, wanted, unwanted), pair in strongest.items()
        if (question, unwanted, wanted) not in strongest
    ]
    return sorted(kept, key=lambda pair: pair.turns, reverse=True)


def _once_thumbs(thumbs: Iterable[Thumb]) -> list[Thumb]:
    newest = {(_normal(thumb.prompt.question), _normal(thumb.answer)): thumb for thumb in thumbs}
    return sorted(newest.values(), key=lambda thumb: thumb.turns, reverse=True)


def _normal(text: str) -> str:
    return " ".join(text.lower().split())
