"""Graphics cards: how many layers have room on one. What needs a card is skipped where llama.cpp finds none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine import context, gpu, native
from assistant.engine.catalogue import Model
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scorer import Scorer
from assistant.errors import ModelMissing, ModelTooLarge
from assistant.records import Message

GB = 10**9


@pytest.fixture
def card() -> None:
    if not native.library().llama_supports_gpu_offload():
        pytest.skip("llama.cpp finds no graphics card, or cannot use one")


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    """llama.cpp says that there is a card; what it is given goes to the processor all the same."""
    monkeypatch.setattr(native.library(), "llama_supports_gpu_offload", lambda: True)


@pytest.mark.parametrize(("room", "layers"), [(0, 0), (GB // 20, 0), (GB, 9), (2 * GB, 19), (4 * GB, 33)])
def test_as_many_layers_go_on_a_card_as_have_room(room: int, layers: int) -> None:
    assert gpu.layers_with_room(32, weights=3 * GB, cache=GB // 3, room=room) == layers


@given(st.integers(1, 200), st.integers(1, 10**12), st.integers(0, 10**11), st.integers(0, 10**12))
def test_no_more_is_put_on_a_card_than_has_room_and_no_less(blocks: int, weights: int, cache: int, room: int) -> None:
    layers = gpu.layers_with_room(blocks, weights=weights, cache=cache, room=room)
    each = (weights + cache) / (blocks + 1)
    assert 0 <= layers <= blocks + 1
    assert layers * each <= room + 1
    assert layers == blocks + 1 or (layers + 1) * each >= room - 1


@pytest.mark.model
@pytest.mark.usefixtures("pretended")
def test_auto_takes_what_has_room_with_its_context_and_a_number_is_taken_at_its_word(
    embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = embedded.path.stat().st_size
    monkeypatch.setattr(gpu, "room_bytes", lambda: size // 2)
    few = gpu.layers(embedded.path, "auto", tokens=512)
    assert 10 < few < 16
    fewer = gpu.layers(embedded.path, "auto", tokens=512, further_tokens=4096)
    assert 0 < fewer < few
    assert gpu.layers(embedded.path, "auto", tokens=10**6) == gpu.layers(embedded.path, "auto", tokens=8192)
    assert gpu.layers(embedded.path, 7, tokens=512) == 7
    monkeypatch.setattr(gpu, "room_bytes", lambda: 2 * size)
    assert gpu.layers(embedded.path, "auto", tokens=512) == gpu.ALL
    monkeypatch.setattr(gpu, "room_bytes", lambda: 0)
    assert gpu.layers(embedded.path, "auto", tokens=512) == 0


@pytest.mark.model
@pytest.mark.usefixtures("pretended")
@pytest.mark.parametrize("what", ["weights", "context"])
def test_what_a_card_does_not_take_after_all_the_processor_does(
    embedded: Model, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Refused by hand: no card here refuses at a moment that is known."""
    whole, asked = native.Model, []

    def model(path: Path, *, gpu_layers: int, is_sketch: bool = False) -> native.Model:
        asked.append(gpu_layers)
        if gpu_layers and what == "weights":
            raise ModelMissing("no", "no")
        return whole(path, gpu_layers=gpu_layers, is_sketch=is_sketch)

    class Refusing(context.Context):
        def __init__(self, loaded: native.Model, **how: Any) -> None:
            if loaded.gpu_layers and what == "context":
                raise ModelTooLarge("no", "no")
            super().__init__(loaded, **how)

    monkeypatch.setattr(native, "Model", model)
    monkeypatch.setattr("assistant.engine.reader.Context", Refusing)
    monkeypatch.setattr("assistant.engine.scorer.Context", Refusing)
    speaker = LlamaSpeaker(path=embedded.path, context_tokens=512, threads=1, gpu_layers=12)
    assert (speaker.info().gpu_layers, speaker.info().backend) == (0, "CPU")
    speaker.close()
    Scorer(path=embedded.path, context_tokens=512, threads=1, gpu_layers=12).close()
    assert asked == [12, 0, 12, 0]


@pytest.mark.model
def test_a_sketch_of_a_model_knows_its_size_without_its_weights(embedded: Model) -> None:
    sketch, whole = (native.Model(embedded.path, gpu_layers=0, is_sketch=is_sketch) for is_sketch in (True, False))
    try:
        assert sketch.layers == whole.layers == 30
        assert sketch.cache_bytes(4096) == whole.cache_bytes(4096)
        assert sketch.trained_context == whole.trained_context == 8192
    finally:
        sketch.close()
        whole.close()


@pytest.mark.model
def test_without_a_card_the_processor_does_it_all(embedded: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native.library(), "llama_supports_gpu_offload", lambda: False)
    speaker = LlamaSpeaker(path=embedded.path, context_tokens=512, threads=1, gpu_layers=12)
    assert (speaker.info().gpu_layers, speaker.info().backend) == (0, "CPU")
    speaker.close()


@pytest.mark.model
@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(("wanted", "found"), [("auto", 31), (999, 31), (5, 5), (0, 0)])
def test_a_card_takes_what_is_wanted_and_reads_alike(embedded: Model, wanted: int | str, found: int) -> None:
    speaker = LlamaSpeaker(path=embedded.path, context_tokens=512, threads=2, gpu_layers=wanted)
    assert speaker.info().gpu_layers == found
    assert (speaker.info().backend == "CPU") == (found == 0)
    speaker.close()
    there, here = (
        Scorer(path=embedded.path, context_tokens=512, threads=2, gpu_layers=layers) for layers in (wanted, 0)
    )
    try:
        tokens = here.conversation([Message("user", "Name three kinds of bread, and say which one is the oldest.")])
        one, other = there.logits(tokens), here.logits(tokens)
        assert np.sqrt(np.mean((one - other) ** 2)) < 0.1 * other.std(), (
            "the processor rounds what it multiplies to 8 bits"
        )
        assert found or np.array_equal(one, other), "without layers there it has no part in it"
    finally:
        there.close()
        here.close()
