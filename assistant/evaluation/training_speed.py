"""How fast a night learns, beside how fast this machine multiplies matrices."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.engine import hardware
from assistant.engine.scorer import Scorer
from assistant.evaluation.speedpairs import speed_pairs
from assistant.training.learning import lora, precision
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import EncodedPair, encode_pairs
from assistant.training.learning.learn import Learner
from assistant.training.room import PACES

STEPS = 12
WARMING = 6
"""Steps after which no more memory is asked for."""
SQUARE = (2048, 2048, 2048)
"""Rows, inputs and outputs of the multiplication that the machine is measured by."""


def training_speed(model: Path, *, steps: int = STEPS) -> tuple[float, float]:
    """Tokens a second of whole steps, and which share of the bfloat16 multiplications that the machine can do.

    What has to be multiplied is counted as usual (Chowdhery et al. 2022, appendix B): two operations for each weight
    and token forward, two more back to the input, and two more for the gradient of the adapter's weights, which the
    frozen ones do not need; of attention, only what a text's earlier tokens say to its later ones. Loading and reading
    the reference are left out, as one-time work.

    Args:
        model: the GGUF file that is served.
    """
    precision.keep_memory()
    scorer = Scorer(path=model, context_tokens=1024, threads=hardware.physical_cores())
    pace = PACES["normal"]
    try:
        pairs = encode_pairs(speed_pairs((steps + WARMING) * pace.batch), scorer)
    finally:
        scorer.close()
    learned = lora.ready_to_learn(model, seed=1)
    where = learned.device.type
    machine = precision.operations_per_s("bfloat16", SQUARE, where=where)
    learner = Learner(learned, Lesson(pairs=tuple(pairs)), pace=pace, seed=1)
    taken = learner.run()
    for _ in range(WARMING):
        next(taken)  # the first one reads the reference
    begun = time.perf_counter()
    for _ in range(steps):
        next(taken)
    seconds = time.perf_counter() - begun
    taken.close()
    machine = (machine + precision.operations_per_s("bfloat16", SQUARE, where=where)) / 2
    share = steps / (steps + WARMING)
    tokens = share * sum(len(text.tokens) for pair in pairs for text in (pair.wanted, pair.unwanted))
    return tokens / seconds, share * _operations(learned, pairs) / seconds / machine


def _operations(learned: Any, pairs: Sequence[EncodedPair]) -> float:
    """Multiplications and additions that one step for each of these pairs needs."""
    texts = [text for pair in pairs for text in (pair.wanted, pair.unwanted)]
    read = sum(len(text.tokens) for text in texts)
    answered = sum(len(text.tokens) - text.answer_from for text in texts)
    model = learned.get_base_model()
    adapted = [module for module in learned.modules() if hasattr(module, "lora_A")]
    frozen = read * sum(map(_products, adapted)) + answered * _products(model.lm_head)
    adapter = read * sum(weights.numel() for weights in learned.parameters() if weights.requires_grad)
    width, layers = model.config.hidden_size, model.config.num_hidden_layers
    # keys and values, of each two tokens of which one is the earlier one, forward and back to both
    attended = layers * width * sum(len(text.tokens) * (len(text.tokens) + 1) for text in texts)
    return float(4 * frozen + 6 * adapter + 6 * attended)


def _products(layer: Any) -> int:
    """Multiplications of one token in one linear layer, going forward."""
    return int(layer.in_features) * int(layer.out_features)
