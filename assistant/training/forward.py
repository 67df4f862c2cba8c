"""Reads texts with the model that learns; logits are computed only where a loss needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.training import losses
from assistant.training.encode import Text

if TYPE_CHECKING:
    from torch import Tensor

FILLING = 0
"""Id that fills up shorter texts; it stands after their end, where causal attention never looks."""


def log_probs(learned: Any, texts: Sequence[Text]) -> Tensor:
    """(texts,) summed log-probabilities of the answers."""
    logits, rows, mask = _read(learned, texts)
    return losses.sequence_log_probs(logits, rows[:, 1:], mask)


def answer_logits(learned: Any, texts: Sequence[Text]) -> Tensor:
    """(answer tokens of all texts, vocabulary) logits of each answer token, text by text."""
    return _read(learned, texts)[0]


def _read(learned: Any, texts: Sequence[Text]) -> tuple[Tensor, Tensor, Tensor]:
    import torch

    model = learned.get_base_model()
    longest = max(len(text.tokens) for text in texts)
    rows = torch.tensor([[*text.tokens, *[FILLING] * (longest - len(text.tokens))] for text in texts])
    mask = torch.tensor(
        [[text.answer_from <= place < len(text.tokens) for place in range(1, longest)] for text in texts]
    )
    # what a token's probability depends on is the state one place earlier
    hidden = model.model(input_ids=rows, use_cache=False).last_hidden_state[:, :-1]
    return model.lm_head(hidden[mask]).float(), rows, mask


@contextmanager
def interruptible(learned: Any, check: Callable[[], None]) -> Iterator[None]:
    """Within it `check` is called after every layer, forward and backward; what it raises ends the step."""

    def look(_module: Any, _inputs: Any, output: Any) -> None:
        check()
        state = output[0] if isinstance(output, tuple) else output
        if state.requires_grad:
            state.register_hook(lambda _gradient: check())

    hooks = [layer.register_forward_hook(look) for layer in learned.get_base_model().model.layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
