"""Half precision with frozen weights learns what full precision learns."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.engine.catalogue import Model
from assistant.engine.scorer import Scorer
from assistant.training.learning import agreement, export, lora, precision, weights
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import encode_pairs
from assistant.training.learning.halved import halve
from assistant.training.learning.learn import Learner, Pace
from tests.training.tastes import short_is_better

pytestmark = pytest.mark.model


def pulled(learned: Any, scorer: Scorer, *, batch: int = 4) -> Learner:
    lesson = Lesson(pairs=tuple(encode_pairs(short_is_better()[:4], scorer)))
    return Learner(learned, lesson, pace=Pace(passes=3, learning_rate=2e-4, batch=batch), seed=3)


def losses(learned: Any, scorer: Scorer) -> list[float]:
    return [step.loss for step in pulled(learned, scorer).run()]


def test_it_learns_as_much(embedded: Model, frozen: Any, scorer: Scorer) -> None:
    if not precision.is_half_faster():
        pytest.skip("nights learn in full precision here: this processor has no products of half precision")
    exact = lora.with_adapter(frozen, seed=3)
    expected = losses(exact, scorer)
    exact.unload()
    halved = lora.with_adapter(weights.load(embedded.path), seed=3)
    halve(halved)
    found = losses(halved, scorer)
    assert found == pytest.approx(expected, abs=0.05)
    assert found[-1] < found[0] - 0.05
    gguf = export.export(halved, architecture="llama", base="b", settings={})
    agreement.check(agreement.compare(halved, gguf, scorer))


def test_the_processor_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(precision.is_half_faster(), bool)
    speeds = {"float32": 1.0, "bfloat16": 2.0}
    monkeypatch.setattr(precision, "operations_per_s", lambda name, _shape, **_: speeds[name])
    assert precision.is_half_faster()
    speeds["bfloat16"] = 1.1
    assert not precision.is_half_faster()


@pytest.fixture
def card() -> str:
    """What torch calls it."""
    if precision.device() == "cpu":
        pytest.skip("torch finds no graphics card")
    return precision.device()


def test_a_card_learns_as_much_and_the_processor_may_go_on(card: str, embedded: Model, scorer: Scorer) -> None:
    on_card = lora.ready_to_learn(embedded.path, seed=3)
    assert on_card.device.type == card
    here = lora.ready_to_learn(embedded.path, seed=3, is_card_allowed=False)
    assert here.device.type == "cpu"
    begun, gone_on = (pulled(learned, scorer, batch=2) for learned in (on_card, here))
    first = [step.loss for _, step in zip(range(4), begun.run(), strict=False)]
    gone_on.go_on(begun.state())
    found = first + [step.loss for step in gone_on.run()]
    exact = pulled(lora.ready_to_learn(embedded.path, seed=3, is_card_allowed=False), scorer, batch=2)
    assert found == pytest.approx([step.loss for step in exact.run()], abs=0.05)
    assert found[-1] < found[0] - 0.05
    for learned in (on_card, here):
        gguf = export.export(learned, architecture="llama", base="b", settings={})
        agreement.check(agreement.compare(learned, gguf, scorer))


@pytest.mark.usefixtures("card")
def test_a_card_without_room_is_left_alone() -> None:
    assert precision.device(10**15) == "cpu"


def test_what_a_model_takes_is_known_before_it_is_halved(embedded: Model) -> None:
    learned = lora.with_adapter(weights.load(embedded.path), seed=1)

    def held() -> int:
        own = {id(each): each for each in (*learned.parameters(), *learned.buffers())}
        return sum(each.numel() * each.element_size() for each in own.values())

    assert lora._bytes(learned, is_half=False) == pytest.approx(held(), rel=0.01)
    foreseen = lora._bytes(learned, is_half=True)
    halve(learned)
    assert foreseen == pytest.approx(held(), rel=0.01)
