"""What learning tries to make small; every loss is one number for each example, smaller is better.

Log-probabilities are natural and summed over an answer's tokens. The reference is the same model with its
adapter off. Nothing is averaged over examples here: the caller takes the weighted mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

MOST_FOR_WANTED = 4 / 3
"""How much more the wanted answers of a night may count together than the unwanted ones (KTO, equation 8)."""


def dpo(
    wanted: Tensor, unwanted: Tensor, reference_wanted: Tensor, reference_unwanted: Tensor, *, beta: float
) -> Tensor:
    """Direct preference optimisation (Rafailov et al. 2023): -log sigmoid(beta (margin - reference margin)).

    Args:
        wanted: (pairs,) log-probabilities of the better answers.
        unwanted: (pairs,) of the worse ones; the others likewise under the reference.
        beta: how much the model may move away from the reference; larger = less.
    """
    from torch.nn.functional import logsigmoid

    return -logsigmoid(beta * ((wanted - reference_wanted) - (unwanted - reference_unwanted)))


def imitation(answer: Tensor, tokens: Tensor) -> Tensor:
    """Supervised fine-tuning on what somebody wrote: negative log-likelihood in nats per token.

    Args:
        answer: (texts,) summed log-probabilities.
        tokens: (texts,) how many tokens each sum is over.
    """
    return -answer / tokens


def kto(
    answer: Tensor,
    reference: Tensor,
    is_wanted: Tensor,
    *,
    baseline: Tensor | float,
    beta: float,
    weights: tuple[float, float] = (1.0, 1.0),
) -> Tensor:
    """Kahneman-Tversky optimisation for single thumbs (Ethayarajh et al. 2024).

    Wanted answers: w (1 - sigmoid(beta (r - z0))); unwanted ones: u (1 - sigmoid(beta (z0 - r))); r = log-ratio to
    the reference.

    Args:
        answer: (thumbs,) log-probabilities.
        reference: (thumbs,) under the reference.
        is_wanted: (thumbs,) booleans.
        baseline: z0 in nats, one number for all thumbs of a batch, from `kto_baseline`; no gradient flows into it.
        beta: how much the model may move away from the reference; larger = less.
        weights: (w, u), from `kto_weights`.
    """
    import torch

    z0 = torch.as_tensor(baseline, dtype=answer.dtype, device=answer.device).detach()
    gain = beta * (answer - reference - z0)
    # 1 - sigmoid(x) is written as sigmoid(-x), which keeps its digits where it is nearly 0
    return torch.where(is_wanted, weights[0] * (-gain).sigmoid(), weights[1] * gain.sigmoid())


def kto_baseline(mismatched: Tensor, reference: Tensor) -> Tensor:
    """KTO's z0 in nats: max(0, mean log-ratio of answers to questions they do not belong to), without gradient.

    It says how far the model has moved in general; only what goes beyond it is owed to the answer.

    Args:
        mismatched: (thumbs,) log-probabilities of another thumb's answer after each thumb's question; so it takes a
            batch of two or more.
        reference: (thumbs,) of the same under the reference.
    """
    return (mismatched - reference).mean().clamp(min=0).detach()


def kto_weights(wanted: float, unwanted: float) -> tuple[float, float]:
    """What one wanted and one unwanted thumb count, (w, u), so that w wanted / (u unwanted) lies within 1 .. 4/3.

    As near to equal as the rule allows, and 1 in the mean over all thumbs, so that a lopsided night takes no larger
    steps than another. (1, 1) where there is only one kind.

    Args:
        wanted: how many thumbs, or the sum of their weights; likewise `unwanted`.
    """
    if not wanted or not unwanted:
        return 1.0, 1.0
    ratio = wanted / unwanted
    kept = min(max(ratio, 1.0), MOST_FOR_WANTED)
    unit = (1 + ratio) / (1 + kept)
    return unit * kept / ratio, unit


def apo_zero_unpaired(answer: Tensor, reference: Tensor, is_wanted: Tensor, *, beta: float) -> Tensor:
    """Anchored preference optimisation for single thumbs (D'Oosterlinck et al. 2024): KTO with its z0 at 0.

    Wanted answers: 1 - sigmoid(beta r); unwanted ones: sigmoid(beta r); r = log-ratio to the reference.
    For a handful of thumbs, too few to say how far the model has moved in general.

    Args:
        answer: (thumbs,) log-probabilities.
        reference: (thumbs,) under the reference.
        is_wanted: (thumbs,) booleans.
        beta: how much the model may move away from the reference; larger = less.
    """
    return kto(answer, reference, is_wanted, baseline=0.0, beta=beta)


def divergence(student: Tensor, teacher: Tensor, mask: Tensor) -> Tensor:
    """Forward Kullback-Leibler divergence, KL(teacher || student), mean over the masked tokens, in nats.

    The teacher is the reference on general text and on refusals: nothing it would have said may become unlikely.

    Args:
        student: (texts, tokens, vocabulary) logits.
        teacher: the same shape; no gradient flows into it.
        mask: (texts, tokens) booleans, at least one true in every text.
    """
    from assistant.training.learning.divergence import Divergence

    return _mean(Divergence.apply(student, teacher), mask)


def summed(each: Tensor, mask: Tensor) -> Tensor:
    """(texts,) sums over the masked tokens.

    Args:
        each: (masked tokens,) text by text and from left to right, as `hidden[mask]` picks them.
        mask: (texts, tokens) booleans; padding and prompts are false.

    Raises:
        ValueError: there are more or fewer numbers than masked tokens.
    """
    if each.numel() != int(mask.sum()):
        raise ValueError(f"{each.numel()} numbers for {int(mask.sum())} masked tokens.")
    return each.new_zeros(mask.shape).masked_scatter(mask, each).sum(-1)


def _mean(each: Tensor, mask: Tensor) -> Tensor:
    """(texts,) means over the masked tokens."""
    return (each * mask).sum(-1) / mask.sum(-1)
