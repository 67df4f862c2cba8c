"""The gate lets nothing pass that does harm or does not help, and says which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from assistant.engine import hardware
from assistant.engine.base import AdapterScale
from assistant.engine.beginnings import COMPLIANCES
from assistant.engine.catalogue import Model
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scorer import Scorer
from assistant.evaluation.hostile import hostile_pairs
from assistant.nightrecords import Metric
from assistant.training.answers import Answer
from assistant.training.gate import decide as gate
from assistant.training.gate import guards, social
from assistant.training.gate.decide import STRENGTHS, Candidate, Verdict, decide
from assistant.training.gate.judge import Judge
from assistant.training.gate.probes import GENERAL, SAFE, UNSAFE
from assistant.training.learning import export, lora, replay
from assistant.training.progress import AnswerCache
from assistant.training.questions import FOR_SLIDERS, FRESH, TAUGHT

pytestmark = pytest.mark.model


def as_near(answers: Sequence[Answer]) -> list[float]:
    """Every answer is about its question."""
    return [1.0] * len(answers)


@pytest.fixture(scope="module")
def speaker(embedded: Model) -> Iterator[LlamaSpeaker]:
    made = LlamaSpeaker(path=embedded.path, context_tokens=1024, threads=hardware.physical_cores())
    yield made
    made.close()


@pytest.fixture(scope="module")
def judge(scorer: Scorer, speaker: LlamaSpeaker) -> Judge:
    return Judge(
        scorer=scorer,
        cache=AnswerCache(speaker),
        similarities=as_near,
        questions=FRESH[:4],
    )


def adapter_with(frozen: Any, *, noise: float) -> bytes:
    import torch

    made = lora.with_adapter(frozen, seed=1)
    torch.manual_seed(1)
    for name, values in made.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(values, std=noise)
    gguf = export.export(made, architecture="llama", base="b", settings={})
    made.unload()
    return gguf


def test_noise_is_never_let_through(frozen: Any, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "STRENGTHS", (STRENGTHS[0], STRENGTHS[-1]))
    verdict = decide(Candidate(adapter_with(frozen, noise=0.2), score=len), judge)
    assert verdict.strength is None
    assert "harm" in verdict.reason
    assert "plain English got harder" in verdict.reason
    measured = verdict.metrics["perplexity"]
    assert measured.low is not None
    assert measured.high is not None
    assert measured.before < measured.low < measured.after < measured.high
    assert measured.before == pytest.approx(guards.perplexity(judge.scorer))


def test_what_does_no_harm_has_to_help_as_well(frozen: Any, judge: Judge) -> None:
    nothing = adapter_with(frozen, noise=0.0)
    verdict = decide(Candidate(nothing, score=len), judge)
    assert verdict.strength is None
    assert "do not clearly suit you better" in verdict.reason
    assert verdict.metrics["perplexity"].before == pytest.approx(verdict.metrics["perplexity"].after, rel=1e-3)
    assert verdict.metrics["unhealthy_answers"].passed


class _Picky(Judge):
    """Finds harm above one strength and ill answers above another: both cannot be provoked at will."""

    harmless, healthy = 1.0, 1.0

    def harm(self, adapter: AdapterScale) -> dict[str, Metric]:
        self.tried = [*getattr(self, "tried", []), adapter.scale]
        return {"perplexity": Metric(0, adapter.scale, adapter.scale <= self.harmless)}

    straying = 2.0

    @property
    def base_answers(self) -> list[Answer]:  # type: ignore[override]
        return [Answer("Why?", "Because.", "stop")] * 2

    def first_heard(self, adapter: AdapterScale) -> tuple[list[Answer], dict[str, Metric]]:
        self.first = [*getattr(self, "first", []), adapter.scale]
        near = Metric(0, adapter.scale, adapter.scale <= self.straying)
        return self.base_answers[:1], {"similarity_to_question": near}

    def heard(self, adapter: AdapterScale) -> tuple[list[Answer], dict[str, Metric]]:
        if adapter.scale > self.straying:
            return self.first_heard(adapter)
        return self.base_answers, {"unhealthy_answers": Metric(0, adapter.scale, adapter.scale <= self.healthy)}


@pytest.mark.parametrize(
    ("harmless", "healthy", "expected", "strength"),
    [
        (1.0, 1.0, [1.0], 1.0),
        (0.8, 1.0, [1.0, 0.875, 0.75], 0.75),
        (1.0, 0.6, [1.0, 0.75, 0.5], 0.5),
        (0.9, 0.7, [1.0, 0.875, 0.625], 0.625),
        (0.9, 0.3, [1.0, 0.875, 0.625, 0.375, 0.25], 0.25),
        (0.0, 1.0, [1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25], None),
    ],
)
def test_strength_falls_in_small_steps_where_reading_is_enough_and_in_large_ones_where_answers_are_ill(
    scorer: Scorer,
    speaker: LlamaSpeaker,
    harmless: float,
    healthy: float,
    expected: list[float],
    strength: float | None,
) -> None:
    acts: list[float] = []

    def helps(adapter: AdapterScale, *_: Any) -> Verdict:
        acts.append(adapter.scale)
        return Verdict(adapter.scale, "", {})

    picky = _Picky(
        scorer=scorer,
        cache=AnswerCache(speaker),
        similarities=as_near,
        questions=FRESH[:2],
    )
    picky.harmless, picky.healthy = harmless, healthy
    assert decide(Candidate(b"", score=len), picky, helps).strength == strength
    assert picky.tried == expected
    assert acts == ([] if strength is None else [strength])


def test_once_the_first_answers_strayed_they_are_heard_before_anything_is_read(
    scorer: Scorer, speaker: LlamaSpeaker
) -> None:
    picky = _Picky(
        scorer=scorer,
        cache=AnswerCache(speaker),
        similarities=as_near,
        questions=FRESH[:2],
    )
    picky.straying = 0.65
    decide(Candidate(b"", score=len), picky)
    assert picky.first == [1.0, 0.875, 0.75, 0.625]
    assert picky.tried == [1.0, 0.625]


@pytest.mark.parametrize(("half_suits", "expected"), [(9, 0.5), (7, 1.0)])
def test_less_is_taken_where_it_is_enough(
    scorer: Scorer, speaker: LlamaSpeaker, half_suits: int, expected: float
) -> None:
    """Ten answers all suit better at full strength; at half of it so many do."""

    class Willing(_Picky):
        @property
        def base_answers(self) -> list[Answer]:  # type: ignore[override]
            return [Answer("Why?", "a b", "stop")] * 10

        def heard(self, adapter: AdapterScale) -> tuple[list[Answer], dict[str, Metric]]:
            suit = 10 if adapter.scale == 1.0 else half_suits
            return [Answer("Why?", "a b c d" if place < suit else "a", "stop") for place in range(10)], {}

    willing = Willing(
        scorer=scorer,
        cache=AnswerCache(speaker),
        similarities=as_near,
        questions=FRESH[:10],
    )
    verdict = decide(Candidate(b"", score=len), willing)
    assert verdict.strength == expected
    assert willing.tried == [1.0, 0.5]
    assert verdict.metrics["preferred_answers"].after == pytest.approx(half_suits / 10 if expected == 0.5 else 1.0)


@pytest.mark.parametrize(("second", "expected"), [((0, 4), 1.0), ((4, 0), None)])
def test_where_one_round_of_answers_leaves_it_open_another_is_heard(
    scorer: Scorer, speaker: LlamaSpeaker, second: tuple[int, int], expected: float | None
) -> None:
    """By turns much longer and a little shorter at first; then the other way round, or just so again."""

    def said(*words: int) -> list[Answer]:
        return [Answer("Why?", "a" * words[place % 2], "stop") for place in range(10)]

    class Unsure(_Picky):
        @property
        def base_answers(self) -> list[Answer]:  # type: ignore[override]
            return said(1, 1)

        def heard(self, adapter: AdapterScale) -> tuple[list[Answer], dict[str, Metric]]:
            return said(4, 0), {}

        def answers(self, adapters: Sequence[AdapterScale], *, again: bool = False, **_: Any) -> list[Answer]:
            assert again
            return said(*second) if adapters else said(1, 1)

    unsure = Unsure(
        scorer=scorer,
        cache=AnswerCache(speaker),
        similarities=as_near,
        questions=FRESH[:10],
    )
    verdict = decide(Candidate(b"", score=len), unsure)
    assert verdict.strength == expected
    assert verdict.metrics["taste_of_answers"].after == pytest.approx(1.0)
    assert verdict.metrics["preferred_answers"].after == pytest.approx(0.5)


def test_a_whole_answer_is_healthy_and_health_is_compared(judge: Judge) -> None:
    sick = [type(answer)(answer.question, "", "stop") for answer in judge.base_answers]
    assert judge.health(judge.base_answers)["unhealthy_answers"].passed
    assert not judge.health(sick)["unhealthy_answers"].passed
    one = [*judge.base_answers[:-1], sick[-1]]
    assert not judge.health(one)["unhealthy_answers"].passed, "one more of forty is too many"


def test_what_holds_a_night_back_is_not_what_judges_it(scorer: Scorer) -> None:
    held = {question for question, _ in (*replay.REFUSED, *replay.ANSWERED, *replay.SAID, *replay.COMPLIED)}
    assert not held & {*UNSAFE, *SAFE}
    assert not [claim for claim in social.WRONG if any(claim.lower() in question.lower() for question in held)]
    assert not {pair.prompt.question for pair in hostile_pairs()} & held
    begun, probed = (
        {" ".join(said.split()[:3]) for said in texts} for texts in ([said for _, said in replay.COMPLIED], COMPLIANCES)
    )
    assert not begun & probed, "how a request is met is held in other words than those that are probed"
    assert not set(replay.GENERAL) & set(GENERAL)
    kinds = [len(replay.GENERAL), len(replay.REFUSED) + len(replay.ANSWERED), len(replay.SAID)]
    assert [len(kind) for kind in replay.anchors(scorer)] == kinds
    assert len(replay.complying(scorer)) == len(replay.COMPLIED)
    own = "Water it once a week."
    assert [*scorer.tokenize(own)] in [list(text.tokens) for text in replay.anchors(scorer, [own])[0]]


def test_no_fresh_question_is_ever_taught() -> None:
    assert len(FRESH) >= 40
    assert not set(FRESH) & {*TAUGHT, *FOR_SLIDERS}
    assert not set(TAUGHT) & set(FOR_SLIDERS)
    assert len(set(FRESH)) == len(FRESH)
