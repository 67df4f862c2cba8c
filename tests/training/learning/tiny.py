"""Tiny models with random weights, for what differs between architectures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gguf import GGUFReader, GGUFValueType, GGUFWriter

LAYERS, WIDTH, INNER, HEADS, KEY_HEADS, WORDS = 2, 64, 128, 4, 2, 100


def write(
    path: Path, architecture: str, *, vocabulary_of: Path | None = None, is_stretched: bool = False, seed: int = 1
) -> Path:
    """The model at `path`, a GGUF file in float32; its vocabulary is another model's, or words without a spelling."""
    draw = np.random.default_rng(seed)
    writer = GGUFWriter(path, architecture)
    writer.add_block_count(LAYERS)
    writer.add_context_length(2048)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    vocabulary = WORDS if vocabulary_of is None else _copy_vocabulary(writer, vocabulary_of)
    writer.add_vocab_size(vocabulary)
    keys = WIDTH // HEADS * KEY_HEADS
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (vocabulary, WIDTH), "output_norm.weight": (WIDTH,)}
    if is_stretched:
        shapes["rope_freqs.weight"] = (WIDTH // HEADS // 2,)
    biases = {"attn_q.bias": (WIDTH,), "attn_k.bias": (keys,), "attn_v.bias": (keys,)}
    for layer in range(LAYERS):
        shapes |= {
            f"blk.{layer}.{name}": shape
            for name, shape in {
                "attn_norm.weight": (WIDTH,),
                "attn_q.weight": (WIDTH, WIDTH),
                "attn_k.weight": (keys, WIDTH),
                "attn_v.weight": (keys, WIDTH),
                "attn_output.weight": (WIDTH, WIDTH),
                "ffn_norm.weight": (WIDTH,),
                "ffn_gate.weight": (INNER, WIDTH),
                "ffn_up.weight": (INNER, WIDTH),
                "ffn_down.weight": (WIDTH, INNER),
                **(biases if architecture == "qwen2" else {}),
            }.items()
        }
    for name, shape in shapes.items():
        values = np.ones(shape) if "norm" in name else draw.normal(0, 0.3, shape)
        if name == "rope_freqs.weight":
            values = np.linspace(1, 32, *shape)
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _copy_vocabulary(writer: GGUFWriter, model: Path) -> int:
    """How many tokens it has."""
    fields = GGUFReader(model).fields
    for name, field in fields.items():
        if name.startswith("tokenizer."):
            is_array = field.types[0] == GGUFValueType.ARRAY
            writer.add_key_value(name, field.contents(), field.types[0], field.types[-1] if is_array else None)
    return len(fields["tokenizer.ggml.tokens"].contents())
