"""Lets several texts be read in one row, without any filling and without seeing each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

NAME = "texts_apart"


def read_apart(model: Any) -> None:
    """From now on `model(..., lengths=...)` reads its row as texts of these lengths; without, as one text.

    Texts filled up to one length cost a sixth of a night; a mask over the whole row would cost the square of it.

    Args:
        model: a transformers model; its rows hold one row each.
    """
    from transformers import AttentionInterface

    AttentionInterface.register(NAME, _attend)
    model.set_attn_implementation(NAME)


def _attend(
    _module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    _mask: None,
    *,
    scaling: float,
    lengths: Sequence[int] = (),
    **_: Any,
) -> tuple[Tensor, None]:
    """(1, heads, tokens, width) each -> (1, tokens, heads, width): causal attention within each text alone."""
    import torch

    lengths = list(lengths) or [query.shape[2]]
    texts = zip(query.split(lengths, 2), key.split(lengths, 2), value.split(lengths, 2), strict=True)
    return torch.cat([_attend_one(scaling * q[0], k[0], v[0]) for q, k, v in texts], 1).transpose(0, 1)[None], None


def _attend_one(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """(heads, tokens, width), and the same of the fewer heads of keys and values -> (heads, tokens, width).

    Written out: at the lengths of answers two plain products are twice as fast as torch's own attention.
    """
    import torch

    heads, tokens, width = query.shape
    shared = heads // len(key)
    later = torch.full((tokens, tokens), -torch.inf, device=query.device).triu(1)
    scores = torch.bmm(query.reshape(len(key), shared * tokens, width), key.transpose(1, 2))
    shares = scores.view(len(key), shared, tokens, tokens).add_(later).softmax(-1)
    return torch.bmm(shares.view_as(scores), value).view(heads, tokens, width)
