"""Reads texts with the model that learns; logits are computed only where a loss needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.training.learning import losses
from assistant.training.learning.encode import Text

if TYPE_CHECKING:
    from torch import Tensor

MOST_FILLING = 1.6
"""Reading many short groups costs more than some filling up."""
FILLING = 0
"""Id that fills up shorter texts; it stands after their end, where causal attention never looks."""


def log_probs(learned: Any, texts: Sequence[Text]) -> Tensor:
    """(texts,) summed log-probabilities of the answers. Texts of like length are read together."""
    import torch

    from assistant.training.learning.products import Said

    head = learned.get_base_model().lm_head
    order = sorted(range(len(texts)), key=lambda place: len(texts[place].tokens))
    found = []
    for alike in _alike([texts[place] for place in order]):
        states, rows, mask = _read(learned, alike)
        each = Said.apply(states, head.weight, getattr(head, "rounded", head.weight), rows[:, 1:][mask])
        found.append(losses.summed(each, mask))
    back = sorted(range(len(order)), key=order.__getitem__)
    return torch.cat(found)[back]


def answer_logits(learned: Any, text: Text) -> Tensor:
    """(answer tokens, vocabulary) logits of each answer token."""
    found: Tensor = learned.get_base_model().lm_head(_read(learned, [text])[0])
    return found.float()


def _alike(texts: Sequence[Text]) -> list[list[Text]]:
    """Texts, shortest first, in groups whose longest is at most `MOST_FILLING` times its shortest."""
    groups: list[list[Text]] = []
    for text in texts:
        if groups and len(text.tokens) <= MOST_FILLING * len(groups[-1][0].tokens):
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def _read(learned: Any, texts: Sequence[Text]) -> tuple[Tensor, Tensor, Tensor]:
    """(answer tokens, width) states that foretell each, (texts, tokens) ids, and (texts, tokens - 1) which they are."""
    import torch

    model = learned.get_base_model()
    longest = max(len(text.tokens) for text in texts)
    rows = torch.tensor([[*text.tokens, *[FILLING] * (longest - len(text.tokens))] for text in texts])
    mask = torch.tensor(
        [[text.answer_from <= place < len(text.tokens) for place in range(1, longest)] for text in texts]
    )
    # what a token's probability depends on is the state one place earlier
    hidden = model.model(input_ids=rows, use_cache=False).last_hidden_state[:, :-1]
    return hidden[mask], rows, mask


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
