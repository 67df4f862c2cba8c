"""Whether an adapter has learned a slider: by its own meter, about as far as the words it is to replace, by level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

from assistant.engine.base import AdapterScale
from assistant.metrics import bootstrap
from assistant.nightrecords import Metric
from assistant.taste.slider_traits import SLIDER_TRAITS, TRAIT_WORDS
from assistant.taste.traits import TRAITS
from assistant.training.answers import Answer
from assistant.training.gate.decide import Candidate, Helps, Verdict, samples
from assistant.training.gate.judge import Judge

LOWEST = 1 / 3
"""Share of the strength that stands for the first level."""
ENOUGH = 0.8
"""Of what the words move, for sure: the margin of a test of non-inferiority. To ask for all of it would turn away
half of the adapters that do exactly as much, by the noise of forty answers."""


def has_learned(slider: str, direction: int, wishes: Sequence[str]) -> Helps:
    """The gate's last test of a slider's adapter.

    Its meter has to move for sure, surely by more than `ENOUGH` of what the words of the strongest level move it, and
    less far, but in the same direction, at the first level. What else it moves is told beside it, and forbids nothing.

    Args:
        direction: the end of the slider, -1 or 1.
        wishes: the words of its strongest level.
    """
    trait, sign = SLIDER_TRAITS[slider]
    sign *= direction

    def helps(
        adapter: AdapterScale, answers: list[Answer], metrics: dict[str, Metric], _: Candidate, judge: Judge
    ) -> Verdict:
        base = judge.base_answers
        judge.tell()
        worded = judge.answers((), wishes=wishes)
        judge.tell()
        little = judge.answers((AdapterScale(adapter.name, adapter.gguf, adapter.scale * LOWEST),))
        each_moved, each_by_words = (_moves(trait, sign, base, each) for each in (answers, worded))
        moved, by_words = bootstrap(each_moved, seed=judge.seed), fmean(each_by_words)
        beyond = [mine - ENOUGH * its for mine, its in zip(each_moved, each_by_words, strict=True)]
        by_little = fmean(_moves(trait, sign, base, little))
        found = {
            **metrics,
            "moved": Metric(0.0, moved.value, moved.low > 0, moved.low, moved.high),
            "moved_as_by_words": Metric(by_words, moved.value, bootstrap(beyond, seed=judge.seed).low > 0),
            "moved_at_first_level": Metric(0.0, by_little, 0 < by_little < moved.value),
            **_leakage(trait, base, answers, judge.seed),
        }
        has_passed = all(metric.passed for metric in found.values())
        return Verdict(
            adapter.scale if has_passed else None,
            _reason(slider, found, adapter.scale),
            found,
            samples(base, answers),
        )

    return helps


def _moves(trait: str, sign: float, base: Sequence[Answer], answers: Sequence[Answer]) -> list[float]:
    """How far each answer moved, in the meter's units; where the meter says nothing of one of two, not at all."""
    meter = TRAITS[trait]
    return [sign * _apart(meter, old.text, new.text) for old, new in zip(base, answers, strict=True)]


def _apart(meter: Callable[[str], float | None], old: str, new: str) -> float:
    before, after = meter(old), meter(new)
    return 0.0 if before is None or after is None else after - before


def _leakage(trait: str, base: Sequence[Answer], answers: Sequence[Answer], seed: int) -> dict[str, Metric]:
    """Other traits that surely moved along: told, so that nobody is surprised."""
    found = {}
    for other in TRAIT_WORDS:
        if other == trait:
            continue
        shift = bootstrap(_moves(other, 1.0, base, answers), seed=seed)
        if shift.low > 0 or shift.high < 0:
            found[f"also_{other}"] = Metric(0.0, shift.value, True, shift.low, shift.high)
    return found


def _reason(slider: str, found: dict[str, Metric], strength: float) -> str:
    if not found["moved"].passed:
        return f"Answers do not surely move as the slider {slider} asks, so its words go on acting."
    if not found["moved_as_by_words"].passed:
        return (
            f"It is not sure that what was learned moves answers nearly as far as the words of the slider {slider}, "
            "so they go on acting."
        )
    if not found["moved_at_first_level"].passed:
        return f"At a third of its strength it does not act as a lower level of {slider} should, so words go on acting."
    also = [
        TRAIT_WORDS[name.removeprefix("also_")][metric.after > 0]
        for name, metric in found.items()
        if name.startswith("also_")
    ]
    compared = found["moved_as_by_words"]
    as_far = (
        f", and moves answers {compared.after / compared.before:.0%} as far as its words" if compared.before > 0 else ""
    )
    along = f" Beside that, answers lean to: {', '.join(also)}." if also else ""
    return (
        f"The slider {slider} was learned{as_far}: from now on it acts without words and without steering, at "
        f"{strength:.0%} of its strength at the end.{along}"
    )
