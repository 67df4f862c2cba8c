"""Writes what was learned as an adapter that llama.cpp loads: as bytes, which never lie on the disk in plain."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelProblem
from assistant.nightrecords import NOTHING_OF_THEIRS, Origins
from assistant.training.learning.weights import PARTS, PERMUTED, check_architecture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TENSOR = re.compile(r"\.layers\.(\d+)\.(?:self_attn|mlp)\.(\w+)\.lora_([AB])\.")
_NAMES = {theirs.rpartition(".")[2]: ours for ours, theirs in PARTS.items()}


def export(
    learned: Any, *, architecture: str, base: str, settings: Mapping[str, object], origins: Origins = NOTHING_OF_THEIRS
) -> bytes:
    """A GGUF adapter.

    Args:
        learned: a peft model from `lora.with_adapter`.
        architecture: the base model's `general.architecture`.
        base: fingerprint of the base model's file.
        settings: how it learned, as JSON values.
        origins: what it learned from.

    Raises:
        ModelProblem: an architecture whose adapters were never verified.
    """
    check_architecture(architecture)
    from gguf import GGUFWriter
    from gguf.gguf_writer import WriterState

    config = learned.base_model.model.config
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    writer = GGUFWriter(None, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(learned.active_peft_config.lora_alpha))
    writer.add_string("attune.base", base)
    writer.add_string("attune.turns", json.dumps(sorted(origins.turns)))
    writer.add_string("attune.preferences", json.dumps(sorted(origins.preferences)))
    writer.add_string("attune.settings", json.dumps(dict(settings), sort_keys=True))
    tensors = []
    for name, values in learned.named_parameters():
        found = _TENSOR.search(name)
        if found is None:
            continue
        block, projection, half = found.groups()
        array = values.detach().float().cpu().numpy()
        if half == "B" and projection in heads and architecture in PERMUTED:
            array = permuted(array, heads=heads[projection])
        tensors.append(array)
        writer.add_tensor(f"blk.{block}.{_NAMES[projection]}.weight.lora_{half.lower()}", array)
    if not tensors:
        raise ModelProblem("Nothing was learned that could be kept.", "Try again the next night.")
    buffer = io.BytesIO()
    # the library writes to files only; these are its own steps, on memory instead
    writer.fout, writer.state = [buffer], WriterState.EMPTY
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.write_padding(buffer, buffer.tell())
    for array in tensors:
        buffer.write(array.tobytes())
        writer.write_padding(buffer, array.nbytes)
    return buffer.getvalue()


def permuted(rows: NDArray[np.float32], *, heads: int) -> NDArray[np.float32]:
    """Rows of a query or key projection in llama.cpp's order: each head's two halves interleaved."""
    shape = rows.shape
    return rows.reshape(heads, 2, shape[0] // heads // 2, *shape[1:]).swapaxes(1, 2).reshape(shape).copy()
