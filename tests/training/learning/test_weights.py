"""The weights that are learned on are those that are served, to the last bit."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

import pytest
from gguf import GGUFReader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.engine.catalogue import Model
from assistant.engine.scorer import Scorer
from assistant.errors import ModelProblem
from assistant.training.learning import tensors, weights
from tests.training.learning import tiny


@pytest.fixture(params=sorted(weights.VERIFIED))
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tiny.write(tmp_path / f"{request.param}.gguf", request.param)


def test_they_are_what_transformers_reads(path: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    ours = weights.load(path)
    theirs = AutoModelForCausalLM.from_pretrained(str(path.parent), gguf_file=path.name, dtype="float32")
    expected = theirs.state_dict()
    found = ours.state_dict()
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], expected[name]) for name in expected)
    tokens = torch.arange(3, 60)[None]
    with torch.inference_mode():
        assert torch.equal(ours(tokens).logits, theirs(tokens).logits)
    assert not any(values.requires_grad for values in ours.parameters())


@pytest.mark.model
def test_what_the_embedded_model_says_of_itself(embedded: Model) -> None:
    contents = tensors.read_contents(embedded.path)
    reader = GGUFReader(embedded.path)
    found = {tensor.name: (tuple(reversed(tensor.shape.tolist())), tensor.data_offset) for tensor in reader.tensors}
    assert {name: (place.shape, place.offset) for name, place in contents.places.items()} == found
    single = {name: field.contents() for name, field in reader.fields.items() if not isinstance(field.contents(), list)}
    assert contents.values == {name: value for name, value in single.items() if not name.startswith("GGUF.")}


@pytest.mark.model
@pytest.mark.parametrize("is_stretched", [False, True])
def test_positions_rotate_as_they_do_when_it_is_served(tmp_path: Path, embedded: Model, is_stretched: bool) -> None:
    import torch

    path = tiny.write(tmp_path / "tiny.gguf", "llama", vocabulary_of=embedded.path, is_stretched=is_stretched)
    tokens = list(range(100, 400, 3))
    with torch.inference_mode(), closing(Scorer(path=path, context_tokens=512, threads=1)) as scorer:
        found = weights.load(path)(torch.tensor([tokens])).logits[0].numpy()
        assert abs(found - scorer.logits(tokens)).max() < 0.02 * abs(found).max()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_a_sentence(path: Path, data: st.DataObject) -> None:
    whole = path.read_bytes()
    begin = tensors.read_contents(path).places["token_embd.weight"].offset
    damaged = path.with_name("damaged.gguf")
    at, value = data.draw(st.integers(24, begin - 1)), data.draw(st.integers(0, 255))
    damaged.write_bytes(whole[:at] + bytes([value]) + whole[at + 1 :])
    with suppress(ModelProblem):  # some bytes say nothing that learning needs
        weights.load(damaged)
    damaged.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(ModelProblem):
        weights.load(damaged)


def test_a_width_that_heads_do_not_divide_is_a_sentence(path: Path) -> None:
    name, two, width = b"token_embd.weight", (2).to_bytes(4, "little"), tiny.WIDTH.to_bytes(8, "little")
    whole = path.read_bytes()
    narrow = path.with_name("narrow.gguf")
    narrow.write_bytes(whole.replace(name + two + width, name + two + (1).to_bytes(8, "little")))
    assert narrow.read_bytes() != whole
    with pytest.raises(ModelProblem, match="cannot be read for learning"):
        weights.load(narrow)


def test_tensors_that_begin_nowhere_are_a_sentence(path: Path) -> None:
    blocks, kind = tiny.LAYERS.to_bytes(4, "little"), (4).to_bytes(4, "little")
    whole = path.read_bytes()
    architecture = path.stem.encode()
    strange = path.with_name("strange.gguf")
    strange.write_bytes(
        whole.replace(architecture + b".block_count" + kind + blocks, b"general.alignment" + kind + bytes(4))
    )
    assert strange.read_bytes() != whole
    with pytest.raises(ModelProblem, match="cannot be read for learning"):
        weights.load(strange)


def test_a_tensor_that_has_no_place_is_not_passed_over(path: Path) -> None:
    strange = path.with_name("strange.gguf")
    strange.write_bytes(path.read_bytes().replace(b"blk.1.ffn_up.weight", b"blk.1.ffn_xx.weight"))
    with pytest.raises(ModelProblem, match="cannot be read for learning"):
        weights.load(strange)
