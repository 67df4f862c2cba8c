"""What a batch of examples asks of the adapter, as one loss; each kind of example has its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.training.learning import losses
from assistant.training.learning.encode import EncodedPair, EncodedThumb, EncodedWish, EncodedWritten, Text
from assistant.training.learning.forward import answer_states, likely_log_probs, log_probs, logits_of

if TYPE_CHECKING:
    from torch import Tensor

Example = EncodedPair | EncodedThumb | EncodedWish | EncodedWritten
STEERING = 1.0
"""How much further than its own words a wish is to be followed; 0 would ask for no change of one that is said."""
PLAUSIBLE = 0.1
"""Tokens less likely than this share of the likeliest one are never taught (He et al. 2025, context steering)."""
FEW_THUMBS = 16
"""With fewer, nothing can be said about how far the model has moved in general: KTO's z0 stays 0."""


def judged_pairs(
    learned: Any, pairs: Sequence[EncodedPair], reference: dict[Text, float], *, beta: float
) -> tuple[Tensor, float]:
    """The weighted DPO loss, and the share of pairs that stand in the right order relative to the reference."""
    texts = [pair.wanted for pair in pairs] + [pair.unwanted for pair in pairs]
    now = log_probs(learned, texts)
    before = now.new_tensor([reference[text] for text in texts])
    each = losses.dpo(*now.chunk(2), *before.chunk(2), beta=beta)
    gained = (now - before).detach().chunk(2)
    return _weighted(each, pairs), float((gained[0] > gained[1]).float().mean())


def judged_thumbs(
    learned: Any,
    thumbs: Sequence[EncodedThumb],
    reference: dict[Text, float],
    *,
    beta: float,
    weights: tuple[float, float],
    is_few: bool,
) -> Tensor:
    """The weighted KTO loss; with few thumbs, or one alone in its batch, APO-zero-unpaired."""
    import torch

    texts = [thumb.text for thumb in thumbs]
    now = log_probs(learned, texts)
    before = now.new_tensor([reference[text] for text in texts])
    baseline: Tensor | float = 0.0
    if not is_few and len(thumbs) > 1:
        strange = _mismatched(texts)
        with torch.no_grad():
            moved = log_probs(learned, strange)
            with learned.disable_adapter():
                baseline = losses.kto_baseline(moved, log_probs(learned, strange))
    is_wanted = torch.tensor([thumb.is_wanted for thumb in thumbs], device=now.device)
    return _weighted(losses.kto(now, before, is_wanted, baseline=baseline, beta=beta, weights=weights), thumbs)


def imitated(learned: Any, written: Sequence[EncodedWritten]) -> Tensor:
    """The weighted loss of supervised fine-tuning on what the person wrote."""
    texts = [item.text for item in written]
    now = log_probs(learned, texts)
    tokens = now.new_tensor([len(text.tokens) - text.answer_from for text in texts])
    return _weighted(losses.imitation(now, tokens), written)


@dataclass(frozen=True, slots=True)
class Taught:
    """What a wish asks for at each token of its answer: a few likely ones. It does not change while it is learned."""

    rows: Tensor
    """(likely,) which token of the answer each stands at, in order."""
    tokens: Tensor
    """(likely,) ids."""
    log_probs: Tensor
    """(likely,) those of one row are probabilities that sum to one."""


def steered_teachers(learned: Any, wishes: Sequence[EncodedWish], farthest_pull: float = math.inf) -> list[Taught]:
    """Of each wish, read in one row: the model without the adapter, steered by it.

    Args:
        farthest_pull: nats that steering may pull a token away from the mean of the likely ones.
    """
    import torch

    with torch.no_grad(), learned.disable_adapter():
        states = answer_states(learned, [text for wish in wishes for text in (wish.wished, wish.contrast)])
        both = (logits_of(learned, each).log_softmax(-1) for each in states)
        return [_steered(given, contrast, farthest_pull) for given, contrast in zip(both, both, strict=True)]


def _steered(given: Tensor, contrast: Tensor, farthest_pull: float) -> Taught:
    """log p(with wish) + s (log p(with wish) - log p(its contrast)) of the likely ones.

    Args:
        given: (answer tokens, vocabulary) log-probabilities, as `contrast`.
    """
    import torch

    likely = given >= given.max(-1, keepdim=True).values + math.log(PLAUSIBLE)
    pull = given - contrast
    mean = (given.masked_fill(~likely, -torch.inf).softmax(-1) * pull).sum(-1, keepdim=True)
    pull = (pull - mean).clamp(-farthest_pull, farthest_pull)
    steered = (given + STEERING * pull).masked_fill(~likely, -torch.inf).log_softmax(-1)
    rows, tokens = likely.nonzero(as_tuple=True)
    return Taught(rows, tokens, steered[rows, tokens])


def distilled(learned: Any, wishes: Sequence[EncodedWish], teachers: Mapping[EncodedWish, Taught]) -> Tensor:
    """Follow wishes: said ones further than words alone make the model follow them, silent ones without any words.

    Context distillation (Snell et al. 2022) from a steered teacher: its Kullback-Leibler divergence, mean over the
    answer. Of said wishes the student reads the words too. So nothing changes where no wish is given, and a slider
    that is moved back is back.
    """
    taught = [teachers[wish] for wish in wishes]
    texts = [read_for(wish) for wish in wishes]
    now = likely_log_probs(learned, texts, [(each.rows, each.tokens) for each in taught])
    found = [
        (each.log_probs.exp() * (each.log_probs - mine)).sum() / (len(text.tokens) - text.answer_from)
        for text, each, mine in zip(texts, taught, now, strict=True)
    ]
    return sum(found[1:], found[0]) / len(found)


def read_for(wish: EncodedWish) -> Text:
    """What the student reads of it."""
    return wish.plain if wish.is_silent else wish.wished


def held(learned: Any, texts: Sequence[Text], was: Sequence[Tensor]) -> Tensor:
    """How far texts that nobody judged have moved from what they were: the sum of each one's mean.

    Args:
        was: of each, its states with the adapter off.
    """
    apart = [_apart(learned, *both) for both in zip(answer_states(learned, texts), was, strict=True)]
    return sum(apart[1:], apart[0])


def _apart(learned: Any, now: Tensor, was: Tensor) -> Tensor:
    """The divergence of one text's states, mean over its answer."""
    import torch

    student = logits_of(learned, now)
    with torch.no_grad():
        reference = logits_of(learned, was)
    everywhere = torch.ones(1, len(student), dtype=torch.bool, device=student.device)
    return losses.divergence(student[None], reference[None], everywhere).squeeze(0)


def _mismatched(texts: Sequence[Text]) -> list[Text]:
    """Each question with the answer to the next one."""
    return [text.answered_by(other) for text, other in zip(texts, [*texts[1:], texts[0]], strict=True)]


def _weighted(each: Tensor, items: Sequence[EncodedPair] | Sequence[EncodedThumb] | Sequence[EncodedWritten]) -> Tensor:
    """Their mean, in a lesson whose weights are 1 on average."""
    return (each * each.new_tensor([item.weight for item in items])).mean()
