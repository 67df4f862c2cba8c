"""Whether each slider moves its own meter and only that, by its words alone and steered as well."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.engine.base import Sampling, Speaker
from assistant.evaluation.figures import Figure, mean, single
from assistant.evaluation.study import Study
from assistant.settings import Settings
from assistant.taste.contrast import opposites, wordings
from assistant.taste.meters import words
from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.taste.sliders import LEVELS, wishes
from assistant.taste.traits import TRAITS, distinct_3
from assistant.training.answers import Answer, answer, messages
from assistant.training.gate.guards import likely
from assistant.training.gate.nearness import similarity

MEASURED = ("length", "simplicity", "formality", "structure", "warmth")
QUESTIONS = 40
LONGEST = 800
"""Tokens of an answer: one that is cut is never longer than it would have been, and counts as ill."""
STRENGTH = Settings().steering
"""As it is set when nobody sets it."""


@dataclass(frozen=True, slots=True)
class Swept:
    """The answers to some questions at every level of one slider."""

    answers: Mapping[int, Sequence[Answer]]
    """Level -> one answer a question, in the same order."""

    def measured(self, trait: str) -> list[list[tuple[int, float]]]:
        """For each question, the levels at which the meter had something to say, and what."""
        by_question = zip(*(self.answers[level] for level in LEVELS), strict=True)
        meter = TRAITS[trait]
        return [
            [
                (level, value)
                for level, answer in zip(LEVELS, each, strict=True)
                if (value := meter(answer.text)) is not None
            ]
            for each in by_question
        ]


def sliders(study: Study) -> dict[str, Figure]:
    """For each slider: Spearman's rho a question over its seven levels, leakage into other meters, health."""
    figures: dict[str, Figure] = {}
    for name in study.sliders or MEASURED:
        asked = study.tomorrow[:QUESTIONS]
        told = {level: _answers(study, asked, {name: level}, 0.0) for level in LEVELS}
        steered = {
            # an end that is left to words is answered the same way again
            level: _answers(study, asked, {name: level}, STRENGTH) if opposites({name: level}) else told[level]
            for level in LEVELS
            if level
        }
        figures |= _figures(name, Swept(told), Swept({0: told[0], **steered}))
        figures |= _language(name, study, told, steered)
    return figures


def _answers(study: Study, asked: Sequence[str], levels: Mapping[str, int], strength: float) -> list[Answer]:
    study.say(f"sliders: {levels} at {strength:g}")
    return [answered(study.speaker, each, levels, strength, LONGEST, seed=study.seed) for each in asked]


def _language(name: str, study: Study, *swept: Mapping[int, Sequence[Answer]]) -> dict[str, Figure]:
    """How surprised the model as it is would be by these answers to the bare questions: e to the mean nats a token."""
    surprise = []
    for levels in swept:
        moved = [answer for level, answers in levels.items() if level for answer in answers if answer.text.strip()]
        likelihoods = [
            likely(study.scorer, study.scorer.conversation(messages(answer.question, ())), answer.text)
            for answer in moved
        ]
        surprise.append(math.exp(-fmean(likelihoods)))
    return {f"{name}.perplexity": single(surprise[1], baseline=surprise[0], count=len(swept[1][LEVELS[0]]))}


def answered(
    speaker: Speaker, question: str, levels: Mapping[str, int], strength: float, longest: int, *, seed: int
) -> Answer:
    """One question in a chat of its own, answered as by day with these sliders."""
    ways = wordings(levels, {}, strength=strength)
    return answer(speaker, question, wishes(levels), Sampling(seed, longest), ways=ways)


def _figures(name: str, told: Swept, steered: Swept) -> dict[str, Figure]:
    trait, direction = SLIDER_TRAITS[name]
    own, by_words = (rhos(each.measured(trait), direction) for each in (steered, told))
    found = {
        f"{name}.rho": mean(own, baseline=fmean(by_words)),
        f"{name}.moved": mean([float(rho > 0) for rho in own], baseline=fmean(float(rho > 0) for rho in by_words)),
    }
    for other in TRAITS:
        if other != trait:
            leaked, before = (fmean(rhos(each.measured(other), 1.0)) for each in (steered, told))
            found[f"{name}.into.{other}"] = single(leaked, baseline=before, count=len(own))
    for level in LEVELS:
        ours, theirs = (each.answers[level] for each in (steered, told))
        head = f"{name}.{level:+d}"
        found[f"{head}.{trait}"] = _mean_trait(ours, theirs, trait)
        found[f"{head}.unhealthy"] = single(_ill(ours), baseline=_ill(theirs), count=len(ours))
        found[f"{head}.similarity"] = single(similarity(ours), baseline=similarity(theirs), count=len(ours))
        found[f"{head}.distinct_3"] = single(_distinct(ours), baseline=_distinct(theirs), count=len(ours))
    if name == "length":
        found |= _length(told, steered)
    return found


def _length(told: Swept, steered: Swept) -> dict[str, Figure]:
    """Whether the mean number of words follows the levels, and how far apart its ends are."""
    ours, theirs = _mean_words(steered), _mean_words(told)
    count = len(steered.answers[0])
    return {
        "length.levels": single(_rho_of_means(ours), baseline=_rho_of_means(theirs), count=count),
        "length.shortest_to_longest": single(ours[0] / ours[-1], baseline=theirs[0] / theirs[-1], count=count),
    }


def _mean_words(swept: Swept) -> list[float]:
    return [fmean(words(answer.text) for answer in swept.answers[level]) for level in LEVELS]


def rhos(questions: Sequence[Sequence[tuple[int, float]]], direction: float) -> list[float]:
    """Spearman's rho of level and measured value for each question; 0 where all values are the same."""
    from scipy.stats import spearmanr

    found = []
    for pairs in questions:
        if len({value for _, value in pairs}) < 2:
            found.append(0.0)
            continue
        rho = float(spearmanr(*zip(*pairs, strict=True)).statistic)
        found.append(0.0 if math.isnan(rho) else direction * rho)
    return found


def _rho_of_means(means: Sequence[float]) -> float:
    return rhos([list(zip(LEVELS, means, strict=True))], 1.0)[0]


def _mean_trait(ours: Sequence[Answer], theirs: Sequence[Answer], trait: str) -> Figure:
    measured = [
        [value for answer in each if (value := TRAITS[trait](answer.text)) is not None] for each in (ours, theirs)
    ]
    return mean(measured[0] or [0.0], baseline=fmean(measured[1] or [0.0]))


def _ill(answers: Sequence[Answer]) -> float:
    return float(sum(not answer.is_healthy for answer in answers))


def _distinct(answers: Sequence[Answer]) -> float:
    return fmean(distinct_3(answer.text) or 0.0 for answer in answers)
