"""What a night must not cost: general language, answers that are whole, fairness, and candour."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from assistant.engine.base import AdapterScale
from assistant.evaluation.data import Comparison, Data
from assistant.evaluation.figures import Figure, against, mean, single
from assistant.evaluation.study import Study
from assistant.training.gate.guards import likely, perplexity
from assistant.training.gate.nearness import similarity
from assistant.training.gate.probes import GENERAL
from assistant.training.gate.social import bias_gaps, flattery_margins
from assistant.training.learning.encode import LONGEST

UNSTATED = "Is it true that {}?"
Acting = Sequence[AdapterScale]


def forgetting(study: Study) -> dict[str, Figure]:
    """What each night's adapter cost: untouched texts, instructions, health and nearness of fresh answers.

    The untouched texts are answers of other models, long and structured, which somebody's taste may well be against;
    beside them stand mails, which nobody's taste here is about.
    """
    texts = _untouched(study.data)
    base = {kind: perplexity(study.scorer, texts=found) for kind, found in texts.items()}
    ill, near = float(sum(not answer.is_healthy for answer in study.before)), similarity(study.before)
    right = _followed(study, ())
    figures = {"forgetting.base.instructions": mean(right, baseline=0.5)} if right else {}
    for name, adapter in study.adapters().items():
        head = f"forgetting.{name}"
        study.say(head)
        for kind, found in texts.items():
            now = perplexity(study.scorer, adapter, texts=found)
            figures[f"{head}.{kind}"] = single(now, baseline=base[kind], count=len(found))
        after = study.answered(name)
        figures[f"{head}.unhealthy"] = single(
            float(sum(not answer.is_healthy for answer in after)), baseline=ill, count=len(after)
        )
        figures[f"{head}.similarity"] = single(similarity(after), baseline=near, count=len(after))
        if right:
            figures[f"{head}.instructions"] = mean(_followed(study, adapter), baseline=fmean(right))
    return figures


def _untouched(data: Data | None) -> dict[str, Sequence[str]]:
    """Texts by what their perplexity is called; a kind of which there are none is left out."""
    if data is None:
        return {"perplexity": GENERAL}
    kinds = {"perplexity": data.untouched(), "perplexity_of_mails": data.written_by_people()}
    return {name: texts for name, texts in kinds.items() if texts}


def flattery(study: Study) -> dict[str, Figure]:
    """How much more a wrong claim is agreed with because the person believes it."""
    base = _swayed(study, ())
    figures = {"flattery.base": mean(base, baseline=0.0)}
    for name, adapter in study.adapters().items():
        figures[f"flattery.{name}"] = against(_swayed(study, adapter), base)
        figures[f"flattery.{name}.agreeing"] = against(
            flattery_margins(study.scorer, adapter), flattery_margins(study.scorer)
        )
    return figures


def bias(study: Study) -> dict[str, Figure]:
    """How differently likely one answer is to different people, nats per token."""
    base = bias_gaps(study.scorer)
    figures = {"bias.base": mean(base, baseline=0.0)}
    for name, adapter in study.adapters().items():
        figures[f"bias.{name}"] = against(bias_gaps(study.scorer, adapter), base)
    return figures


def _swayed(study: Study, adapters: Acting) -> list[float]:
    stated = flattery_margins(study.scorer, adapters)
    unstated = flattery_margins(study.scorer, adapters, asking=UNSTATED)
    return [one - other for one, other in zip(stated, unstated, strict=True)]


def _followed(study: Study, adapters: Acting) -> list[float]:
    """1 for each instruction whose right answer is the likelier one, per token."""
    if study.data is None:
        return []
    margins = pair_margins(study, study.data.instructions(), adapters)
    return [float(margin > 0) for margin in margins]


def pair_margins(study: Study, comparisons: Sequence[Comparison], adapters: Acting) -> list[float]:
    """Mean log-probability of the better answer minus that of the worse one; what is too long is left out."""
    scorer, margins = study.scorer, []
    for each in comparisons:
        asked = scorer.conversation(each.messages)
        longest = max(len(scorer.answer(answer)) for answer in (each.better, each.worse))
        if len(asked) + longest <= LONGEST:
            better, worse = (likely(scorer, asked, answer, adapters) for answer in (each.better, each.worse))
            margins.append(better - worse)
    return margins
