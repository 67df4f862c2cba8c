"""Does a night help, and does it last? Simulated persons rate, a night is had, and they read tomorrow's answers."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from assistant.engine.base import AdapterScale
from assistant.evaluation.figures import Figure, mean, single
from assistant.evaluation.raters import Rater
from assistant.evaluation.study import Study, acting
from assistant.training.answers import Answer
from assistant.training.examples import Pair
from assistant.training.gate.margins import gains, in_order, margins
from assistant.training.learning.encode import encode_pairs
from assistant.training.task import Taught

BLIND_RATINGS = 24
BLIND_RUNS = 10
DAYS = 7


def nights(study: Study) -> dict[str, Figure]:
    """Win rates of the answers after a night against those before, by hidden tastes; blind ratings beside them."""
    figures: dict[str, Figure] = {}
    for name in study.names:
        taught = study.night(name)
        figures |= _figures(name, taught, study, study.answered(name)) | _agreement(name, taught, study)
        study.say(f"{name}: {figures[f'{name}.win_rate'].value:.0%} of tomorrow's answers are liked better")
    figures |= _strangers(study)
    study.say("blind ratings")
    figures["blind.rejected"] = _blind(study)
    return figures


def _strangers(study: Study) -> dict[str, Figure]:
    """The control: how this person likes the answers after the nights of the others, who rated by other tastes."""
    found = {}
    for name in study.names:
        others = [_wins(study.rater(name), study.answered(one), study.before) for one in study.names if one != name]
        if others:
            wins = [fmean(each) for each in zip(*others, strict=True)]
            found[f"{name}.after_others"] = mean(study.by_question(wins), baseline=0.5)
    return found


def week(study: Study) -> dict[str, Figure]:
    """Seven nights in a row of the first person: more ratings each day, always learned from the base."""
    name = study.names[0]
    person = study.rater(name)
    held_out, days = study.kept_aside(name)
    figures: dict[str, Figure] = {}
    in_use: tuple[AdapterScale, ...] = ()
    last: Taught | None = None
    heard: list[list[Answer]] = []
    for day in range(1, DAYS + 1):
        rated = days[: round(len(days) * day / DAYS)]
        taught = study.taught(rated, held_out=held_out, in_use=in_use[0] if in_use else None)
        study.say(f"night {day}: {taught.outcome}. {taught.reason}")
        if acting(taught):
            in_use, last = acting(taught), taught
        if last is not None and (not figures or day == DAYS):
            heard.append(study.after(last))
            figures |= _day(f"week.night{day}", last, person, study, heard[-1])
    if len(heard) > 1:
        first, newest = heard
        figures["week.against_first"] = mean(study.by_question(_wins(person, newest, first)), baseline=0.5)
    return figures


def _day(name: str, taught: Taught, person: Rater, study: Study, after: Sequence[Answer]) -> dict[str, Figure]:
    before = study.before
    wins = _wins(person, after, before)
    ill = [float(sum(not answer.is_healthy for answer in answers)) for answers in (after, before)]
    return {
        f"{name}.win_rate": mean(study.by_question(wins), baseline=0.5),
        f"{name}.strength": single(taught.strength or 0.0, baseline=0.0),
        f"{name}.unhealthy": single(ill[0], baseline=ill[1], count=len(wins)),
    }


def _figures(name: str, taught: Taught, study: Study, after: Sequence[Answer]) -> dict[str, Figure]:
    shorter = [_won(-len(new.text), -len(old.text)) for new, old in zip(after, study.before, strict=True)]
    found = _day(name, taught, study.rater(name), study, after)
    found[f"{name}.shorter"] = mean(study.by_question(shorter), baseline=0.5)
    for metric, value in taught.metrics.items():
        low = value.after if value.low is None else value.low
        high = value.after if value.high is None else value.high
        found[f"{name}.{metric}"] = Figure(value.after, low, high, value.before, 1)
    return found


def _agreement(name: str, taught: Taught, study: Study) -> dict[str, Figure]:
    """Shares of the choices that were held out: in which the wanted answer gained more than the other (alignment
    accuracy), and in which it is now the likelier one, by the token (policy accuracy). The first foretells badly what
    a model will say, so they stand side by side (Chen et al. 2024)."""
    pairs = encode_pairs(study.kept_aside(name)[0], study.scorer)
    if not pairs or not acting(taught):
        return {}
    were, now = margins(study.scorer, pairs), margins(study.scorer, pairs, acting(taught))
    likelier = [float(margin.by_token > 0) for margin in now]
    return {
        f"{name}.held_out_alignment": mean([float(gain > 0) for gain in gains(now, were)], baseline=0.5),
        f"{name}.held_out_policy": mean(likelier, baseline=in_order(were)),
    }


def _blind(study: Study) -> Figure:
    rejected: list[float] = []
    for run in range(BLIND_RUNS):
        pairs: list[Pair] = study.judged(BLIND_RATINGS, by=None, seed=study.seed * 100 + run)
        rejected.append(float(study.taught(pairs, seed=run).outcome == "rejected"))
    return mean(rejected, baseline=0.0)


def _wins(person: Rater, after: Sequence[Answer], before: Sequence[Answer]) -> list[float]:
    """1 for each answer that is liked better than the one before, .5 where as well."""
    return [_won(person.likes(new.text), person.likes(old.text)) for new, old in zip(after, before, strict=True)]


def _won(new: float, old: float) -> float:
    return 1.0 if new > old else 0.5 if new == old else 0.0
