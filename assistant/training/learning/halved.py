"""Multiplies with the frozen weights in half precision; what the adapter adds stays exact."""

from __future__ import annotations

from typing import Any


def halve(learned: Any) -> None:
    """Let the frozen linear layers of a peft model multiply in bfloat16; what the adapter adds is added in float32.

    An adapter's first changes are smaller than the rounding of a bfloat16 sum. With activations in bfloat16 most of
    them are lost; here only the products with frozen weights are rounded, and alike with the adapter and without.
    While it learns, other products round what they multiply, not what they add up (`precision.rounding`).

    Args:
        learned: from `lora.with_adapter`.
    """
    from torch.nn import Linear

    from assistant.training.learning.products import HalfHead, HalfLinear

    for layer in learned.modules():
        if hasattr(layer, "lora_A") and isinstance(layer.base_layer, Linear):
            layer.base_layer = HalfLinear(layer.base_layer)
    learned.is_halved = True
    base = learned.get_base_model()
    base.lm_head = HalfHead(base.lm_head)
