"""A few judged answers change what the model prefers, on questions it never learned from, and in llama.cpp too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.records import Message
from assistant.training import agreement, export, lora
from assistant.training.encode import LONGEST, Text, encode, encode_pairs, encode_thumbs, messages
from assistant.training.examples import Exchange, Prompt, Thumb
from assistant.training.learn import Pace, learn, log_probs
from tests.training.tastes import short_is_better

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"),
]
GENERAL = (
    "The sea covers most of the earth. Ships cross it in all seasons, and many people live from what it gives them."
)


@pytest.fixture
def adapter(frozen: Any) -> Iterator[Any]:
    made = lora.with_adapter(frozen, seed=1)
    yield made
    made.unload()


def general(scorer: Scorer) -> list[Text]:
    return [Text(tuple(scorer.tokenize(GENERAL)), 1)]


def margin(scorer: Scorer, text: Text, gguf: bytes | None) -> float:
    adapters = () if gguf is None else (AdapterScale("night", gguf, 1.0),)
    return float(scorer.log_probs(text.tokens, adapters)[text.answer_from - 1 :].sum())


def test_a_taste_is_learned_and_acts_where_it_is_served(adapter: Any, scorer: Scorer) -> None:
    pairs = encode_pairs(short_is_better(), scorer)
    learned, held_out = pairs[:8], pairs[12:]
    pace = Pace(passes=2, learning_rate=2e-4)
    steps = list(learn(adapter, learned, [], general(scorer), pace=pace, seed=1))
    assert len(steps) == 2 * 2
    assert steps[-1].loss < steps[0].loss
    assert steps[-1].correct == 1.0
    gguf = export.export(adapter, architecture="llama", base="b", turns=(), settings={})
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
    list(learn(adapter, [], encoded, [], pace=Pace(passes=2, learning_rate=2e-4), seed=1))
    with torch.inference_mode():
        after = log_probs(adapter, [thumb.text for thumb in encoded])
    assert bool((after < before).all())


def test_the_same_seed_takes_the_same_steps(frozen: Any, scorer: Scorer) -> None:
    pairs = encode_pairs(short_is_better()[:4], scorer)
    runs = []
    for _ in range(2):
        made = lora.with_adapter(frozen, seed=5)
        runs.append([step.loss for step in learn(made, pairs, [], general(scorer), pace=Pace(passes=2), seed=5)])
        made.unload()
    assert runs[0] == runs[1]


def test_it_may_be_stopped_after_any_step(adapter: Any, scorer: Scorer) -> None:
    steps = learn(adapter, encode_pairs(short_is_better()[:8], scorer), [], [], pace=Pace(), seed=1)
    assert next(steps).number == 1
    steps.close()


def test_torch_and_llama_cpp_read_an_answer_alike(adapter: Any, scorer: Scorer) -> None:
    import torch

    texts = [pair.wanted for pair in encode_pairs(short_is_better()[:4], scorer)]
    with torch.inference_mode():
        taught = log_probs(adapter, texts).tolist()
    for text, value in zip(texts, taught, strict=True):
        assert margin(scorer, text, None) == pytest.approx(value, rel=0.1, abs=1.5)


def test_filling_up_changes_nothing(adapter: Any, scorer: Scorer) -> None:
    import torch

    texts = [text for pair in encode_pairs(short_is_better()[:3], scorer) for text in (pair.wanted, pair.unwanted)]
    with torch.inference_mode():
        together = log_probs(adapter, texts)
        alone = torch.cat([log_probs(adapter, [text]) for text in texts])
    assert torch.allclose(together, alone, rtol=1e-3, atol=1e-2)


def test_the_oldest_past_is_left_out_until_it_fits(scorer: Scorer) -> None:
    past = tuple(Exchange(f"Question {n}?", "word " * 100) for n in range(20))
    text = encode(Prompt(past, "And now?"), "Yes.", scorer)
    assert text is not None
    assert LONGEST - 130 < len(text.tokens) <= LONGEST
    assert encode(Prompt((), "word " * LONGEST), "Yes.", scorer) is None
    assert messages(Prompt(past, "And now?"), left_out=20)[-1] == Message("user", "And now?")
    assert len(messages(Prompt(past, "And now?"), left_out=20)) == 2
