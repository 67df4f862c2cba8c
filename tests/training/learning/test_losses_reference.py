"""Each loss and its gradient equal what another implementation computed (`make reference`)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from assistant.training.learning import losses

ROOT = Path(__file__).parents[3]
FOLDER = Path(__file__).parent / "reference"
REFERENCE: dict[str, Any] = json.loads((FOLDER / "values.json").read_text(encoding="utf-8"))
SINGLE = 2e-6
"""Inputs are exact; the other implementation sums a dozen nats in single precision, and seven decimals are kept."""
LEARNED, BASE = "policy", "reference"


def table(name: str) -> Tensor:
    """(places, tokens, vocabulary): the logits after each token at each place."""
    return torch.tensor(REFERENCE[name], dtype=torch.float64, requires_grad=name == LEARNED)


def answers(batch: str) -> tuple[Tensor, Tensor]:
    """Token ids and which of them are the answer's, (texts, places)."""
    return torch.tensor(REFERENCE[batch]["tokens"]), torch.tensor(REFERENCE[batch]["answer"])


def logits(model: Tensor, tokens: Tensor) -> Tensor:
    """(texts, places - 1, vocabulary): the logits of every token but the first."""
    return model[torch.arange(tokens.shape[1] - 1), tokens[:, :-1]]


def log_probs(model: Tensor, batch: str) -> Tensor:
    tokens, mask = answers(batch)
    mask, said = mask[:, 1:], tokens[:, 1:, None]
    return losses.summed(logits(model, tokens).log_softmax(-1).gather(-1, said).squeeze(-1)[mask], mask)


def assert_same(found: Tensor, model: Tensor, expected: dict[str, Any]) -> None:
    """The loss of every example, their mean, and how that moves the model."""
    torch.testing.assert_close(found.tolist(), expected["losses"], atol=SINGLE, rtol=0)
    assert found.mean().item() == pytest.approx(expected["mean"], abs=SINGLE)
    (gradient,) = torch.autograd.grad(found.mean(), model)
    torch.testing.assert_close(gradient.tolist(), expected["gradient"], atol=SINGLE, rtol=0)


@pytest.mark.parametrize("batch", ["pairs", "thumbs", "mismatched"])
def test_log_probs(batch: str) -> None:
    found = log_probs(table(LEARNED), batch)
    torch.testing.assert_close(found.tolist(), REFERENCE["log_probs"][batch], atol=SINGLE, rtol=0)


@pytest.mark.parametrize("case", REFERENCE["dpo"], ids=lambda case: f"beta {case['beta']}")
def test_dpo(case: dict[str, Any]) -> None:
    model = table(LEARNED)
    wanted, unwanted = log_probs(model, "pairs").chunk(2)
    before = log_probs(table(BASE), "pairs").chunk(2)
    assert_same(losses.dpo(wanted, unwanted, *before, beta=case["beta"]), model, case)


def kto(model: Tensor, base: Tensor, case: dict[str, Any]) -> Tensor:
    baseline = losses.kto_baseline(log_probs(model, "mismatched"), log_probs(base, "mismatched"))
    assert baseline.item() == pytest.approx(case["z0"], abs=SINGLE)
    return losses.kto(
        log_probs(model, "thumbs"),
        log_probs(base, "thumbs"),
        torch.tensor(REFERENCE["thumbs"]["is_wanted"]),
        baseline=baseline,
        beta=case["beta"],
        weights=(case["weights"][0], case["weights"][1]),
    )


@pytest.mark.parametrize("case", REFERENCE["kto"], ids=lambda case: f"beta {case['beta']}")
def test_kto(case: dict[str, Any]) -> None:
    assert case["z0"] > 0.1
    model = table(LEARNED)
    assert_same(kto(model, table(BASE), case), model, case)


@pytest.mark.parametrize("case", REFERENCE["kto_exchanged"], ids=lambda case: f"beta {case['beta']}")
def test_kto_where_the_mean_log_ratio_is_negative(case: dict[str, Any]) -> None:
    assert case["z0"] == 0
    model = table(BASE).requires_grad_()
    assert_same(kto(model, table(LEARNED).detach(), case), model, case)


@pytest.mark.parametrize("case", REFERENCE["apo_zero_unpaired"], ids=lambda case: f"beta {case['beta']}")
def test_apo_zero_unpaired(case: dict[str, Any]) -> None:
    model = table(LEARNED)
    found = losses.apo_zero_unpaired(
        log_probs(model, "thumbs"),
        log_probs(table(BASE), "thumbs"),
        torch.tensor(REFERENCE["thumbs"]["is_wanted"]),
        beta=case["beta"],
    )
    assert_same(found, model, case)


def test_divergence() -> None:
    model = table(LEARNED)
    tokens, mask = answers("thumbs")
    found = losses.divergence(logits(model, tokens), logits(table(BASE), tokens), mask[:, 1:])
    assert_same(found, model, REFERENCE["divergence"])


def pins(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in (line.split("==") for line in lines)}


def test_its_libraries_are_pinned_and_stay_out_of_the_program() -> None:
    needed = pins(FOLDER / "requirements.txt")
    assert REFERENCE["made_with"]["trl"] == needed["trl"]
    assert {"datasets", "pandas", "pyarrow"} < needed.keys()
    assert not needed.keys() & pins(ROOT / "constraints.txt").keys()
