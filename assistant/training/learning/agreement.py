"""Checks that an exported adapter does in llama.cpp what it does where it learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.errors import ModelProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PROMPTS = (
    "The three most important things about bread are",
    "Here is a list:\n\n1. Water\n2. Flour\n3.",
    "Dear friend, thank you for your letter. I was glad to hear",
    "In short, the sky is blue because",
)
LEAST_COSINE = 0.96
"""Between what right exports reach (0.98 and more) and wrong ones do (0.93 and less); see docs/decisions."""
CLEAR = 10.0
"""The change has to be this many times as large as what the two differ in anyway, before it can be compared."""
STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike an adapter acts in two runtimes, over all positions of the fixed prompts."""

    cosine: float
    """Cosine of the two changes of the logits: 1 = the same change."""
    strength: float
    """At which it was compared; llama.cpp rounds its sums, so a gentle adapter has to be made stronger to be seen."""
    noise: float
    """What the two runtimes differ in without an adapter, relative to the size of the logits."""


def compare(learned: Any, gguf: bytes, scorer: Scorer) -> Agreement:
    """Compare the change that the adapter makes in peft with the one that its export makes in llama.cpp."""
    import numpy as np

    texts = [scorer.tokenize(prompt) for prompt in PROMPTS]
    with learned.disable_adapter():
        taught = _taught(learned, texts)
    served = np.concatenate([scorer.logits(tokens) for tokens in texts])
    apart = float(np.linalg.norm(served - taught))
    for strength in STRENGTHS:
        with _strengthened(learned, strength):
            taught_change = _taught(learned, texts) - taught
        if np.linalg.norm(taught_change) >= CLEAR * apart:
            break
    adapter = (AdapterScale("night", gguf, strength),)
    served_change = np.concatenate([scorer.logits(tokens, adapter) for tokens in texts]) - served
    sizes = float(np.linalg.norm(served_change) * np.linalg.norm(taught_change))
    return Agreement(
        cosine=float((served_change * taught_change).sum() / sizes) if sizes else 0.0,
        strength=strength,
        noise=apart / float(np.linalg.norm(taught)),
    )


def check(found: Agreement) -> None:
    """Raises ModelProblem when the adapter would not act as it learned."""
    if not found.cosine >= LEAST_COSINE:  # nor where it is no number
        raise ModelProblem(
            f"The adapter acts differently in llama.cpp than it learned (cosine {found.cosine:.3f}).",
            "It is not used; your ratings are kept.",
        )


def _taught(learned: Any, texts: Sequence[Sequence[int]]) -> Floats:
    """(tokens of all texts, vocabulary) logits."""
    import numpy as np
    import torch

    with torch.inference_mode():
        rows = (torch.tensor([list(tokens)], device=learned.device) for tokens in texts)
        return np.concatenate([learned(row).logits[0].float().cpu().numpy() for row in rows])


@contextmanager
def _strengthened(learned: Any, strength: float) -> Iterator[None]:
    """Let the adapter act more strongly for a moment."""
    layers = [module for module in learned.modules() if isinstance(getattr(module, "scaling", None), dict)]
    for layer in layers:
        for name in layer.scaling:
            layer.scaling[name] *= strength
    try:
        yield
    finally:
        for layer in layers:
            for name in layer.scaling:
                layer.scaling[name] /= strength
