"""What was judged and kept aside has a say, and is told beside what is in use."""

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
    ("new", "in_use", "is_adopted"),
    [
        ((2.0, 2.0, 3.0), None, True),
        ((2.0, 2.0, 3.0), AdapterScale("7", b"", 1.0), True),  # weaker than what is in use, and that is no reason
        ((-2.0, -2.0, 1.0), None, False),
    ],
)
def test_what_was_kept_aside_has_to_agree_more_than_by_the_model_itself(
    monkeypatch: pytest.MonkeyPatch, new: Sequence[float], in_use: AdapterScale | None, is_adopted: bool
) -> None:
    def read(_: object, pairs: Sequence[object], adapters: Sequence[AdapterScale] = ()) -> list[Margin]:
        values = {"night": new, "7": (9.0, 9.0, -9.0)}[adapters[0].name] if adapters else [0.0] * len(pairs)
        return [Margin(value, value) for value in values]

    monkeypatch.setattr(gate, "margins", read)
    judge = _Willing(scorer=None, cache=None, similarities=lambda _: [])  # type: ignore[arg-type]
    pair: EncodedPair = None  # type: ignore[assignment]  # the script reads none
    verdict = decide(Candidate(b"", len, held_out=[pair] * 3, in_use=in_use), judge)
    assert (verdict.strength is not None) is is_adopted
    assert ("every check was passed" if is_adopted else "it does no better") in verdict.reason
    told = verdict.metrics["held_out_in_order"]
    assert told.before == pytest.approx(2 / 3 if in_use else 0)
    assert told.after == pytest.approx(1 if is_adopted else 1 / 3)
