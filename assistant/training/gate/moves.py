"""Whether an adapter has learned a slider: by its own meter, as far as the words it is to replace, level by level."""

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


def has_learned(slider: str, direction: int, wishes: Sequence[str]) -> Helps:
    """The gate's last test of a slider's adapter.

    Its meter has to move for sure, on the mean at least as far as the words of the strongest level move it, and less
    far, but in the same direction, at the first level. What else it moves is told beside it, and forbids nothing.

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
        moved = bootstrap(_moves(trait, sign, base, answers), seed=judge.seed)
        by_words, by_little = (fmean(_moves(trait, sign, base, each)) for each in (worded, little))
        found = {
            **metrics,
            "moved": Metric(0.0, moved.value, moved.low > 0, moved.low, moved.high),
            "moved_as_by_words": Metric(by_words, moved.value, moved.value >= by_words),
            "moved_at_first_level": Metric(0.0, by_little, 0 < by_little < moved.value),
            **_leakage(trait, base, answers, judge.seed),
        }
        has_passed = all(metric.passed for metric in found.values())
        return Verdict(
            adapter.scale if has_passed else None,
            _reason(slider, found),
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


def _reason(slider: str, found: dict[str, Metric]) -> str:
    if not found["moved"].passed:
        return f"Answers do not surely move as the slider {slider} asks, so its words go on acting."
    if not found["moved_as_by_words"].passed:
        return f"The words of the slider {slider} move answers farther than what was learned, so they go on acting."
    if not found["moved_at_first_level"].passed:
        return f"At a third of its strength it does not act as a lower level of {slider} should, so words go on acting."
    also = [
        TRAIT_WORDS[name.removeprefix("also_")][metric.after > 0]
        for name, metric in found.items()
        if name.startswith("also_")
    ]
    along = f" Beside that, answers lean to: {', '.join(also)}." if also else ""
    return f"The slider {slider} was learned and needs neither words nor steering where what was learned acts.{along}"
