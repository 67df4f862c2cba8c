"""Puts a small trainable adapter beside the frozen weights."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from assistant.engine import hardware
from assistant.training.learning import precision, weights
from assistant.training.learning.adapted import in_one_piece
from assistant.training.learning.apart import read_apart
from assistant.training.learning.halved import halve

RANK = 8
STRETCH = 2
"""Alpha for each rank: what an adapter adds is multiplied by it, whatever its rank."""
SCRATCH = 3 * 10**9
"""Bytes for what a step remembers on a card."""
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""All linear layers of a block (Hu et al. 2021 adapt the attention alone; style needs the others too)."""


def ready_to_learn(path: Path, *, seed: int, rank: int = RANK, is_card_allowed: bool = True) -> Any:
    """The served weights with an adapter that is no change yet, where and how this machine learns fastest.

    Args:
        seed: see `with_adapter`.
        rank: see `with_adapter`.
        is_card_allowed: False keeps it on the processor.

    Raises:
        ModelProblem: see `weights.load`.
    """
    model = weights.load(path)  # first: it says how quiet the libraries are to be, before any of them is there
    precision.use_cores(hardware.physical_cores())
    learned = with_adapter(model, seed=seed, rank=rank)  # by the processor: the same seed begins alike everywhere
    device = precision.device(SCRATCH) if is_card_allowed else "cpu"
    is_half = precision.is_half_faster(device)
    if device != "cpu" and precision.device(_bytes(learned, is_half=is_half) + SCRATCH) == "cpu":
        device, is_half = "cpu", precision.is_half_faster()
    if is_half:
        halve(learned)
    return learned.to(device)


def _bytes(learned: Any, *, is_half: bool) -> int:
    """Four for each number; where it is halved, two in the layers that are adapted and six in the last one."""
    linear = sum(layer.base_layer.weight.numel() for layer in learned.modules() if hasattr(layer, "lora_A"))
    head = learned.get_base_model().lm_head.weight.numel()
    return int(4 * sum(values.numel() for values in learned.parameters()) + is_half * (2 * head - 2 * linear))


def carry_on(learned: Any, factor: float) -> None:
    """Take the adapter `factor` times as far, in the direction in which it learned (Zheng et al. 2024)."""
    import torch

    with torch.no_grad():
        for name, values in learned.named_parameters():
            if "lora_B" in name:
                values.mul_(factor)


def with_adapter(model: Any, *, seed: int, rank: int = RANK) -> Any:
    """The model with a LoRA adapter on all linear layers: only the adapter learns, and it begins as no change.

    Args:
        model: from `weights.load`.
        seed: of the adapter's random half.
        rank: how many directions it has in each layer; fewer hold less, and learn and load faster.
    """
    import torch
    from peft import LoraConfig, get_peft_model

    read_apart(model)

    # peft asks transformers by a name that will go one day; the pins hold both
    warnings.filterwarnings("ignore", message="`is_gradient_checkpointing` is deprecated", category=FutureWarning)
    torch.manual_seed(seed)
    config = LoraConfig(
        r=rank,
        lora_alpha=STRETCH * rank,
        lora_dropout=0.0,
        bias="none",
        target_modules=list(PROJECTIONS),
        task_type="CAUSAL_LM",
    )
    learned = get_peft_model(model, config)
    in_one_piece(learned)
    return learned
