"""Loads the very weights that are served, dequantised, so that they can be learned on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from assistant.engine.gguf import check_header
from assistant.errors import ModelProblem
from assistant.training.learning.tensors import Contents, read_contents, read_tensors

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
SILENT = {"TQDM_DISABLE": "1"}
"""Progress is told by us; standard error belongs to it."""
VERIFIED = {"llama": "LlamaForCausalLM", "qwen2": "Qwen2ForCausalLM"}
"""Architectures for which an exported adapter was seen to give the same logits in llama.cpp, and their classes."""
PERMUTED = frozenset({"llama"})
"""Architectures whose query and key rows llama.cpp keeps in an order of its own."""
ROPE_BASE = 10_000.0
"""What llama.cpp rotates by where the file does not say."""
ROPE_FACTORS = "rope_freqs.weight"
"""A tensor of some files, of which transformers has none: what each frequency of the rotation is divided by."""
UNREADABLE = ("The model's weights cannot be read for learning.", "Choose another model.")
OUTSIDE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
PARTS = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
}
"""What llama.cpp and transformers call the tensors outside and inside of a block."""


def check_architecture(name: str) -> None:
    """Raises ModelProblem unless adapters for this architecture are known to come out right."""
    if name not in VERIFIED:
        raise ModelProblem(
            f"Attune cannot learn with models of the kind {name} yet: nobody has verified their adapters.",
            f"Choose a model of the kind {' or '.join(sorted(VERIFIED))}; everything else works as it does.",
        )


def check_kind(path: Path) -> None:
    """Look at the header alone, whether this model can be learned on.

    Raises:
        ModelMissing: not a model file.
        ModelProblem: its architecture is not one that can be learned on, or it cannot be read.
    """
    check_header(path)
    try:
        architecture = _architecture(read_contents(path))
    except (OSError, ValueError):
        raise ModelProblem(*UNREADABLE) from None
    check_architecture(architecture)


def _architecture(contents: Contents) -> str:
    return str(contents.values.get("general.architecture", "unknown"))


def load(path: Path) -> Any:
    """A transformers causal model with the weights of a GGUF file, frozen, in float32. Nothing is fetched.

    Raises:
        ModelMissing: not a model file.
        ModelProblem: its architecture is not one that can be learned on, or it cannot be read.
    """
    # before the first heavy import
    os.environ.update(OFFLINE | SILENT)
    check_header(path)
    from huggingface_hub.errors import StrictDataclassError  # what a config says of sizes that do not go together

    try:
        contents = read_contents(path)
        architecture = _architecture(contents)
        check_architecture(architecture)
        config = _config(architecture, contents)
        state = {_theirs(name): _in_their_order(name, values, config) for name, values in read_tensors(path, contents)}
        factors = state.pop(ROPE_FACTORS, 1.0)
        model = _filled(config, state)
        model.model.rotary_emb.inv_freq.div_(factors)
    except (OSError, ValueError, TypeError, ArithmeticError, KeyError, RuntimeError, StrictDataclassError):
        raise ModelProblem(*UNREADABLE) from None
    return model.requires_grad_(False).eval()


def _config(architecture: str, contents: Contents) -> Any:
    """The model's shape, as transformers writes it: sizes from its tensors, the rest as the file says.

    So a wrong word of the file's about its sizes takes no memory. Raises KeyError where it says too little, and
    ValueError where that is absurd.
    """
    from transformers import AutoConfig

    said = {key.removeprefix(f"{architecture}."): value for key, value in contents.values.items()}
    vocabulary, width = contents.places["token_embd.weight"].shape
    rows, _ = contents.places["blk.0.attn_q.weight"].shape
    keys, _ = contents.places["blk.0.attn_k.weight"].shape
    inner, _ = contents.places["blk.0.ffn_gate.weight"].shape
    heads = int(said["attention.head_count"])
    if not 0 < heads <= rows or rows % heads or keys % (rows // heads):
        raise ValueError("heads do not divide the rows of a projection")
    return AutoConfig.for_model(
        architecture,
        vocab_size=vocabulary,
        hidden_size=width,
        intermediate_size=inner,
        head_dim=rows // heads,
        num_hidden_layers=len({name.split(".")[1] for name in contents.places if name.startswith("blk.")}),
        num_attention_heads=heads,
        num_key_value_heads=keys // (rows // heads),
        max_position_embeddings=int(said["context_length"]),
        rope_theta=float(said.get("rope.freq_base", ROPE_BASE)),
        rms_norm_eps=float(said["attention.layer_norm_rms_epsilon"]),
        tie_word_embeddings="output.weight" not in contents.places,
    )


def _filled(config: Any, state: dict[str, Any]) -> Any:
    """A model of that shape with these values. Raises ValueError where they do not fill it, or do not fit."""
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    made = getattr(transformers, VERIFIED[config.model_type])
    model, found = made.from_pretrained(None, config=config, state_dict=state, output_loading_info=True)
    if any(found.values()):
        raise ValueError("not all of its tensors have a place, or not all places have a tensor")
    return model


def _theirs(name: str) -> str:
    """What transformers calls a tensor. Raises KeyError for one that models of these kinds do not have."""
    if name == ROPE_FACTORS:
        return name
    whole, _, half = name.rpartition(".")
    if whole in OUTSIDE:
        return f"{OUTSIDE[whole]}.{half}"
    _, block, part = whole.split(".")
    return f"model.layers.{block}.{PARTS[part]}.{half}"


def _in_their_order(name: str, values: Any, config: Any) -> Any:
    """A torch tensor whose query and key rows are where transformers has them (llama.cpp pairs them for rotation)."""
    import torch

    tensor = torch.from_numpy(values)
    heads = {"attn_q": config.num_attention_heads, "attn_k": config.num_key_value_heads}
    part = name.split(".")[-2]
    if config.model_type in PERMUTED and part in heads:
        return tensor.unflatten(0, (heads[part], -1, 2)).transpose(1, 2).reshape(tensor.shape)
    return tensor
