"""Graphics cards: how many layers have room on one. What needs a card is skipped where llama.cpp finds none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine import gpu, native
from assistant.engine.catalogue import Model
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scorer import Scorer
from assistant.records import Message

GB = 10**9
needs_a_card = pytest.mark.skipif(not gpu.free_bytes(), reason="llama.cpp finds no graphics card, or cannot use one")


@pytest.mark.parametrize(
    ("free", "layers"),
    [(0, 0), (gpu.RESERVE, 0), (gpu.RESERVE + GB, 9), (gpu.RESERVE + 2 * GB, 19), (gpu.RESERVE + 4 * GB, 33)],
)
def test_as_many_layers_go_on_a_card_as_have_room(free: int, layers: int) -> None:
    assert gpu.layers_with_room(32, weights=3 * GB, cache=GB // 3, free=free) == layers


@given(st.integers(1, 200), st.integers(1, 10**12), st.integers(0, 10**11), st.integers(0, 10**12))
def test_what_is_put_on_a_card_leaves_the_reserve_free(blocks: int, weights: int, cache: int, free: int) -> None:
    layers = gpu.layers_with_room(blocks, weights=weights, cache=cache, free=free)
    assert 0 <= layers <= blocks + 1
    taken = layers / (blocks + 1) * (weights + cache)
    assert layers == 0 or taken <= free - gpu.RESERVE + 1
    assert layers == blocks + 1 or taken + (weights + cache) / (blocks + 1) >= free - gpu.RESERVE - 1


@pytest.mark.model
def test_a_sketch_of_a_model_knows_its_size_without_its_weights(embedded: Model) -> None:
    sketch, whole = (native.Model(embedded.path, gpu_layers=0, is_sketch=is_sketch) for is_sketch in (True, False))
    try:
        assert sketch.layers == whole.layers == 30
        assert sketch.cache_bytes(4096) == whole.cache_bytes(4096)
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
@needs_a_card
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
        assert np.sqrt(np.mean((one - other) ** 2)) < 0.05 * other.std()
    finally:
        there.close()
        here.close()


@pytest.mark.model
@needs_a_card
def test_a_card_without_room_is_left_alone(embedded: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "free_bytes", lambda: gpu.RESERVE + embedded.path.stat().st_size // 2)
    assert 0 < gpu.layers(embedded.path, "auto", tokens=512) < 20
    monkeypatch.setattr(gpu, "free_bytes", lambda: gpu.RESERVE)
    assert gpu.layers(embedded.path, "auto", tokens=512) == 0
