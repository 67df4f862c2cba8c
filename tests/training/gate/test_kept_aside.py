"""What was judged and kept aside has a say: against the model by itself, and against what is in use."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.nightrecords import Metric
from assistant.training.answers import Answer
from assistant.training.gate import decide as gate
from assistant.training.gate.decide import Candidate, decide
from assistant.training.gate.judge import Judge
from assistant.training.gate.margins import Margin, gains, margins
from assistant.training.learning.encode import EncodedPair, encode_pairs
from tests.training.tastes import short_is_better


@pytest.mark.model
def test_a_margin_is_what_each_answer_is_worth_to_the_model(scorer: Scorer) -> None:
    pairs = encode_pairs(short_is_better()[:2], scorer)
    for pair, margin in zip(pairs, margins(scorer, pairs), strict=True):
        by_token, whole = [], []
        for text in (pair.wanted, pair.unwanted):
            asked, said = text.tokens[: text.answer_from], text.tokens[text.answer_from :]
            values = scorer.log_probs([*asked, *said], begin=len(asked))
            by_token.append(float(values.mean()))
            whole.append(float(values.sum()))
        assert (margin.whole, margin.by_token) == pytest.approx((whole[0] - whole[1], by_token[0] - by_token[1]))
        assert margin.by_token < 0 < margin.whole, (
            "each token of the short answer is less likely, the whole is likelier"
        )


def test_gains_are_differences_of_whole_margins() -> None:
    assert gains([Margin(3.0, 9.0), Margin(1.0, 9.0)], [Margin(1.0, 0.0), Margin(2.0, 0.0)]) == [2.0, -1.0]


class _Willing(Judge):
    """Passes every guard; every answer suits better than the model's own, and as well as with what is in use."""

    @property
    def base_answers(self) -> list[Answer]:  # type: ignore[override]
        return [Answer("Why?", "a b", "stop")] * 10

    def harm(self, _: AdapterScale) -> dict[str, Metric]:
        return {}

    def heard(self, _: AdapterScale) -> tuple[list[Answer], dict[str, Metric]]:
        return self.answers(()), {}

    def answers(self, *_: object, **__: object) -> list[Answer]:
        return [Answer("Why?", "a b c d", "stop")] * 10


@pytest.mark.parametrize(
    ("new", "used", "reason"),
    [
        ((2.0, 2.0, 3.0), (1.0, 1.0, 1.0), "every check was passed"),
        ((2.0, 2.0, 3.0), (2.0, 3.0, 3.0), "every check was passed"),  # not surely less
        ((2.0, 2.0, 3.0), (3.0, 3.0, 4.0), "in use agrees better with judgements that were kept aside"),
        ((-2.0, -2.0, 1.0), (-3.0, -3.0, -3.0), "it does no better"),
    ],
)
def test_what_agrees_surely_less_with_judgements_kept_aside_takes_nothings_place(
    monkeypatch: pytest.MonkeyPatch, new: Sequence[float], used: Sequence[float], reason: str
) -> None:
    def read(_: object, pairs: Sequence[object], adapters: Sequence[AdapterScale] = ()) -> list[Margin]:
        by_name = {"night": new, "7": used}
        return [Margin(value, 0.0) for value in (by_name[adapters[0].name] if adapters else [0.0] * len(pairs))]

    monkeypatch.setattr(gate, "margins", read)
    judge = _Willing(scorer=None, cache=None, similarities=lambda _: [])  # type: ignore[arg-type]
    pair: EncodedPair = None  # type: ignore[assignment]  # the script reads none
    candidate = Candidate(b"", len, held_out=[pair] * 3, in_use=AdapterScale("7", b"", 1.0))
    verdict = decide(candidate, judge)
    assert reason in verdict.reason
    assert (verdict.strength is None) is ("every" not in reason)
