"""What the person judged, as comparisons: which of two answers was the better one, and how surely it was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.records import NO_SLIDERS, Choice, Rating, Turn
from assistant.taste import calibration
from assistant.taste.stages import of_style

if TYPE_CHECKING:
    from assistant.store.store import Store

Kind = Literal["rating", "choice", "kept", "thumbs", "written"]
HALF_LIFE_S = 90 * 86400.0
"""Seconds after which a judgement counts half."""
KEPT_AFTER_REGENERATING = 0.5
"""What going on from a second answer says about the first one, beside 1 for saying so."""
WRITTEN = 0.5
"""What a choice between two answers that come with Attune says: they answer nobody's question."""
ACROSS_QUESTIONS = 0.3
"""What an up-rated answer says beside a down-rated one to another question."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers of which one is better."""

    better: str
    worse: str
    kind: Kind
    """A rating, a choice, a second answer that was kept, two thumbs on different questions, or one of the ten pairs."""
    ids: tuple[int, ...]
    """The ratings, or the choice, it comes from; empty where the person went on without a word."""
    turns: tuple[int, ...]
    """The better answer's turn, then the worse one's; only this one where the person wrote the better one, none where
    both come with Attune."""
    made: float
    """Unix time in seconds."""
    weight: float = 1.0
    """0..1, how much is said by it, whatever its age."""
    sliders: Mapping[str, int] = field(default_factory=lambda: NO_SLIDERS)
    """Slider levels when it was judged."""

    def freshness(self, now: float) -> float:
        """0..1, 0.5^(age / half-life)."""
        return freshness(self.made, now)


def freshness(made: float, now: float) -> float:
    """0..1, 0.5^(age / half-life) of something made at a Unix time in seconds."""
    return float(0.5 ** (max(0.0, now - made) / HALF_LIFE_S))


def compared(turns: Iterable[Turn], ratings: Iterable[Rating], choices: Iterable[Choice]) -> list[Comparison]:
    """Comparisons of two answers to one question: better versions, choices, and answers that were asked for anew.

    An answer that was cut off is in none of them: only a model that came to its own end shows how it answers.
    """
    known = {turn.id: turn for turn in turns}
    rated = {rating.turn: rating for rating in ratings if rating.turn in known}
    found = [*rewritten(rated.values(), known), *_chosen(choices, known), *_versions(rated, known)]
    return [one for one in found if not any(is_cut(known[turn]) for turn in one.turns)]


def across(turns: Iterable[Turn], ratings: Iterable[Rating], *, besides: Sequence[Comparison]) -> list[Comparison]:
    """Thumbs that are part of no comparison, each wanted answer beside an unwanted one to another question.

    They say nothing about the two questions; over many thumbs they say what is wanted. Only thumbs that were given
    under the same sliders are compared: else what a slider did would be taken for what is liked.

    Args:
        besides: comparisons whose turns were judged already.
    """
    known = {turn.id: turn for turn in turns if not is_cut(turn)}
    used = {turn for one in besides for turn in one.turns}
    left: dict[tuple[tuple[str, int], ...], tuple[list[Rating], list[Rating]]] = {}
    for rating in ratings:
        if rating.turn in known and rating.turn not in used:
            both = left.setdefault(tuple(sorted(rating.sliders.items())), ([], []))
            both[rating.verdict == "down"].append(rating)
    return [
        Comparison(
            known[up.turn].answer,
            known[down.turn].answer,
            "thumbs",
            (up.id, down.id),
            (up.turn, down.turn),
            min(up.made, down.made),
            ACROSS_QUESTIONS,
            up.sliders,
        )
        for wanted, unwanted in left.values()
        for up, down in zip(wanted, unwanted, strict=False)
    ]


def read(store: Store, *, space: str = "personal") -> list[Comparison]:
    """Every comparison of one space, oldest first; what was forgotten is not in the store any more.

    Answers that were given a preference that was forgotten since still count: texts are only measured here, in their
    length and the like, so nothing that they state can come back.
    """
    turns = store.chats.around_judgements()
    spaces = {chat: store.chats.get(chat).space for chat in {turn.chat for turn in turns}}
    here = [turn for turn in turns if spaces[turn.chat] == space]
    ratings = [one for one in of_style(store.ratings.list(), store.judgements.list()) if one.space == space]
    choices = [choice for choice in store.choices.list() if choice.space == space]
    found = _once(compared(here, ratings, choices))
    found += across(here, ratings, besides=found)
    found += [
        Comparison(better, worse, "written", (), (), made, WRITTEN)
        for better, worse, made in calibration.comparisons(store.calibration.list())
    ]
    return sorted(found, key=lambda one: one.made)


def is_cut(turn: Turn) -> bool:
    """True for an answer that did not come to its own end."""
    return turn.finish != "stop" or not turn.answer.strip()


def rewritten(ratings: Iterable[Rating], known: Mapping[int, Turn]) -> list[Comparison]:
    """The person's own versions against the model's, also against those that were cut off."""
    return [
        Comparison(
            rating.better,
            known[rating.turn].answer,
            "rating",
            (rating.id,),
            (rating.turn,),
            rating.made,
            sliders=rating.sliders,
        )
        for rating in ratings
        if rating.better
    ]


def _chosen(choices: Iterable[Choice], known: Mapping[int, Turn]) -> list[Comparison]:
    found = []
    for choice in choices:
        if choice.best == "neither" or not {choice.turn_a, choice.turn_b} <= known.keys():
            continue
        a, b = known[choice.turn_a], known[choice.turn_b]
        best, worse = (a, b) if choice.best == "A" else (b, a)
        found.append(_between(best, worse, choice, (choice.id,)))
    return found


def _versions(rated: Mapping[int, Rating], known: Mapping[int, Turn]) -> list[Comparison]:
    """Versions of one answer: one rated up and one down, or one that was gone on from and one that was not."""
    went_on = {turn.parent for turn in known.values()}
    places: dict[tuple[int, int | None, str], list[Turn]] = {}
    for turn in known.values():
        places.setdefault((turn.chat, turn.parent, turn.question.strip()), []).append(turn)
    found = []
    for versions in places.values():
        for worse in versions:
            for best in versions:
                up, down = rated.get(best.id), rated.get(worse.id)
                if up and down and (up.verdict, down.verdict) == ("up", "down"):
                    found.append(_between(best, worse, up, (up.id, down.id)))
                elif not (up or down) and best.id > worse.id and best.id in went_on and worse.id not in went_on:
                    found.append(_between(best, worse, None, ()))
    return found


def _between(best: Turn, worse: Turn, said: Rating | Choice | None, ids: tuple[int, ...]) -> Comparison:
    """Two turns of which the first was said, or by going on from it shown, to be better."""
    turns = (best.id, worse.id)
    if said is None:
        sliders = best.sources.sliders
        return Comparison(best.answer, worse.answer, "kept", ids, turns, best.made, KEPT_AFTER_REGENERATING, sliders)
    kind: Kind = "choice" if isinstance(said, Choice) else "rating"
    return Comparison(best.answer, worse.answer, kind, ids, turns, said.made, sliders=said.sliders)


def _once(found: Sequence[Comparison]) -> list[Comparison]:
    """Each two answers once, said by the newest word on them; what was said outweighs what was only done."""
    last: dict[frozenset[str], Comparison] = {}
    for one in sorted(found, key=lambda one: (one.weight, one.made)):
        if one.better.strip() != one.worse.strip():
            last[frozenset((one.better, one.worse))] = one
    return list(last.values())
