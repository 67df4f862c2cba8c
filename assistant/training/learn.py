"""One night's learning: judged answers pull an adapter, and general text holds it back."""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.training import losses
from assistant.training.encode import EncodedPair, EncodedThumb, Text

if TYPE_CHECKING:
    from torch import Tensor

IGNORED = 0
"""Id that fills up shorter texts; it stands after their end, where causal attention never looks."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How boldly a night learns: few passes and gentle steps; a harsh night breaks answers."""

    passes: int = 3
    learning_rate: float = 5e-5
    beta: float = 0.1
    anchor: float = 0.1
    """Weight of the divergence on general text."""
    batch: int = 4
    longest_step: float = 1.0
    """Norm at which a step is clipped."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken."""

    number: int
    steps: int
    loss: float
    correct: float | None
    """Share of the step's pairs that the model now puts in the right order, relative to the reference."""


def learn(
    learned: Any,
    pairs: Sequence[EncodedPair],
    thumbs: Sequence[EncodedThumb],
    anchors: Sequence[Text],
    *,
    pace: Pace,
    seed: int,
) -> Generator[Step, None, None]:
    """Teach the adapter; it may be stopped after any step.

    Args:
        learned: from `lora.with_adapter`, whose adapter is still no change.
        anchors: general texts on which it is to stay what it is; one is taken at each step.
        seed: of the order; the same examples, pace and seed take the same steps.
    """
    import torch

    reference = dict(_reference(learned, pairs, thumbs))
    order = random.Random(seed)  # an order, not a secret
    batches = _batches([*pairs, *thumbs], size=pace.batch)
    steps = pace.passes * len(batches)
    values = [each for each in learned.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(values, lr=pace.learning_rate, weight_decay=0.0)
    number = 0
    for _ in range(pace.passes):
        for batch in order.sample(batches, len(batches)):
            number += 1
            optimiser.zero_grad(set_to_none=True)
            loss, correct = _judged(learned, batch, reference, pace)
            loss.backward()
            if anchors and pace.anchor:
                held = pace.anchor * _held(learned, order.choice(anchors))
                held.backward()
                loss = loss.detach() + held.detach()
            torch.nn.utils.clip_grad_norm_(values, pace.longest_step)
            optimiser.step()
            yield Step(number, steps, float(loss.detach()), correct)


def log_probs(learned: Any, texts: Sequence[Text]) -> Tensor:
    """(texts,) summed log-probabilities of the answers; logits are computed for answer tokens only."""
    import torch

    model = learned.get_base_model()
    longest = max(len(text.tokens) for text in texts)
    rows = torch.tensor([[*text.tokens, *[IGNORED] * (longest - len(text.tokens))] for text in texts])
    # what a token's probability depends on is the state one place earlier
    hidden = model.model(input_ids=rows, use_cache=False).last_hidden_state[:, :-1]
    mask = torch.tensor(
        [[text.answer_from <= place < len(text.tokens) for place in range(1, longest)] for text in texts]
    )
    logits = model.lm_head(hidden[mask]).float()
    return losses.sequence_log_probs(logits, rows[:, 1:], mask)


def _reference(learned: Any, pairs: Sequence[EncodedPair], thumbs: Sequence[EncodedThumb]) -> list[tuple[Text, float]]:
    """Log-probabilities with the adapter off, computed once."""
    import torch

    texts = [text for pair in pairs for text in (pair.wanted, pair.unwanted)] + [thumb.text for thumb in thumbs]
    texts.sort(key=lambda text: len(text.tokens))
    found = []
    with torch.inference_mode(), learned.disable_adapter():
        for begin in range(0, len(texts), 8):
            part = texts[begin : begin + 8]
            found += list(zip(part, log_probs(learned, part).tolist(), strict=True))
    return found


def _batches(items: Sequence[EncodedPair | EncodedThumb], *, size: int) -> list[list[EncodedPair | EncodedThumb]]:
    """Examples of like length together, so that little is filled up; pairs and thumbs apart."""
    batches = []
    for kind in (EncodedPair, EncodedThumb):
        alike = sorted((item for item in items if isinstance(item, kind)), key=_length)
        batches += [list(alike[begin : begin + size]) for begin in range(0, len(alike), size)]
    return batches


def _length(item: EncodedPair | EncodedThumb) -> int:
    if isinstance(item, EncodedPair):
        return max(len(item.wanted.tokens), len(item.unwanted.tokens))
    return len(item.text.tokens)


def _judged(
    learned: Any, batch: Sequence[EncodedPair | EncodedThumb], reference: dict[Text, float], pace: Pace
) -> tuple[Tensor, float | None]:
    """The weighted mean loss of a batch, and the share of its pairs in the right order."""
    import torch

    weights = torch.tensor([item.weight for item in batch])
    pairs = [item for item in batch if isinstance(item, EncodedPair)]
    if pairs:
        texts = [pair.wanted for pair in pairs] + [pair.unwanted for pair in pairs]
        now, before = log_probs(learned, texts).chunk(2), torch.tensor([reference[text] for text in texts]).chunk(2)
        each = losses.dpo(now[0], now[1], before[0], before[1], beta=pace.beta)
        correct = float(((now[0] - before[0]) > (now[1] - before[1])).float().mean())
        return (each * weights).sum() / weights.sum(), correct
    thumbs = [item for item in batch if isinstance(item, EncodedThumb)]
    texts = [thumb.text for thumb in thumbs]
    before_each = torch.tensor([reference[text] for text in texts])
    is_wanted = torch.tensor([thumb.is_wanted for thumb in thumbs])
    each = losses.apo_zero_unpaired(log_probs(learned, texts), before_each, is_wanted, beta=pace.beta)
    return (each * weights).sum() / weights.sum(), None


def _held(learned: Any, text: Text) -> Tensor:
    """How far general text has moved from what it was."""
    import torch

    model, tokens = learned.get_base_model(), torch.tensor([list(text.tokens)])
    with torch.no_grad(), learned.disable_adapter():
        teacher = model.lm_head(model.model(input_ids=tokens, use_cache=False).last_hidden_state).float()
    student = model.lm_head(model.model(input_ids=tokens, use_cache=False).last_hidden_state).float()
    mask = torch.arange(tokens.shape[1]).unsqueeze(0) >= text.answer_from
    return losses.divergence(student, teacher, mask).mean()
