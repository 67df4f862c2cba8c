"""Loads the very weights that are served, dequantised, so that they can be learned on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from assistant.engine.gguf import check_header
from assistant.errors import ModelProblem

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
SILENT = {"TQDM_DISABLE": "1"}
"""Progress is told by us; standard error belongs to it."""
VERIFIED = frozenset({"llama", "qwen2"})
"""Architectures for which an exported adapter was seen to give the same logits in llama.cpp."""


def check_architecture(name: str) -> None:
    """Raises ModelProblem unless adapters for this architecture are known to come out right."""
    if name not in VERIFIED:
        raise ModelProblem(
            f"Attune cannot learn with models of the kind {name} yet: nobody has verified their adapters.",
            f"Choose a model of the kind {' or '.join(sorted(VERIFIED))}; everything else works as it does.",
        )


def load(path: Path) -> Any:
    """A transformers causal model with the weights of a GGUF file, frozen, in float32. Nothing is fetched.

    Raises:
        ModelMissing: not a model file.
        ModelProblem: its architecture is not one that can be learned on, or it cannot be read.
    """
    # before the first heavy import
    os.environ.update(OFFLINE | SILENT)
    from gguf import GGUFReader
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging

    check_header(path)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        field = GGUFReader(path).get_field("general.architecture")
        check_architecture(str(field.contents()) if field is not None else "unknown")
        model = AutoModelForCausalLM.from_pretrained(
            str(path.parent), gguf_file=path.name, dtype="float32", local_files_only=True, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError):
        raise ModelProblem("The model's weights cannot be read for learning.", "Choose another model.") from None
    return model.requires_grad_(False).eval()
