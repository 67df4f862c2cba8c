"""Writes values.json: what trl's own trainers compute for small seeded inputs.

Runs in an environment of its own (`make reference`); the tests read the file and never import trl. The two models
are tables: row [place][token] holds the logits of the token at the next place. So log-probabilities, the shift by
one place, masks, padding, losses and gradients all go through trl's code, and the tests can rebuild the inputs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import trl
from accelerate import Accelerator
from torch import Tensor, nn
from trl.experimental.gkd import GKDTrainer
from trl.trainer.dpo_trainer import DataCollatorForPreference, DPOTrainer
from trl.trainer.kto_trainer import DataCollatorForUnpairedPreference, KTOTrainer
from trl.trainer.utils import add_fused_lm_head

SEED = 20261123
PLACES = 6
VOCABULARY = 4
PADDING = 0
DECIMALS = 7
EXTRAS = ("log_probs", "entropy", "mean_logits", "is_top1")
"""What the trainers ask of a model; all but the first are for their logs."""


class Config:
    def get_text_config(self) -> Config:
        return self


class Table(nn.Module):
    """A model that looks its logits up; it has what trl's fused head asks of a causal language model."""

    is_gradient_checkpointing = False

    def __init__(self, logits: Tensor) -> None:
        super().__init__()
        self.config = Config()
        self.logits = nn.Parameter(logits.clone())
        self.head = nn.Linear(VOCABULARY, VOCABULARY, bias=False, dtype=torch.float64)
        self.head.weight = nn.Parameter(torch.eye(VOCABULARY, dtype=torch.float64), requires_grad=False)
        add_fused_lm_head(self, outputs=EXTRAS)

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("only the fused head is asked")

    def base_model(self, input_ids: Tensor, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(last_hidden_state=self.logits[torch.arange(input_ids.shape[1]), input_ids])

    def get_output_embeddings(self) -> nn.Linear:
        return self.head


def stand_in(model: Table, reference: Table, **settings: Any) -> SimpleNamespace:
    """The `self` of a trainer's `_compute_loss`, with the parts of it that are read there."""
    return SimpleNamespace(
        model=model,
        ref_model=reference,
        accelerator=Accelerator(cpu=True),
        args=SimpleNamespace(gradient_checkpointing_kwargs=None),
        aux_loss_enabled=False,
        precompute_ref_logps=False,
        _metrics={"train": defaultdict(list)},
        _total_train_tokens=0,
        _tp_size=1,
        **settings,
    )


def dpo_trainer(model: Table, reference: Table, *, beta: float) -> SimpleNamespace:
    return stand_in(
        model,
        reference,
        beta=beta,
        ld_alpha=None,
        f_divergence_type="reverse_kl",
        loss_types=["sigmoid"],
        loss_weights=[1.0],
        use_weighting=False,
    )


def kto_trainer(
    model: Table, reference: Table, *, beta: float, loss_type: str, weights: tuple[float, float]
) -> SimpleNamespace:
    trainer = stand_in(
        model,
        reference,
        beta=beta,
        loss_type=loss_type,
        calculate_KL=loss_type == "kto",
        desirable_weight=weights[0],
        undesirable_weight=weights[1],
    )
    trainer._compute_kl_logps = partial(KTOTrainer._compute_kl_logps, trainer)
    return trainer


def gradient(loss: Tensor, model: Table) -> list[Any]:
    return rounded(torch.autograd.grad(loss, model.logits)[0])


def rounded(values: Tensor) -> Any:
    """Lists of plain numbers; -0.0 becomes 0.0."""
    return (values.detach().double().mul(10**DECIMALS).round().div(10**DECIMALS) + 0.0).tolist()


def summed(model: Table, batch: dict[str, Tensor], prefix: str = "") -> list[float]:
    ids, answer = batch[f"{prefix}input_ids"], batch[f"{prefix}completion_mask"]
    labels = ids.masked_fill(answer == 0, -100)
    return rounded(model.forward(input_ids=ids, labels=labels, fused_lm_head=True).log_probs.sum(-1))


def tokens_of(batch: dict[str, Tensor], prefix: str = "") -> dict[str, Any]:
    return {
        "tokens": batch[f"{prefix}input_ids"].tolist(),
        "answer": batch[f"{prefix}completion_mask"].bool().tolist(),
    }


def dpo_case(batch: dict[str, Tensor], model: Table, reference: Table, *, beta: float) -> dict[str, Any]:
    trainer, pairs = dpo_trainer(model, reference, beta=beta), len(batch["input_ids"]) // 2
    alone = [
        DPOTrainer._compute_loss(
            trainer, model, {key: value[[pair, pairs + pair]] for key, value in batch.items()}, False
        )
        for pair in range(pairs)
    ]
    mean = DPOTrainer._compute_loss(trainer, model, batch, False)
    return {
        "beta": beta,
        "losses": rounded(torch.stack(alone)),
        "mean": rounded(mean),
        "gradient": gradient(mean, model),
    }


def kto_case(
    batch: dict[str, Tensor],
    model: Table,
    reference: Table,
    *,
    beta: float,
    weights: tuple[float, float] = (1.0, 1.0),
    loss_type: str = "kto",
) -> dict[str, Any]:
    trainer = kto_trainer(model, reference, beta=beta, loss_type=loss_type, weights=weights)
    # one thumb at a time, but always with the whole batch's mismatched answers, which make z0
    alone = [
        KTOTrainer._compute_loss(
            trainer,
            model,
            {key: value if key.startswith("KL_") else value[[thumb]] for key, value in batch.items()},
            False,
        )
        for thumb in range(len(batch["label"]))
    ]
    mean = KTOTrainer._compute_loss(trainer, model, batch, False)
    return {
        "beta": beta,
        "weights": weights,
        "z0": round(trainer._metrics["train"]["kl"][-1], DECIMALS),
        "losses": rounded(torch.stack(alone)),
        "mean": rounded(mean),
        "gradient": gradient(mean, model),
    }


def divergence_case(batch: dict[str, Tensor], model: Table, reference: Table) -> dict[str, Any]:
    # a token's logits stand one place earlier
    student, teacher = (each.base_model(batch["input_ids"]).last_hidden_state[:, :-1] for each in (model, reference))
    labels = batch["input_ids"].masked_fill(batch["completion_mask"] == 0, -100)[:, 1:]
    each = torch.stack(
        [
            GKDTrainer.generalized_jsd_loss(student[[text]], teacher[[text]].detach(), labels[[text]], beta=0)
            for text in range(len(labels))
        ]
    )
    return {"losses": rounded(each), "mean": rounded(each.mean()), "gradient": gradient(each.mean(), model)}


def examples(seeded: torch.Generator) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """A batch of pairs and one of thumbs with mismatched answers, as trl's collators make them."""

    def text(length: int) -> list[int]:
        return torch.randint(0, VOCABULARY, (length,), generator=seeded).tolist()

    pairs = [
        {"prompt_ids": text(prompt), "chosen_ids": text(wanted), "rejected_ids": text(unwanted)}
        for prompt, wanted, unwanted in ((2, 3, 4), (1, 4, 1), (3, 2, 3), (2, 1, 4))
    ]
    thumbs = [
        {"prompt_ids": text(prompt), "completion_ids": text(answer), "label": is_wanted}
        for prompt, answer, is_wanted in ((1, 3, True), (3, 3, False), (2, 1, True), (2, 3, True), (3, 2, False))
    ]
    # each question with its neighbour's answer, as KTOTrainer prepares its data
    mismatched = [
        {**thumb, "KL_completion_ids": thumbs[place - 1]["completion_ids"]} for place, thumb in enumerate(thumbs)
    ]
    return (
        DataCollatorForPreference(pad_token_id=PADDING).torch_call(pairs),
        DataCollatorForUnpairedPreference(pad_token_id=PADDING).torch_call(mismatched),
    )


def random_logits(seeded: torch.Generator) -> Tensor:
    """Rounded before use, so that the file holds exactly what trl was given."""
    drawn = 2 * torch.randn(PLACES, VOCABULARY, VOCABULARY, generator=seeded, dtype=torch.float64)
    return torch.tensor(rounded(drawn), dtype=torch.float64)


def values() -> dict[str, Any]:
    seeded = torch.Generator().manual_seed(SEED)
    policy, reference = (Table(random_logits(seeded)) for _ in range(2))
    pairs, thumbs = examples(seeded)
    return {
        "made_with": {"trl": trl.__version__, "seed": SEED},
        "policy": rounded(policy.logits),
        "reference": rounded(reference.logits),
        "pairs": tokens_of(pairs),
        "thumbs": {**tokens_of(thumbs), "is_wanted": thumbs["label"].tolist()},
        "mismatched": tokens_of(thumbs, "KL_"),
        "log_probs": {
            "pairs": summed(policy, pairs),
            "thumbs": summed(policy, thumbs),
            "mismatched": summed(policy, thumbs, "KL_"),
        },
        "dpo": [dpo_case(pairs, policy, reference, beta=beta) for beta in (0.1, 0.5)],
        "kto": [
            kto_case(thumbs, policy, reference, beta=0.1),
            kto_case(thumbs, policy, reference, beta=0.5, weights=(0.75, 1.25)),
        ],
        "kto_exchanged": [kto_case(thumbs, reference, policy, beta=0.5)],
        "apo_zero_unpaired": [
            kto_case(thumbs, policy, reference, beta=beta, loss_type="apo_zero_unpaired") for beta in (0.1, 0.5)
        ],
        "divergence": divergence_case(thumbs, policy, reference),
    }


def main() -> None:
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in values().items()]
    path = Path(__file__).with_name("values.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes, made with trl {trl.__version__}")


if __name__ == "__main__":
    main()
