"""Turns one question put in several ways into one choice of the next word: steering without training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

PLAUSIBLE = 0.1
"""Only tokens at least so likely as this share of the answer's own likeliest one may be said (Li et al. 2023)."""
MOST_BESIDE = 3
FARTHEST_PULL = 1.0
"""Nats that a style pulls one word farther than the others, at most, for each unit of its weight.

What differs little at each word makes the style; what differs much is mostly another subject.
"""


def mixed(
    own: Floats, others: Sequence[Floats], weights: Sequence[float], *, is_end: NDArray[np.bool_], styles: int
) -> Floats:
    """The formula of `steered` for the tokens that are given, of the same shape as `own`.

    Args:
        is_end: which of them end the answer.
        styles: how many of the first others are bounded.
    """
    combined = own.copy()
    for place, (logits, weight) in enumerate(zip(others, weights, strict=True)):
        pull = logits - own
        combined += weight * (_bounded(pull, own, is_end) if place < styles else pull)
    return combined


def _bounded(pull: Floats, own: Floats, is_end: NDArray[np.bool_]) -> Floats:
    """Words no farther than `FARTHEST_PULL` from their mean; what ends the answer as far from that as it was."""
    import numpy as np

    if is_end.all():
        return pull
    words = ~is_end
    likely = np.exp(own[words] - own[words].max())
    found: Floats = pull - likely @ pull[words] / likely.sum()
    found[words] = np.clip(found[words], -FARTHEST_PULL, FARTHEST_PULL)
    return found


def steered(
    own: Floats,
    others: Sequence[Floats],
    weights: Sequence[float],
    *,
    styles: int,
    ends: Callable[[int], bool],
    steers_end: bool,
) -> tuple[NDArray[np.int64], Floats]:
    """The plausible next tokens and their steered logits.

    log p(w) = log p_own(w) + sum_j weight_j d_j(w) + a constant, where d_j(w) = log p_j(w) - log p_own(w), of a
    style no farther than `FARTHEST_PULL` from its mean.

    Unbounded, with a weight of -s on the question without its wish this is context steering (He et al. 2024) of
    strength s; with weights p_i / beta on attributes and minus their sum on a neutral prompt it is Drift (Kim et al.
    2025); with -a on the model without its adapter it is CoPe (Bu et al. 2025) of strength a / (1 + a), its odds raised
    to 1 + a; with shares that sum to less than one it is MOD (Shi et al. 2024). Normalisers are the same for all
    tokens, so logits do.

    Args:
        own: (vocabulary,) logits of the answer's own prompt, which also says what is plausible.
        others: the same of each prompt beside it.
        weights: of these.
        styles: how many of the first of them are for a style, and bounded.
        ends: token id -> whether it ends the answer.
        steers_end: False where such a token stays as likely as it is in `own`.

    Returns:
        (candidates,) token ids and (candidates,) logits; at least one.
    """
    import numpy as np

    tokens = np.flatnonzero(own >= own.max() + np.log(PLAUSIBLE))
    mine = own[tokens]
    is_end = np.fromiter(map(ends, tokens.tolist()), bool, len(tokens))
    combined = mixed(mine, [logits[tokens] for logits in others], weights, is_end=is_end, styles=styles)
    if not steers_end and is_end.any() and not is_end.all():
        # the rest keeps the share that it has in `own`
        combined[~is_end] += np.logaddexp.reduce(mine[~is_end]) - np.logaddexp.reduce(combined[~is_end])
        combined[is_end] = mine[is_end]
    return tokens, combined
