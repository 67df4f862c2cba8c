"""How many answers the gate asks an adapter for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.engine.several import MOST
from assistant.training.answers import Answer
from assistant.training.gate.judge import Judge
from assistant.training.questions import FRESH

pytestmark = pytest.mark.model


@dataclass
class _Answering:
    """Stands for a model whose adapter gives these answers, ill or off the question: not to be provoked at will."""

    adapted: str
    later: str
    """In a second round."""
    ill: int
    """So many of the first answers of the first round, and none of the second, are empty."""
    asked: list[tuple[int, int]] = field(default_factory=list)

    def answers(
        self, questions: Sequence[str], *, adapters: Sequence[AdapterScale], seed: int, **_: Any
    ) -> list[Answer]:
        self.asked.append((len(questions), seed))
        said = (self.later if seed else self.adapted) if adapters else "Because."
        ill = 0 if seed or not adapters else self.ill
        return [Answer(question, "" if place < ill else said, "stop") for place, question in enumerate(questions)]


NEARNESS = {"Because.": 0.7, "": 0.7, "Off.": 0.5, "Near.": 0.64, "Nearer.": 0.67, "Far.": 0.62}
ONCE, TWICE = [(len(FRESH), 0)], [(len(FRESH), 0), (len(FRESH), 1), (len(FRESH), 1)]


@pytest.mark.parametrize(
    ("adapted", "later", "ill", "asked", "failed"),
    [
        ("Because.", "", 0, ONCE, set()),
        ("Because.", "", 2, [], {"unhealthy_answers"}),
        ("Because.", "Because.", 1, TWICE, set()),
        ("Off.", "", 0, [], {"similarity_to_question"}),
        ("Far.", "", 0, ONCE, {"similarity_to_question"}),
        ("Near.", "Near.", 0, TWICE, {"similarity_to_question"}),
        ("Near.", "Nearer.", 0, TWICE, set()),
        ("Near.", "", 1, TWICE, {"unhealthy_answers"}),
    ],
)
def test_another_round_is_heard_where_chance_may_have_decided_and_none_where_the_first_few_fail_by_far(
    scorer: Scorer, adapted: str, later: str, ill: int, asked: list[tuple[int, int]], failed: set[str]
) -> None:
    cache = _Answering(adapted, later, ill)

    def near(answers: Sequence[Answer]) -> list[float]:
        return [NEARNESS[answer.text] for answer in answers]

    judge = Judge(scorer=scorer, cache=cache, similarities=near)  # type: ignore[arg-type]
    _ = judge.base_answers
    cache.asked.clear()
    _, found = judge.heard(AdapterScale("night", b"", 1.0))
    assert cache.asked == [(MOST, 0), *asked]
    assert {name for name, metric in found.items() if not metric.passed} == failed
    if not ill:
        both = fmean(NEARNESS[said] for said in (adapted, *([later] if asked == TWICE else [])))
        kept = found["similarity_to_question"]
        assert kept.low == pytest.approx(kept.after) == pytest.approx(both) == kept.high, (
            "all are as near as each other"
        )
