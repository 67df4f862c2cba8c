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


def mixed(own: Floats, others: Sequence[Floats], weights: Sequence[float]) -> Floats:
    """The formula of `steered` for the tokens that are given, of the same shape as `own`."""
    combined = own.copy()
    for logits, weight in zip(others, weights, strict=True):
        combined += weight * (logits - own)
    return combined


def steered(
    own: Floats, others: Sequence[Floats], weights: Sequence[float], *, ends: Callable[[int], bool] = lambda _: False
) -> tuple[NDArray[np.int64], Floats]:
    """The plausible next tokens and their steered logits.

    log p(w) = log p_own(w) + sum_j weight_j (log p_j(w) - log p_own(w)) + a constant

    With a weight of -s on the question without its wish this is context steering (He et al. 2024) of strength s; with
    weights p_i / beta on attributes and minus their sum on a neutral prompt it is Drift (Kim et al. 2025); with -a on
    the model without its adapter it is CoPe (Bu et al. 2025); with shares that sum to less than one it is MOD (Shi
    et al. 2024). Normalisers are the same for all tokens, so logits do.

    Args:
        own: (vocabulary,) logits of the answer's own prompt, which also says what is plausible.
        others: the same of each prompt beside it.
        weights: of these.
        ends: token id -> whether it ends the answer and is not steered: it stays as likely as it is in `own`.

    Returns:
        (candidates,) token ids and (candidates,) logits; at least one.
    """
    import numpy as np

    tokens = np.flatnonzero(own >= own.max() + np.log(PLAUSIBLE))
    mine = own[tokens]
    combined = mixed(mine, [logits[tokens] for logits in others], weights)
    kept = np.fromiter(map(ends, tokens.tolist()), bool, len(tokens))
    if kept.any() and not kept.all():
        # the rest keeps the share that it has in `own`
        combined[~kept] += np.logaddexp.reduce(mine[~kept]) - np.logaddexp.reduce(combined[~kept])
        combined[kept] = mine[kept]
    return tokens, combined
