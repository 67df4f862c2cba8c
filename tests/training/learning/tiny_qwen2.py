"""A tiny Qwen2 with random weights and the embedded model's vocabulary, for what differs between architectures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gguf import GGUFReader, GGUFValueType, GGUFWriter

LAYERS, WIDTH, INNER, HEADS, KEY_HEADS = 2, 64, 128, 4, 2


def write(path: Path, *, vocabulary_of: Path, seed: int = 1) -> Path:
    """The model at `path`, a GGUF file in float32."""
    draw = np.random.default_rng(seed)
    writer = GGUFWriter(path, "qwen2")
    writer.add_block_count(LAYERS)
    writer.add_context_length(2048)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    fields = GGUFReader(vocabulary_of).fields
    for name, field in fields.items():
        if name.startswith("tokenizer."):
            is_array = field.types[0] == GGUFValueType.ARRAY
            writer.add_key_value(name, field.contents(), field.types[0], field.types[-1] if is_array else None)
    vocabulary = len(fields["tokenizer.ggml.tokens"].contents())
    writer.add_vocab_size(vocabulary)
    keys = WIDTH // HEADS * KEY_HEADS
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (vocabulary, WIDTH), "output_norm.weight": (WIDTH,)}
    for layer in range(LAYERS):
        shapes |= {
            f"blk.{layer}.{name}": shape
            for name, shape in {
                "attn_norm.weight": (WIDTH,),
                "attn_q.weight": (WIDTH, WIDTH),
                "attn_q.bias": (WIDTH,),
                "attn_k.weight": (keys, WIDTH),
                "attn_k.bias": (keys,),
                "attn_v.weight": (keys, WIDTH),
                "attn_v.bias": (keys,),
                "attn_output.weight": (WIDTH, WIDTH),
                "ffn_norm.weight": (WIDTH,),
                "ffn_gate.weight": (INNER, WIDTH),
                "ffn_up.weight": (INNER, WIDTH),
                "ffn_down.weight": (WIDTH, INNER),
            }.items()
        }
    for name, shape in shapes.items():
        values = np.ones(shape) if "norm" in name else draw.normal(0, 0.3, shape)
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
