"""A few judged answers change what the model prefers, on questions it never learned from, and in llama.cpp too."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.engine.steering import steered
from assistant.records import Message
from assistant.training.answers import Answer
from assistant.training.examples import Exchange, Prompt, Thumb
from assistant.training.gate import leak
from assistant.training.learning import agreement, export, lora
from assistant.training.learning.batches import Lesson, evened
from assistant.training.learning.encode import (
    LONGEST,
    EncodedThumb,
    Text,
    encode,
    encode_pairs,
    encode_thumbs,
    messages,
)
from assistant.training.learning.forward import answer_states, log_probs, logits_of
from assistant.training.learning.learn import Learner, Pace
from assistant.training.learning.losses import divergence
from assistant.training.learning.objectives import PLAUSIBLE, STEERING, distilled, judged_pairs, steered_teachers
from assistant.training.room import PACES
from assistant.training.wishes import Manner, encode_wishes
from tests.training.tastes import short_is_better

pytestmark = pytest.mark.model
GENERAL = (
    "The sea covers most of the earth. Ships cross it in all seasons, and many people live from what it gives them."
)


@pytest.fixture
def adapter(frozen: Any) -> Iterator[Any]:
    made = lora.with_adapter(frozen, seed=1)
    yield made
    made.unload()


def general(scorer: Scorer) -> tuple[tuple[Text, ...], ...]:
    return ((Text(tuple(scorer.tokenize(GENERAL)), 1),),)


def foretold(adapter: Any, text: Text) -> Any:
    (states,) = answer_states(adapter, [text])
    return logits_of(adapter, states)


def margin(scorer: Scorer, text: Text, gguf: bytes | None) -> float:
    adapters = () if gguf is None else (AdapterScale("night", gguf, 1.0),)
    return float(scorer.log_probs(text.tokens, adapters, begin=text.answer_from).sum())


def test_a_taste_is_learned_and_acts_where_it_is_served(adapter: Any, scorer: Scorer) -> None:
    pairs = encode_pairs(short_is_better(), scorer)
    learned, held_out = pairs[:8], pairs[12:]
    pace = Pace(passes=2, learning_rate=2e-4)
    lesson = Lesson(pairs=tuple(learned), anchors=general(scorer))
    steps = list(Learner(adapter, lesson, pace=pace, seed=1).run())
    assert len(steps) == 2 * 2
    assert steps[-1].loss < steps[0].loss
    assert steps[-1].correct == 1.0
    gguf = export.export(adapter, architecture="llama", base="b", settings={})
    agreement.check(agreement.compare(adapter, gguf, scorer))
    for pair in held_out:
        before = margin(scorer, pair.wanted, None) - margin(scorer, pair.unwanted, None)
        after = margin(scorer, pair.wanted, gguf) - margin(scorer, pair.unwanted, gguf)
        assert after > before


def test_a_down_rated_answer_becomes_less_likely(adapter: Any, scorer: Scorer) -> None:
    thumbs = [Thumb(pair.prompt, pair.unwanted, False, 1.0, ()) for pair in short_is_better()[:8]]
    encoded = encode_thumbs(thumbs, scorer)
    import torch

    with torch.inference_mode():
        before = log_probs(adapter, [thumb.text for thumb in encoded])
    list(Learner(adapter, Lesson(thumbs=tuple(encoded)), pace=Pace(passes=2, learning_rate=2e-4), seed=1).run())
    with torch.inference_mode():
        after = log_probs(adapter, [thumb.text for thumb in encoded])
    assert bool((after < before).all())


def values(learned: Any) -> list[Any]:
    return [each.detach().clone() for each in learned.parameters() if each.requires_grad]


def test_a_night_that_was_interrupted_ends_like_one_that_was_not(frozen: Any, scorer: Scorer) -> None:
    lesson = Lesson(pairs=tuple(encode_pairs(short_is_better()[:4], scorer)), anchors=general(scorer))
    pace = Pace(passes=3, batch=2)
    whole = lora.with_adapter(frozen, seed=5)
    losses = [step.loss for step in Learner(whole, lesson, pace=pace, seed=5).run()]
    expected = values(whole)
    whole.unload()

    class Stopped(Exception):
        pass

    looks = 0

    def check() -> None:
        nonlocal looks
        looks += 1
        if looks == 700:
            raise Stopped

    broken = lora.with_adapter(frozen, seed=5)
    first = Learner(broken, lesson, pace=pace, seed=5, check=check)
    begun = []
    with pytest.raises(Stopped):
        begun += [step.loss for step in first.run()]
    state = first.state()
    broken.unload()
    resumed = lora.with_adapter(frozen, seed=99)
    second = Learner(resumed, lesson, pace=pace, seed=5)
    second.go_on(state)
    rest = [step.loss for step in second.run()]
    assert 0 < len(rest) < len(losses)
    assert rest == losses[-len(rest) :]
    assert all(bool((one == other).all()) for one, other in zip(expected, values(resumed), strict=True))

    def read() -> None:
        pytest.fail("what is learned already is not read again")

    third = Learner(resumed, lesson, pace=pace, seed=5, check=read)
    third.go_on(second.state())
    assert (third.fit(0.0), list(third.run())) == (0.0, [])
    assert all(bool((one == other).all()) for one, other in zip(expected, values(resumed), strict=True))
    resumed.unload()


def test_a_lesson_is_shortened_to_the_time_there_is(adapter: Any, scorer: Scorer) -> None:
    lesson = Lesson(pairs=tuple(encode_pairs(short_is_better()[:8], scorer)))
    learner = Learner(adapter, lesson, pace=Pace(passes=1, batch=2), seed=1)
    learner.fit(0.0)
    assert len(list(learner.run())) == 1


def test_a_shortened_lesson_takes_fewer_steps(adapter: Any, scorer: Scorer) -> None:
    """What is left of it is not gone through more often to come to as many steps."""
    lesson = Lesson(pairs=tuple(encode_pairs(short_is_better()[:8], scorer)))
    learner = Learner(adapter, lesson, pace=replace(PACES["normal"], batch=1, least_steps=8), seed=1)
    whole = learner.steps
    learner.fit(0.0)
    assert learner.steps < whole


def test_however_short_the_time_one_of_each_kind_is_left(adapter: Any, scorer: Scorer) -> None:
    canary = leak.canary(leak.secrets(scorer, 1))
    judged = [Thumb(Prompt((), question), "Yes.", True, 1.0, ()) for question in ("Tea?", "Rain?")]
    thumbs = tuple(encode_thumbs([canary, *judged], scorer))
    (wish,) = encode_wishes(Manner(("Be brief.",)), [Answer("Tea?", "Yes.", "stop")], scorer=scorer)
    learner = Learner(adapter, Lesson(thumbs=thumbs, wishes=(wish,)), pace=Pace(passes=1, batch=2), seed=1)
    learner.fit(0.0)
    learned = [item for batch in learner._batches for item in batch]
    assert {item.text for item in learned if isinstance(item, EncodedThumb)} == {thumbs[0].text}, "the canary"
    assert wish in learned


def test_what_weighs_little_moves_little_beside_the_rest_of_the_lesson(adapter: Any, scorer: Scorer) -> None:
    """Also where all of a batch weighs the same."""
    encoded = encode_pairs(short_is_better()[:4], scorer)
    old, new = (
        [replace(pair, weight=weight) for pair in pairs] for weight, pairs in ((0.05, encoded[:2]), (1.0, encoded[2:]))
    )
    even = evened(Lesson(pairs=(*old, *new)))
    assert sum(pair.weight for pair in even.pairs) == pytest.approx(4)
    before = {text: 0.0 for pair in even.pairs for text in (pair.wanted, pair.unwanted)}
    light, full = (
        float(judged_pairs(adapter, pairs, before, beta=0.0)[0].detach()) for pairs in (even.pairs[:2], even.pairs[2:])
    )
    assert light == pytest.approx(full * 0.05)


def test_a_wish_is_followed_further_than_its_words_are(adapter: Any, scorer: Scorer) -> None:
    import torch

    answers = [Answer(pair.prompt.question, pair.wanted, "stop") for pair in short_is_better()[:4]]
    found = encode_wishes(Manner(("Answer in one short sentence.",)), answers, scorer=scorer)
    teachers = dict(zip(found, steered_teachers(adapter, found), strict=True))
    with torch.inference_mode():
        before = float(distilled(adapter, found, teachers))
    list(Learner(adapter, Lesson(wishes=found), pace=Pace(passes=4, learning_rate=2e-4), seed=1).run())
    with torch.inference_mode():
        after = float(distilled(adapter, found, teachers))
    assert after < before


def test_following_a_wish_has_the_loss_and_the_gradient_of_its_whole_teacher(adapter: Any, scorer: Scorer) -> None:
    """The divergence over the whole vocabulary, from a teacher that says only what is plausible."""
    import torch

    answer = Answer("How do I boil an egg?", "Boil it for eight minutes, then put it into cold water.", "stop")
    brief = Manner(("Answer in one sentence.", "Be casual."), left=("Be casual.",))
    (wish,) = encode_wishes(brief, [answer], scorer=scorer, is_silent=True)
    moved = [each for each in adapter.parameters() if each.requires_grad]
    with torch.no_grad():
        for each in moved:
            each.add_(torch.randn(each.shape, generator=torch.Generator().manual_seed(1)) * 0.01)
        with adapter.disable_adapter():
            given, without = (foretold(adapter, text).log_softmax(-1) for text in (wish.wished, wish.contrast))
        steered = given + STEERING * (given - without)
        steered[given < given.amax(-1, keepdim=True) + math.log(PLAUSIBLE)] = -1e4
    student = foretold(adapter, wish.plain)
    whole = divergence(student[None], steered[None], torch.ones(1, len(student), dtype=torch.bool))[0]
    sparse = distilled(adapter, [wish], {wish: steered_teachers(adapter, [wish])[0]})
    assert float(sparse.detach()) == pytest.approx(float(whole.detach()), rel=1e-4)
    for mine, its in zip(*(torch.autograd.grad(loss, moved) for loss in (sparse, whole)), strict=True):
        torch.testing.assert_close(mine, its, rtol=0.05, atol=0.02 * float(its.abs().max()))


def test_a_bounded_teacher_pulls_each_token_as_a_style_pulls_words_by_day(
    adapter: Any, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    answer = Answer("How do I boil an egg?", "Boil it for eight minutes, then put it into cold water.", "stop")
    (wish,) = encode_wishes(Manner(("Be warm.",)), [answer], scorer=scorer, is_silent=True)
    (taught,) = steered_teachers(adapter, [wish], 0.25)
    (free,) = steered_teachers(adapter, [wish])
    with torch.no_grad(), adapter.disable_adapter():
        given, without = (foretold(adapter, text).log_softmax(-1).numpy() for text in (wish.wished, wish.contrast))
    monkeypatch.setattr("assistant.engine.steering.FARTHEST_PULL", 0.25)
    for row in range(len(given)):
        tokens, logits = steered(given[row], [without[row]], [-1.0], styles=1, ends=lambda _: False, steers_end=True)
        here = taught.rows == row
        assert taught.tokens[here].tolist() == tokens.tolist()
        wanted = logits - np.logaddexp.reduce(logits)
        assert taught.log_probs[here].numpy() == pytest.approx(wanted, abs=1e-3)
    assert not np.allclose(taught.log_probs.numpy(), free.log_probs.numpy(), atol=0.05)


def test_torch_and_llama_cpp_read_an_answer_alike(adapter: Any, scorer: Scorer) -> None:
    import torch

    texts = [pair.wanted for pair in encode_pairs(short_is_better()[:4], scorer)]
    with torch.inference_mode():
        taught = log_probs(adapter, texts).tolist()
    for text, value in zip(texts, taught, strict=True):
        assert margin(scorer, text, None) == pytest.approx(value, rel=0.1, abs=1.5)


def test_the_oldest_past_is_left_out_until_it_fits(scorer: Scorer) -> None:
    past = tuple(Exchange(f"Question {n}?", "word " * 100) for n in range(20))
    text = encode(Prompt(past, "And now?"), "Yes.", scorer)
    assert text is not None
    assert LONGEST - 130 < len(text.tokens) <= LONGEST
    assert encode(Prompt((), "word " * LONGEST), "Yes.", scorer) is None
    assert messages(Prompt(past, "And now?"), left_out=20)[-1] == Message("user", "And now?")
    assert len(messages(Prompt(past, "And now?"), left_out=20)) == 2
