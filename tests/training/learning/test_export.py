"""What was learned acts in llama.cpp as it did where it learned; what would not is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.errors import ModelProblem, PromptTooLong
from assistant.nightrecords import Origins
from assistant.training.learning import agreement, export, lora, weights

pytestmark = pytest.mark.model
LEARNED_FROM = Origins(frozenset({3, 1}), frozenset({2}))


@pytest.fixture
def learned(frozen: Any) -> Iterator[Any]:
    """An adapter that does something, gently."""
    import torch

    made = lora.with_adapter(frozen, seed=1)
    for name, values in made.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(values, std=0.02)
    yield made
    made.unload()


def exported(learned: Any, **how: Any) -> bytes:
    usual = {"architecture": "llama", "base": "b", "settings": {}, "origins": LEARNED_FROM}
    return export.export(learned, **usual | how)


def test_an_export_acts_as_it_learned_and_a_wrong_one_is_noticed(
    learned: Any, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = agreement.compare(learned, exported(learned), scorer)
    agreement.check(right)
    assert right.cosine > 0.98
    monkeypatch.setattr(export, "permuted", lambda rows, heads: rows)
    wrong = agreement.compare(learned, exported(learned), scorer)
    assert wrong.cosine < right.cosine - 0.03
    with pytest.raises(ModelProblem, match="acts differently"):
        agreement.check(wrong)


def test_the_base_is_untouched_at_strength_nought_and_afterwards(learned: Any, scorer: Scorer) -> None:
    tokens = scorer.tokenize("Bread is made of")
    before = scorer.logits(tokens)
    gguf = exported(learned)
    assert np.array_equal(scorer.logits(tokens, (AdapterScale("a", gguf, 0.0),)), before)
    assert not np.allclose(scorer.logits(tokens, (AdapterScale("a", gguf, 1.0),)), before, atol=0.1)
    assert np.array_equal(scorer.logits(tokens), before)


def test_a_new_adapter_is_no_change(frozen: Any) -> None:
    import torch

    made = lora.with_adapter(frozen, seed=1)
    tokens = torch.tensor([[1, 2, 3]])
    with torch.inference_mode():
        fresh = made(tokens).logits
        with made.disable_adapter():
            assert torch.equal(fresh, made(tokens).logits)
    assert {name.split(".")[-2] for name, values in made.named_parameters() if values.requires_grad} == {"default"}
    made.unload()


def test_the_metadata_names_base_origins_and_settings(learned: Any, tmp_path: Path) -> None:
    from gguf import GGUFReader

    path = tmp_path / "adapter.gguf"
    path.write_bytes(exported(learned, settings={"passes": 2}))
    reader = GGUFReader(path)
    found = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    assert found["general.type"] == "adapter"
    assert (found["attune.base"], found["attune.turns"], found["attune.preferences"]) == ("b", "[1, 3]", "[2]")
    assert found["attune.settings"] == '{"passes": 2}'
    assert len(reader.tensors) == 30 * 7 * 2


def test_the_same_learning_gives_the_same_bytes(learned: Any) -> None:
    assert exported(learned) == exported(learned)


def test_what_was_never_verified_is_refused(learned: Any) -> None:
    with pytest.raises(ModelProblem, match="kind gpt2"):
        exported(learned, architecture="gpt2")


def test_a_file_that_is_no_model_is_a_sentence(tmp_path: Path) -> None:

    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(60))
    with pytest.raises(ModelProblem):
        weights.load(path)


def test_log_probs_belong_to_the_tokens(scorer: Scorer) -> None:
    likely = scorer.log_probs(scorer.tokenize("The capital of France is Paris"))
    unlikely = scorer.log_probs(scorer.tokenize("The capital of France is socks"))
    assert likely.shape == (len(scorer.tokenize("The capital of France is Paris")) - 1,)
    assert (likely <= 0).all()
    assert likely[-1] > unlikely[-1] + 2


def test_what_two_texts_share_is_read_once_and_changes_nothing(scorer: Scorer, learned: Any) -> None:
    shared = scorer.tokenize("The capital of France, where the Seine flows, is")
    gguf = exported(learned)
    acting = (AdapterScale("a", gguf, 1.0),)
    ends = [scorer.tokenize(end) for end in (" Paris.", " socks.", " Paris, of course.")]
    for adapters in ((), acting, ()):
        alone = []
        for end in ends:
            scorer.logits([1])  # shares nothing with what follows
            alone.append(scorer.log_probs([*shared, *end], adapters)[len(shared) - 1 :])
        together = [scorer.log_probs([*shared, *end], adapters, begin=len(shared)) for end in ends]
        for one, other in zip(alone, together, strict=True):
            assert one.shape == other.shape
            assert np.allclose(one, other, atol=0.05)


def test_long_texts_are_read_in_parts_and_too_long_ones_refused(scorer: Scorer) -> None:
    tokens = scorer.tokenize("bread and water " * 250)
    assert scorer.logits(tokens[:700]).shape[0] == 700
    assert scorer.logits(tokens[:700], begin=600).shape[0] == 100
    whole, part = scorer.logits(tokens[:600]), scorer.logits(tokens[:520])
    assert np.allclose(whole[:512], part[:512], atol=1e-3)
    with pytest.raises(PromptTooLong):
        scorer.logits(tokens * 2)
