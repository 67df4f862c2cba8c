"""Puts a small trainable adapter beside the frozen weights."""

from __future__ import annotations

import warnings
from typing import Any

RANK = 8
ALPHA = 16
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""All linear layers of a block (Hu et al. 2021 adapt the attention alone; style needs the others too)."""


def with_adapter(model: Any, *, seed: int) -> Any:
    """The model with a LoRA adapter on all linear layers: only the adapter learns, and it begins as no change.

    Args:
        model: from `weights.load`.
        seed: of the adapter's random half.
    """
    import torch
    from peft import LoraConfig, get_peft_model

    # peft asks transformers by a name that will go one day; the pins hold both
    warnings.filterwarnings("ignore", message="`is_gradient_checkpointing` is deprecated", category=FutureWarning)
    torch.manual_seed(seed)
    config = LoraConfig(
        r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, bias="none", target_modules=list(PROJECTIONS), task_type="CAUSAL_LM"
    )
    return get_peft_model(model, config)
