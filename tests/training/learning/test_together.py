"""Texts that are read in one row, because that is faster, say and learn what they would one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from assistant.engine.scorer import Scorer
from assistant.training.answers import Answer
from assistant.training.learning import lora, replay
from assistant.training.learning.batches import Lesson, parts
from assistant.training.learning.encode import EncodedPair, EncodedWish, Text, encode_pairs
from assistant.training.learning.forward import log_probs
from assistant.training.learning.objectives import distilled, held, steered_teachers
from assistant.training.learning.reference import anchor_states, read_reference
from assistant.training.wishes import Manner, encode_wishes
from tests.training.tastes import short_is_better

pytestmark = pytest.mark.model


@pytest.fixture
def moved(frozen: Any) -> Iterator[Any]:
    """A model whose adapter is some change already."""
    made = lora.with_adapter(frozen, seed=1)
    with torch.no_grad():
        for each in _adapter(made):
            each.add_(torch.randn(each.shape, generator=torch.Generator().manual_seed(1)) * 0.01)
    yield made
    made.unload()


def _adapter(learned: Any) -> list[Any]:
    return [each for each in learned.parameters() if each.requires_grad]


def said_and_silent(scorer: Scorer) -> list[EncodedWish]:
    answers = [Answer(pair.prompt.question, pair.wanted, "stop") for pair in short_is_better()[:4]]
    brief = Manner(("Answer in one short sentence.",))
    said = encode_wishes(brief, answers[:2], scorer=scorer)
    return [*said, *encode_wishes(brief, answers[2:], scorer=scorer, is_silent=True)]


def assert_same(learned: Any, together: Any, alone: Any) -> None:
    """The same loss, and the same pull on the adapter."""
    assert float(together.detach()) == pytest.approx(float(alone.detach()), rel=1e-4)
    pulls = [torch.autograd.grad(loss, _adapter(learned)) for loss in (together, alone)]
    for mine, its in zip(*pulls, strict=True):
        torch.testing.assert_close(mine, its, rtol=0.01, atol=0.001 * float(its.abs().max()))


def test_answers_are_as_likely(moved: Any, scorer: Scorer) -> None:
    texts = [text for pair in encode_pairs(short_is_better()[:3], scorer) for text in (pair.wanted, pair.unwanted)]
    with torch.inference_mode():
        together = log_probs(moved, texts)
        alone = torch.cat([log_probs(moved, [text]) for text in texts])
    assert torch.allclose(together, alone, rtol=1e-3, atol=1e-2)


def test_wishes_have_the_same_teachers_and_pull_alike(moved: Any, scorer: Scorer) -> None:
    wishes = said_and_silent(scorer)
    together = steered_teachers(moved, wishes, 0.5)
    for wish, taught in zip(wishes, together, strict=True):
        (alone,) = steered_teachers(moved, [wish], 0.5)
        assert taught.rows.tolist() == alone.rows.tolist()
        assert taught.tokens.tolist() == alone.tokens.tolist()
        torch.testing.assert_close(taught.log_probs, alone.log_probs, rtol=1e-3, atol=1e-3)
    teachers = dict(zip(wishes, together, strict=True))
    one_by_one = [distilled(moved, [wish], teachers) for wish in wishes]
    assert_same(moved, distilled(moved, wishes, teachers), sum(one_by_one[1:], one_by_one[0]) / len(wishes))


def test_what_is_held_is_held_alike(moved: Any, scorer: Scorer) -> None:
    kinds = replay.anchors(scorer)
    texts = [kind[0] for kind in kinds]
    states = anchor_states(moved, texts)
    one_by_one = [held(moved, [text], [states[text]]) for text in texts]
    assert all(float(each.detach()) > 0 for each in one_by_one)
    assert_same(moved, held(moved, texts, [states[text] for text in texts]), sum(one_by_one[1:], one_by_one[0]))


def test_the_reference_is_the_model_with_the_adapter_off(moved: Any, scorer: Scorer) -> None:
    pairs, wishes, kinds = encode_pairs(short_is_better()[:4], scorer), said_and_silent(scorer), replay.anchors(scorer)
    kinds = tuple(kind[:2] for kind in kinds)
    lesson = Lesson(pairs=tuple(pairs[:2]), subjects=tuple(pairs[2:]), wishes=tuple(wishes), anchors=kinds)
    reference = read_reference(moved, lesson, 0.5)
    texts = [text for pair in pairs for text in (pair.wanted, pair.unwanted)]
    assert set(reference.log_probs) == set(texts)
    assert set(reference.teachers) == set(wishes)
    assert set(reference.states) == {text for kind in kinds for text in kind}
    with torch.no_grad(), moved.disable_adapter():
        expected = log_probs(moved, texts).tolist()
        unmoved = held(moved, [kinds[0][0]], [reference.states[kinds[0][0]]])
    assert [reference.log_probs[text] for text in texts] == pytest.approx(expected, rel=1e-3, abs=1e-2)
    assert float(unmoved) == pytest.approx(0.0, abs=1e-5)


def test_what_is_read_at_one_time_fits_and_keeps_its_share() -> None:
    def pair(tokens: int, weight: float) -> EncodedPair:
        return EncodedPair(Text((1,) * tokens, 1), Text((1,) * tokens, 1), weight)

    batch = [pair(100, 1.0), pair(200, 1.0), pair(400, 2.0)]
    assert parts(batch) == [(batch[:2], 2 / 3), (batch[2:], 1 / 3)]
    assert parts(batch[2:]) == [(batch[2:], 1.0)]
