"""A second architecture: its rows are not permuted, its projections have biases, and adapters come out right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.engine.catalogue import Model
from assistant.engine.scorer import Scorer
from assistant.errors import ModelProblem
from assistant.training.learning import agreement, export, lora, weights
from assistant.training.learning.halved import halve
from tests.training.learning import tiny

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def path(embedded: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("qwen2") / "tiny.gguf", "qwen2", vocabulary_of=embedded.path)


@pytest.fixture
def other(path: Path) -> Iterator[Scorer]:
    made = Scorer(path=path, context_tokens=512, threads=1)
    yield made
    made.close()


def learned(path: Path) -> Any:
    import torch

    made = lora.with_adapter(weights.load(path), seed=1)
    torch.manual_seed(2)
    for name, values in made.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(values, std=0.05)
    return made


def exported(made: Any) -> bytes:
    return export.export(made, architecture="qwen2", base="b", settings={})


def test_an_adapter_acts_as_it_learned(path: Path, other: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    made = learned(path)
    right = agreement.compare(made, exported(made), other)
    agreement.check(right)
    assert right.cosine > 0.99
    monkeypatch.setattr(export, "PERMUTED", frozenset({"qwen2"}))
    with pytest.raises(ModelProblem, match="acts differently"):
        agreement.check(agreement.compare(made, exported(made), other))


def test_biases_stay_in_half_precision(path: Path, other: Scorer) -> None:
    made = learned(path)
    halve(made)
    agreement.check(agreement.compare(made, exported(made), other))
