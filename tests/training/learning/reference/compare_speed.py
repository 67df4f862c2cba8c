"""Tokens a second of trl's DPOTrainer with its defaults, on the pairs that `attune bench training` learns from.

Runs in the environment of the reference values (`make speed`). Reading the reference model is part of each of its
steps, because it is by default.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from datasets import Dataset, disable_progress_bars
from peft import LoraConfig
from transformers import AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer

from assistant.evaluation.speedpairs import speed_pairs
from assistant.training.learning import weights

STEPS = 3
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class Clock(TrainerCallback):
    """When each step ended."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def on_step_end(self, *_: Any, **__: Any) -> None:
        self.ends.append(time.perf_counter())


def main(model: Path) -> None:
    """Print it."""
    disable_progress_bars()
    tokenizer = AutoTokenizer.from_pretrained(str(model.parent), gguf_file=model.name)
    learned = weights.load(model)
    learned.is_quantized = False  # its file is; the trainer would refuse it
    with tempfile.TemporaryDirectory() as folder:
        settings = DPOConfig(output_dir=folder, max_steps=STEPS + 1, report_to=[], save_strategy="no", use_cpu=True)
        pairs = speed_pairs((STEPS + 1) * settings.per_device_train_batch_size)
        rows = [
            {
                "prompt": [{"role": "user", "content": pair.prompt.question}],
                "chosen": [{"role": "assistant", "content": pair.wanted}],
                "rejected": [{"role": "assistant", "content": pair.unwanted}],
            }
            for pair in pairs
        ]
        clock = Clock()
        trainer = DPOTrainer(
            model=learned,
            args=settings,
            train_dataset=Dataset.from_list(rows),
            processing_class=tokenizer,
            peft_config=LoraConfig(r=8, lora_alpha=16, target_modules=PROJECTIONS, task_type="CAUSAL_LM"),
            callbacks=[clock],
        )
        trainer.train()
    tokens = sum(
        len(tokenizer.apply_chat_template([*row["prompt"], *row[kind]], tokenize=True, return_dict=False))
        for row in rows
        for kind in ("chosen", "rejected")
    )
    speed = tokens * STEPS / (STEPS + 1) / (clock.ends[-1] - clock.ends[0])
    print(f"trl {speed:.4g} tokens/s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
