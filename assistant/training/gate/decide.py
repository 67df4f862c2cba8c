"""How strong an adapter may be, and whether it helps: the strongest that does no harm, unless less is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Protocol

from assistant.engine.base import AdapterScale
from assistant.metrics import Estimate, bootstrap, win_rate
from assistant.nightfigures import harms
from assistant.nightrecords import Metric, Sample
from assistant.training.answers import Answer
from assistant.training.gate.judge import Judge, passed
from assistant.training.gate.margins import gains, in_order, margins
from assistant.training.learning.encode import EncodedPair

STRENGTHS = (1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25)
LESS = 0.25
"""How much weaker an adapter is tried after all answers were heard, which takes minutes; the first few take seconds."""
MORE_THAN_ENOUGH = 0.95
"""Share of fresh answers that suit better, from which on half of the strength is tried too."""
ENOUGH = 0.85
SAMPLES = 3


class Score(Protocol):
    """How well an answer suits the person; only differences count."""

    def __call__(self, answer: str, /) -> float: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says."""

    strength: float | None
    """The strongest that does no harm and helps; None = keep what there was."""
    reason: str
    metrics: Mapping[str, Metric]
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new adapter, and by what it is to be judged."""

    gguf: bytes
    score: Score
    held_out: Sequence[EncodedPair] = ()
    """Judged pairs whose questions were never learned."""
    in_use: AdapterScale | None = None
    """The adapter that acts now."""


Helps = Callable[[AdapterScale, list[Answer], dict[str, Metric], Candidate, Judge], Verdict]
"""The last test: an adapter at its strength, fresh answers with it, and the guards it passed -> what the gate says."""


def decide(candidate: Candidate, judge: Judge, helps: Helps | None = None) -> Verdict:
    """The strongest that passes every guard, and then one test whether it helps.

    Args:
        helps: the test; None = whether answers suit the person better.
    """
    tried = _strongest(candidate.gguf, judge)
    if not passed(tried.metrics):
        reason = f"Even at a quarter of its strength it would have done harm: {harms(tried.metrics)}."
        return Verdict(None, reason, tried.metrics)
    verdict = (helps or _help)(tried.adapter, tried.answers, tried.metrics, candidate, judge)
    return _milder(verdict, candidate, judge) or verdict


@dataclass(frozen=True, slots=True)
class _Tried:
    """An adapter at one strength, and what its guards say."""

    adapter: AdapterScale
    answers: list[Answer]
    """Fresh ones; none where reading was enough to say no."""
    metrics: dict[str, Metric]


def _try(gguf: bytes, strength: float, judge: Judge) -> _Tried:
    """Read, and where nothing failed hear."""
    adapter = AdapterScale("night", gguf, strength)
    judge.tell()
    metrics = judge.harm(adapter)
    if not passed(metrics):
        return _Tried(adapter, [], metrics)
    answers, health = judge.heard(adapter)
    return _Tried(adapter, answers, metrics | health)


def _strongest(gguf: bytes, judge: Judge) -> _Tried:
    """The strongest that passes every guard; where none does, the last that was tried."""
    strongest, has_strayed = STRENGTHS[0], False
    for strength in STRENGTHS:
        if strength > strongest:
            continue
        if has_strayed:  # a few short answers are sooner heard than all the guards are read
            adapter = AdapterScale("night", gguf, strength)
            tried = _Tried(adapter, *judge.first_heard(adapter))
            if not passed(tried.metrics):
                continue
        tried = _try(gguf, strength, judge)
        if passed(tried.metrics):
            return tried
        if tried.answers:
            has_strayed = len(tried.answers) < len(judge.questions)
            if not has_strayed:
                strongest = max(strength - LESS, STRENGTHS[-1])
    return tried


def _milder(verdict: Verdict, candidate: Candidate, judge: Judge) -> Verdict | None:
    """Half of a strength with which nearly every answer suits better, where that is enough: more would only cost."""
    share = verdict.metrics.get("preferred_answers")
    if verdict.strength is None or share is None or share.after < MORE_THAN_ENOUGH:
        return None
    tried = _try(candidate.gguf, verdict.strength / 2, judge)
    if not passed(tried.metrics):
        return None
    milder = _help(tried.adapter, tried.answers, tried.metrics, candidate, judge)
    is_enough = milder.strength is not None and milder.metrics["preferred_answers"].after >= ENOUGH
    return milder if is_enough else None


def _help(
    adapter: AdapterScale,
    answers: list[Answer],
    metrics: dict[str, Metric],
    candidate: Candidate,
    judge: Judge,
) -> Verdict:
    """Fresh answers suit better than without any adapter, surely, and on the mean no worse than with the one in use;
    and what was judged and kept aside says so too."""
    rounds = [(answers, judge.base_answers)]
    gain, share = _gain(rounds, candidate.score, judge.seed)
    if gain.low <= 0 < gain.value:  # one answer to each question leaves it open
        judge.tell()
        rounds.append((judge.answers((adapter,), again=True), judge.answers((), again=True)))
        gain, share = _gain(rounds, candidate.score, judge.seed)
    metrics["taste_of_answers"] = Metric(0.0, gain.value, gain.low > 0, gain.low, gain.high)
    metrics["preferred_answers"] = Metric(0.5, share, True)
    before = judge.base_answers
    if candidate.in_use is not None:
        before = judge.answers((candidate.in_use,))
        step, _ = _gain([(answers, before)], candidate.score, judge.seed)
        metrics["taste_against_used"] = Metric(0.0, step.value, step.value >= 0, step.low, step.high)
    if candidate.held_out:
        metrics |= _held_out(adapter, candidate, judge)
    strength = adapter.scale if passed(metrics) else None
    return Verdict(strength, _reason(metrics, strength), metrics, samples(before, answers))


def _held_out(adapter: AdapterScale, candidate: Candidate, judge: Judge) -> dict[str, Metric]:
    """On the mean it has to agree more with judgements it never saw than the model by itself.

    How many it puts in order is told beside what is in use, and decides nothing: they may be two or three, and how
    far it moves them is a matter of its strength.
    """
    before, now = (margins(judge.scorer, candidate.held_out, acting) for acting in ((), (adapter,)))
    shift = bootstrap(gains(now, before), seed=judge.seed)
    used = before if candidate.in_use is None else margins(judge.scorer, candidate.held_out, (candidate.in_use,))
    return {
        "held_out_margin": Metric(0.0, shift.value, shift.value > 0, shift.low, shift.high),
        "held_out_in_order": Metric(in_order(used), in_order(now), True),
    }


def _gain(rounds: Sequence[tuple[list[Answer], list[Answer]]], score: Score, seed: int) -> tuple[Estimate, float]:
    """How much better answers suit than others to the same questions, in spreads of these, and the share that do.

    Args:
        rounds: new answers and the others, once or several times over.
        seed: of the bootstrap, which is over questions.
    """
    scored = [tuple([score(answer.text) for answer in each] for each in pair) for pair in rounds]
    unit = pstdev(scored[0][1]) or 1.0
    differences = [[(a - b) / unit for a, b in zip(new, old, strict=True)] for new, old in scored]
    by_question = [fmean(each) for each in zip(*differences, strict=True)]
    return bootstrap(by_question, seed=seed), fmean(win_rate(new, old) for new, old in scored)


def samples(before: Sequence[Answer], after: Sequence[Answer]) -> tuple[Sample, ...]:
    """The first few questions with both answers, to be shown."""
    return tuple(
        Sample(new.question, old.text, new.text) for old, new in list(zip(before, after, strict=True))[:SAMPLES]
    )


def _reason(metrics: Mapping[str, Metric], strength: float | None) -> str:
    gain = metrics["taste_of_answers"]
    share = metrics["preferred_answers"].after
    if strength is not None:
        return f"By your taste {share:.0%} of fresh answers are better than the model's own; every check was passed."
    if not gain.passed:
        return "Fresh answers do not clearly suit you better than the model's own, so nothing was changed."
    if not metrics.get("taste_against_used", gain).passed:
        return "The adapter in use suits you better than the new one, so it stays."
    return "On your own judgements that were kept aside it does no better, so nothing was changed."
