"""Nights for one slider and for one space: what is chosen, what is kept apart, and what the gate asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.catalogue import Model
from assistant.engine.gguf import fingerprint
from assistant.engine.scorer import Scorer
from assistant.errors import UsageProblem
from assistant.nightrecords import NOTHING_OF_THEIRS, PERSONAL, Metric, Origins, Purpose
from assistant.rate import choose
from assistant.store.store import Store
from assistant.training import beforehand, needs, night
from assistant.training.answers import Answer
from assistant.training.gate.decide import Candidate, decide
from assistant.training.gate.judge import Judge
from assistant.training.gate.moves import has_learned
from assistant.training.slidertask import SliderTask, slider_task
from assistant.training.task import Desk, Taught
from tests.engine.tiny_adapter import lora_gguf
from tests.training.judged import answered, judge
from tests.training.tastes import short_is_better

SHORTER = Purpose(slider="length", direction=-1)


def as_near(answers: Sequence[Answer]) -> list[float]:
    """Every answer is about its question."""
    return [1.0] * len(answers)


def judge_in(store: Store, space: str, places: range) -> None:
    pairs = short_is_better()
    for pair in (pairs[place] for place in places):
        chat = store.chats.start(space=space)
        turns = [answered(store, chat.id, pair.prompt.question, text) for text in (pair.wanted, pair.unwanted)]
        choose(turns[0].id, turns[1].id, "A", store=store)


def have(store: Store, model: Model, taught: Taught, monkeypatch: pytest.MonkeyPatch, **how: Any) -> dict[str, Any]:
    """A night whose lesson is over before it began; what it was given."""
    given: dict[str, Any] = {}

    def teach(_: Path, task: Any, __: Desk, **others: Any) -> Taught:
        given.update(others, task=task)
        return taught

    monkeypatch.setattr(night, "teach_slider", teach)
    monkeypatch.setattr(night, "teach", teach)
    monkeypatch.setattr(beforehand.hardware, "free_memory_bytes", lambda: 10**12)
    given["report"] = night.have_night(store, model.path, Desk(), **how)
    return given


def test_a_slider_night_leaves_the_persons_own_things_alone(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    own = store.adapters.add(b"OWN", base=fingerprint(embedded.path), settings={}, origins=NOTHING_OF_THEIRS)
    store.adapters.use(own.id, strength=0.5)
    taught = Taught("adopted", "It was learned.", 0.75, b"SHORT")
    given = have(store, embedded, taught, monkeypatch, purpose=SHORTER)
    assert given["report"].purpose == SHORTER
    assert given["company"] == (AdapterScale(str(own.id), b"OWN", 0.5),), "it is judged beside what acts by day"
    made = store.adapters.active(SHORTER)
    assert made is not None
    assert (made.id, made.strength, store.adapters.gguf(made.id)) == (given["report"].adapter, 0.75, b"SHORT")
    assert store.adapters.active() == store.adapters.get(own.id)
    assert needs.new_signals(store) == 16, "no judgement is used up"


def test_the_next_night_learns_without_the_words_of_a_learned_slider(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    store.sliders.set("length", -3)
    store.sliders.set("warmth", 2)
    worded = night.task_from(store, now=0.0).wishes
    made = store.adapters.add(
        b"SHORT", base=fingerprint(embedded.path), settings={}, origins=NOTHING_OF_THEIRS, purpose=SHORTER
    )
    store.adapters.use(made.id, strength=1.0)
    given = have(store, embedded, Taught("rejected", "No."), monkeypatch)
    assert given["task"].wishes == worded[1:]
    assert given["company"] == (AdapterScale(str(made.id), b"SHORT", 1.0),)
    assert given["in_use"] is None


def test_a_slider_is_learned_by_itself_only_where_nothing_was_judged(store: Store) -> None:
    assert needs.tonights(store, "base", least_signals=5) is None
    store.sliders.set("playfulness", 3)
    assert needs.slider_to_learn(store, "base") is None, "it has no meter"
    store.sliders.set("warmth", 1)
    store.sliders.set("length", -2)
    assert needs.tonights(store, "base", least_signals=5) == SHORTER
    made = store.adapters.add(b"GGUF", base="base", settings={}, origins=NOTHING_OF_THEIRS, purpose=SHORTER)
    assert needs.slider_to_learn(store, "base") == Purpose(slider="warmth", direction=1)
    assert needs.slider_to_learn(store, "other") == SHORTER, "other weights have to learn it anew"
    store.adapters.use(made.id, strength=1.0)
    judge(store)
    assert needs.tonights(store, "base", least_signals=5) == PERSONAL


def test_what_the_gate_refused_is_not_tried_every_night(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.sliders.set("length", -2)
    base = fingerprint(embedded.path)
    given = have(store, embedded, Taught("rejected", "It did not move."), monkeypatch, purpose=SHORTER)
    assert given["report"].outcome == "rejected"
    assert needs.slider_to_learn(store, base) is None
    assert needs.slider_to_learn(store, "other") == SHORTER, "nobody has tried it on other weights"
    store.sliders.set("length", 2)
    assert needs.slider_to_learn(store, base) == Purpose(slider="length", direction=1)


def test_a_space_learns_for_itself_once_it_has_enough(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_in(store, "personal", range(6))
    judge_in(store, "work", range(6, 13))
    assert needs.most_new(store) == ("personal", 13), "until then the personal adapter learns from it"
    assert len(night.task_from(store, now=0.0).judged) == 13
    judge_in(store, "work", range(13, 16))
    assert needs.most_new(store) == ("work", 10)
    task = night.task_from(store, now=0.0, space="work")
    assert (len({pair.prompt.question for pair in task.judged}), task.purpose) == (10, Purpose("work"))
    assert len(night.task_from(store, now=0.0).judged) == 6
    given = have(store, embedded, Taught("adopted", "Yes.", 0.5, b"WORK"), monkeypatch, purpose=Purpose("work"))
    assert given["report"].outcome == "adopted"
    assert store.adapters.active() is None
    assert store.adapters.active(Purpose("work")) is not None
    assert needs.new_by_space(store) == {"personal": 6, "work": 0}
    assert needs.new_by_space(store, fingerprint(embedded.path)) == {"personal": 6, "work": 0}
    assert needs.new_by_space(store, "other") == {"work": 10, "personal": 6}, "on other weights nothing is learned yet"


def test_which_end_is_learned_is_where_the_slider_stands_or_what_is_said() -> None:
    assert slider_task("Length", {"length": -1}).purpose == SHORTER
    assert slider_task("length", {"length": -1}, end="high").direction == 1
    for name, match in (("playfulness", "cannot be measured"), ("length", "--end low"), ("height", "no slider")):
        with pytest.raises(UsageProblem, match=match):
            slider_task(name, {})


def test_nothing_of_the_person_is_in_a_sliders_lesson() -> None:
    task = SliderTask("length", -1)
    assert task.origins == Origins()
    assert not set(task.questions) & set(task.fresh)


class _Scripted(Judge):
    """Passes every guard; answers have as many words as their script says."""

    words: dict[str, int]

    def harm(self, adapter: AdapterScale) -> dict[str, Metric]:
        return {"perplexity": Metric(1, 1, True)}

    def answers(
        self,
        adapters: Sequence[AdapterScale],
        *,
        wishes: Sequence[str] | None = None,
        most: int | None = None,
        again: bool = False,
    ) -> list[Answer]:
        key = "worded" if wishes else "base" if not adapters else "little" if adapters[0].scale < 0.5 else "full"
        return [Answer(question, "word " * (self.words[key] + place), "stop") for place, question in enumerate("abcde")]

    def heard(self, adapter: AdapterScale) -> tuple[list[Answer], dict[str, Metric]]:
        return self.answers((adapter,)), {}


@pytest.mark.parametrize(
    ("base", "worded", "little", "full", "reason"),
    [
        (60, 20, 45, 15, "was learned"),
        (60, 20, 45, 30, "words of the slider length move answers farther"),
        (60, 60, 60, 60, "do not surely move"),
        (60, 70, 70, 90, "do not surely move"),
        (60, 20, 70, 15, "lower level"),
        (60, 20, 10, 15, "lower level"),
    ],
)
def test_learned_is_what_moves_the_meter_as_far_as_words_and_by_level(
    base: int, worded: int, little: int, full: int, reason: str
) -> None:
    script = _Scripted(scorer=None, cache=None, similarities=as_near)  # type: ignore[arg-type]
    script.words = {"base": base, "worded": worded, "little": little, "full": full}
    verdict = decide(Candidate(b"", lambda _: 0.0), script, has_learned("length", -1, ("Be short.",)))
    assert reason in verdict.reason
    assert (verdict.strength == 1.0) is (reason == "was learned")


@pytest.mark.model
def test_several_adapters_act_as_the_sum_of_their_scaled_changes(scorer: Scorer) -> None:
    made = lora_gguf(layers=30, hidden=576, rows=1536, seed=1)
    twin = made + bytes(32)  # the same change, in a file of its own
    asked = scorer.tokenize("The three most important things about bread are")

    def logits(*adapters: AdapterScale) -> Any:
        return scorer.logits(asked, adapters)

    plain, both = logits(), logits(AdapterScale("a", made, 0.3), AdapterScale("b", twin, 0.2))
    together, one = logits(AdapterScale("a", made, 0.5)), logits(AdapterScale("a", made, 0.3))
    rounding, without = abs(both - together).mean(), abs(one - together).mean()
    assert 3 * rounding < without < abs(together - plain).mean()
