"""What the person's ratings say, ready to be shown: each direction with its certainty, and at most one question."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.taste import comparisons as judged
from assistant.taste.comparisons import Comparison
from assistant.taste.features import Measure, features
from assistant.taste.slider_traits import SLIDER_OF, SLIDER_TRAITS, TRAIT_WORDS, WORDS
from assistant.taste.traits import TRAITS
from assistant.taste.usermodel import UserModel, fit

if TYPE_CHECKING:
    from assistant.store.store import Store

LEFT = "taste_left"
"""Setting that keeps when the person chose to leave a slider, Unix time in seconds, by its name."""
ASKS_FROM = 0.99
"""Certainty from which ratings may speak against a slider, its trait looked at alone; six of them are looked at."""
ASKS_FROM_BESIDE_OTHERS = 0.9
"""Certainty it also needs with all traits looked at together: what only comes along with another trait is not meant."""
ACTS_FROM = 0.9
"""Certainty from which a direction may steer answers."""
PICKS_FROM = 5
"""Judgements from which on the best of several answers is picked."""
LEAST = 5
"""Judgements that have to speak of a slider, since it stands where it stands or since it was last asked about."""
AT_THE_END = 3
WIDE = 1.645
"""Standard deviations to either side that hold nine tenths."""
_CERTAIN = ((0.99, "very sure"), (0.9, "quite sure"), (0.75, "probably"), (0.0, "not sure yet"))


@dataclass(frozen=True, slots=True)
class Direction:
    """One thing that ratings lean to, whatever the sliders say."""

    trait: str
    slider: str | None
    """The slider that speaks of the same, None where there is none."""
    words: str
    """What answers are liked to be: "shorter"."""
    weight: float
    """Log-odds for one unit more of the trait."""
    low: float
    high: float
    """Nine tenths of what the weight may be lie between."""
    certainty: float
    """0.5..1, the probability that the direction is right."""
    judgements: int
    """How many speak of it, for or against."""
    made_by: tuple[Comparison, ...]
    """Those that made it so, the strongest first."""

    @property
    def how_sure(self) -> str:
        """The certainty in plain words."""
        return next(words for least, words in _CERTAIN if self.certainty >= least)

    @property
    def is_from_pairs(self) -> bool:
        """True where the ten written pairs are among what made it so."""
        return any(one.kind == "written" for one in self.made_by)

    @property
    def sentence(self) -> str:
        """All of it in plain words."""
        count = "1 judgement" if self.judgements == 1 else f"{self.judgements} judgements"
        return f"{self.words}: {self.how_sure}, from {count}"


@dataclass(frozen=True, slots=True)
class Question:
    """Where ratings and a slider disagree: what to ask, and where the slider would go. Nothing moves by itself."""

    slider: str
    level: int
    proposed: int
    sentence: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that is shown of the user model."""

    directions: tuple[Direction, ...]
    """The surest first; only those that a judgement speaks of."""
    judgements: int
    question: Question | None


def verdict(
    store: Store, *, now: float, space: str = "personal", since: float = 0.0, measure: Measure = features
) -> Verdict:
    """What the ratings of one space say.

    Args:
        since: Unix time in seconds; ratings and choices up to then are left out.
    """
    found = [one for one in judged.read(store, space=space) if one.made > since or one.kind == "written"]
    if not found:
        return Verdict((), 0, None)
    levels = store.sliders.levels(space)
    left = left_alone(store.settings.get(LEFT))
    return Verdict(
        directions(fit(found, now=now, measure=measure)),
        len(found),
        question(found, levels, now=now, left=left, measure=measure),
    )


def user_model(store: Store, *, now: float, space: str = "personal", measure: Measure = features) -> UserModel:
    """What is known of the person's taste: where the sliders stand, and what their ratings add to it."""
    return fit(judged.read(store, space=space), now=now, levels=store.sliders.levels(space), measure=measure)


def directions(model: UserModel) -> tuple[Direction, ...]:
    """Every trait that a judgement speaks of, the surest first."""
    found = []
    for trait in TRAITS:
        count = model.speaking_of(trait)
        if not count:
            continue
        weight, wide = model.weight(trait), WIDE * model.deviation(trait)
        found.append(
            Direction(
                trait,
                SLIDER_OF[trait][0] if trait in SLIDER_OF else None,
                TRAIT_WORDS[trait][weight > 0],
                weight,
                weight - wide,
                weight + wide,
                model.certainty(trait),
                count,
                model.made_by(trait),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.certainty))


def leanings(found: Sequence[Direction], levels: Mapping[str, int]) -> dict[str, float]:
    """Slider -> -1..1, how surely answers are liked toward its ends; only what is sure, and only unmoved sliders.

    What is less sure is asked about, and never acted on. A slider speaks for its trait: who moved the one for detail
    has said how long answers are to be.
    """
    moved = {SLIDER_TRAITS[name][0] for name, level in levels.items() if level and name in SLIDER_TRAITS}
    sure = [one for one in found if one.slider and one.certainty >= ACTS_FROM and one.trait not in moved]
    return {
        one.slider: SLIDER_OF[one.trait][1] * (2 * one.certainty - 1) * (1 if one.weight > 0 else -1)
        for one in sure
        if one.slider
    }


def question(
    found: Sequence[Comparison],
    levels: Mapping[str, int],
    *,
    now: float,
    left: Mapping[str, float] | None = None,
    measure: Measure = features,
) -> Question | None:
    """Where the ratings surely lean away from a slider, the surest of these; None where nothing does.

    Only what was judged while the slider stood where it stands counts: earlier ratings may be why it was moved there.

    Args:
        found: every comparison, oldest first.
        levels: slider name -> level -3..3.
        left: slider name -> Unix time in seconds when the person chose to leave it.
    """
    asked: list[tuple[float, Question]] = []
    for trait, (slider, direction) in SLIDER_OF.items():
        level = levels.get(slider, 0)
        counted = [one for one in found if one.sliders.get(slider, 0) == level]
        since = (left or {}).get(slider, 0.0)
        newer = [one for one in counted if one.made > since]
        if len(newer) < LEAST or fit(newer, now=now, measure=measure, only=trait).speaking_of(trait) < LEAST:
            continue
        alone = fit(counted, now=now, measure=measure, only=trait)
        beside_others = fit(counted, now=now, measure=measure)
        way = direction * (1 if alone.weight(trait) > 0 else -1)
        if (
            alone.certainty(trait) < ASKS_FROM
            or beside_others.certainty(trait) < ASKS_FROM_BESIDE_OTHERS
            or alone.weight(trait) * beside_others.weight(trait) < 0
            or level * way >= AT_THE_END
        ):
            continue
        sentence = f"Your ratings lean {WORDS[slider][way > 0]} than your {slider} slider. Move it?"
        asked.append(
            (beside_others.certainty(trait), Question(slider, level, level + way, sentence, alone.certainty(trait)))
        )
    # of what comes along with each other, the one that explains most
    return max(asked, key=lambda one: one[0])[1] if asked else None


def leave(store: Store, slider: str) -> None:
    """Keep that the person wants a slider left where it is; it is asked about again only after new ratings."""
    left = left_alone(store.settings.get(LEFT))
    # a judgement may be later than the clock says now
    made = [rating.made for rating in store.ratings.list()] + [choice.made for choice in store.choices.list()]
    store.settings.set(LEFT, {**left, slider: max(time.time(), *made)})


def left_alone(kept: object) -> dict[str, float]:
    """What the setting says, without what does not belong there."""
    if not isinstance(kept, dict):
        return {}
    return {name: made for name, made in kept.items() if isinstance(name, str) and isinstance(made, int | float)}
