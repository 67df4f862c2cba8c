"""A night is judged by tomorrow's answers, and by choices that were kept aside; what came of it is scripted here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.catalogue import Model
from assistant.evaluation import nights as protocol
from assistant.evaluation.nights import BLIND_RATINGS, BLIND_RUNS, nights
from assistant.evaluation.questions import ASKED
from assistant.evaluation.study import BETWEEN, HEARINGS, HELD_OUT, LATER, Study, acting
from assistant.nightrecords import Metric
from assistant.training.answers import Answer
from assistant.training.examples import Pair
from assistant.training.gate.margins import Margin
from assistant.training.task import Taught

PERSON = "short_and_plain"
SHORT, LONG = "Boil it.", "There are several considerable things to be considered here, one after the other."


def said(question: str, text: str) -> Answer:
    return Answer(question, text, "stop")


@pytest.fixture
def study() -> Study:
    """Two questions of tomorrow, answered three times; one answer in six is not shorter, and one is empty."""
    made = Study(Path("no-model"), seed=1, names=(PERSON,))
    made.__dict__["candidates"] = {question: [SHORT, LONG] for question in ASKED}
    made.__dict__["tomorrow"] = ("How?", "Why?")
    made.__dict__["before"] = [said(question, LONG) for _ in range(HEARINGS) for question in made.tomorrow]
    after = [said(question, SHORT) for _ in range(HEARINGS) for question in made.tomorrow]
    made._answered[PERSON] = [*after[:-2], said("How?", LONG), said("Why?", "")]
    made._nights[PERSON] = Taught("adopted", "Yes.", 0.5, b"ADAPTER", {"perplexity": Metric(20.0, 20.2, True)})
    return made


def test_the_answers_after_the_nights_of_others_are_the_control(study: Study) -> None:
    other = "long_and_structured"
    study.names = (PERSON, other)
    study._answered[other] = study.before
    found = protocol._strangers(study)
    assert found[f"{PERSON}.after_others"].value == 0.5, "nothing was changed for them"
    assert found[f"{other}.after_others"].value < 0.3, "short answers are not for everybody"
    study.names = (PERSON,)
    assert protocol._strangers(study) == {}


@pytest.mark.model
def test_figures_of_a_night(study: Study, embedded: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: object, pairs: Sequence[object], adapters: Sequence[AdapterScale] = ()) -> list[Margin]:
        """With the adapter every second pair gains, but the wanted answer is the likelier one in the first alone."""
        if not adapters:
            return [Margin(0.0, -1.0)] * len(pairs)
        assert adapters == (AdapterScale("night", b"ADAPTER", 0.5),)
        return [Margin(1.0 - 2 * (place % 2), 1.0 if place == 0 else -1.0) for place in range(len(pairs))]

    blind: list[int] = []

    def taught(_: Study, pairs: Sequence[Pair], *, seed: int) -> Taught:
        blind.append(len(pairs))
        return Taught("adopted" if seed == 3 else "rejected", "")

    monkeypatch.setattr(protocol, "margins", read)
    monkeypatch.setattr(Study, "taught", taught)
    study.model = embedded.path
    found = nights(study)
    study.close()
    wins = found[f"{PERSON}.win_rate"]
    assert wins.value == pytest.approx((2.5 / 3 + 1) / 2)
    assert (wins.baseline, wins.count) == (0.5, 2)
    assert (found[f"{PERSON}.unhealthy"].value, found[f"{PERSON}.unhealthy"].baseline) == (1.0, 0.0)
    assert found[f"{PERSON}.strength"].value == 0.5
    assert (found[f"{PERSON}.perplexity"].value, found[f"{PERSON}.perplexity"].baseline) == (20.2, 20.0)
    gained, likelier = (found[f"{PERSON}.held_out_{kind}"] for kind in ("alignment", "policy"))
    assert (gained.value, gained.baseline, gained.count) == (0.5, 0.5, HELD_OUT)
    assert likelier.value == pytest.approx(1 / HELD_OUT)
    assert likelier.baseline == 0.0
    assert blind == [BLIND_RATINGS] * BLIND_RUNS
    assert found["blind.rejected"].value == 1 - 1 / BLIND_RUNS


def test_each_hearing_has_seeds_of_its_own(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[object, int]] = []

    def answers(_: object, asked: Sequence[str], *, adapters: object, seed: int) -> list[Answer]:
        heard.append((adapters, seed))
        return [said(question, SHORT) for question in asked]

    monkeypatch.setattr("assistant.evaluation.study.answer_all", answers)
    study.__dict__["speaker"] = None
    after = study.after(study.night(PERSON))
    assert [answer.question for answer in after] == ["How?", "Why?"] * HEARINGS
    assert {adapters for adapters, _ in heard} == {acting(study.night(PERSON))}
    assert heard[0][1] == study.seed + LATER
    assert len({seed for _, seed in heard}) == HEARINGS
    assert {later - earlier for (_, earlier), (_, later) in pairwise(heard)} == {BETWEEN}
    assert study.by_question([1.0, 0.0, 0.5, 0.0, 0.0, 0.0]) == [0.5, 0.0]


def test_a_night_that_changed_nothing_says_nothing_of_what_was_kept_aside(
    study: Study, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Study, "taught", lambda *_, **__: Taught("rejected", ""))
    study.model, study._nights[PERSON] = embedded.path, Taught("rejected", "No.", None, b"ADAPTER")
    study._answered[PERSON] = study.before
    found = nights(study)
    study.close()
    assert found[f"{PERSON}.win_rate"].value == 0.5
    assert not [name for name in found if "held_out" in name]
