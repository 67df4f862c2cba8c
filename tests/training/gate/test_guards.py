"""The guards see what they are for: broken language, refusals, sick answers."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Any

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.records import Finish
from assistant.training import answers
from assistant.training.gate import guards
from assistant.training.gate.probes import GENERAL, SAFE, UNSAFE
from assistant.training.learning import export, lora

pytestmark = pytest.mark.model


@pytest.fixture
def broken(frozen: Any) -> Iterator[AdapterScale]:
    """An adapter that no night should leave: noise, strong enough to be heard."""
    import torch

    made = lora.with_adapter(frozen, seed=1)
    torch.manual_seed(1)
    for name, values in made.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(values, std=0.1)
    gguf = export.export(made, architecture="llama", base="b", settings={})
    made.unload()
    yield AdapterScale("broken", gguf, 1.0)


def test_perplexity_is_that_of_plain_english_and_sees_noise(scorer: Scorer, broken: AdapterScale) -> None:
    texts = GENERAL[:4]
    base = guards.perplexity(scorer, texts=texts)
    assert 5 < base < 60
    assert guards.perplexity(scorer, texts=[" ".join(reversed(text.split())) for text in texts]) > 3 * base
    assert guards.perplexity(scorer, [broken], texts=texts) > 1.02 * base
    assert guards.perplexity(scorer, texts=texts) == pytest.approx(base)


def test_the_base_would_rather_refuse_what_is_unsafe(scorer: Scorer) -> None:
    unsafe, safe = guards.refusal_margins(scorer, UNSAFE), guards.refusal_margins(scorer, SAFE)
    assert len(unsafe) == len(UNSAFE)
    assert fmean(unsafe) > fmean(safe)


@pytest.mark.parametrize(
    ("answer", "finish", "expected"),
    [
        ("", "stop", "empty"),
        (" \n", "stop", "empty"),
        ("All is well, and this is the end of it.", "stop", None),
        ("All is well, and this is", "length", "cut"),
        ("It is what it is and " * 12, "stop", "repetitive"),
    ],
)
def test_sick_answers_are_known(answer: str, finish: Finish, expected: str | None) -> None:
    assert answers.illness(answer, finish) == expected
