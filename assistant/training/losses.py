"""What learning tries to make small; every loss is one number for each example, smaller is better.

Log-probabilities are natural and summed over an answer's tokens. The reference is the same model with its
adapter off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


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


def apo_zero_unpaired(answer: Tensor, reference: Tensor, is_wanted: Tensor, *, beta: float) -> Tensor:
    """Anchored preference optimisation for single thumbs (D'Oosterlinck et al. 2024): KTO with its anchor at 0.

    Wanted answers: 1 - sigmoid(beta r); unwanted ones: sigmoid(beta r); r = log-ratio to the reference.

    Args:
        answer: (thumbs,) log-probabilities.
        reference: (thumbs,) under the reference.
        is_wanted: (thumbs,) booleans.
    """
    import torch

    reward = beta * (answer - reference)
    return torch.where(is_wanted, 1 - reward.sigmoid(), reward.sigmoid())


def divergence(student: Tensor, teacher: Tensor, mask: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the teacher's next words from the student's, mean over the masked tokens, in nats.

    As an anchor the teacher is the reference on general text; in context distillation (Snell et al. 2022) it has
    read wishes which the student has not.

    Args:
        student: (texts, tokens, vocabulary) logits.
        teacher: the same shape; no gradient flows into it.
        mask: (texts, tokens) booleans, at least one true in every text.
    """
    log_student, log_teacher = student.log_softmax(-1), teacher.detach().log_softmax(-1)
    each = (log_teacher.exp() * (log_teacher - log_student)).sum(-1)
    return (each * mask).sum(-1) / mask.sum(-1)


def sequence_log_probs(logits: Tensor, tokens: Tensor, mask: Tensor) -> Tensor:
    """(texts,) summed log-probabilities of the masked tokens.

    Args:
        logits: (texts, tokens, vocabulary), each position's logits of the token at that position of `tokens`.
        tokens: (texts, tokens) ids.
        mask: (texts, tokens) booleans; padding and prompts are false.
    """
    chosen = logits.gather(-1, tokens.unsqueeze(-1)).squeeze(-1) - logits.logsumexp(-1)
    return (chosen * mask).sum(-1)
