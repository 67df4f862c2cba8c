"""Reads texts with the model that learns; logits are computed only where a loss needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from assistant.training.learning import losses, precision
from assistant.training.learning.encode import Text

if TYPE_CHECKING:
    from torch import Tensor


def log_probs(learned: Any, texts: Sequence[Text]) -> Tensor:
    """(texts,) summed log-probabilities of the answers. All are read in one row."""
    states, said, mask = _read(learned, texts)
    return losses.summed(_said(learned, states, said), mask)


def likely_log_probs(learned: Any, texts: Sequence[Text], likely: Sequence[tuple[Tensor, Tensor]]) -> list[Tensor]:
    """Of each text (likely,) log-probabilities of a few tokens in the place of each answer token.

    Args:
        likely: of each text (likely,) which of its answer tokens each stands for, in order and none left out, and
            (likely,) their ids.
    """
    import torch

    each = answer_states(learned, texts)
    begins = accumulate(map(len, each[:-1]), initial=0)
    states = torch.cat(each)
    rows = torch.cat([begin + places for begin, (places, _) in zip(begins, likely, strict=True)])
    tokens = torch.cat([ids for _, ids in likely])
    first = tokens[rows.diff(prepend=rows.new_tensor([-1])) > 0]
    # in one row they share what they are divided by, so that only their logits differ
    weight = learned.get_base_model().lm_head.weight
    apart = (states[rows] * (weight[tokens] - weight[first[rows]])).sum(-1)
    found: Tensor = _said(learned, states, first)[rows] + apart
    return list(found.split([len(ids) for _, ids in likely]))


def answer_states(learned: Any, texts: Sequence[Text]) -> list[Tensor]:
    """Of each text (answer tokens, width) states that foretell each; their logits take a hundred times the memory."""
    states, _, mask = _read(learned, texts)
    return list(states.split(mask.sum(-1).tolist()))


def logits_of(learned: Any, states: Tensor) -> Tensor:
    """(answer tokens, vocabulary) logits of such states."""
    found: Tensor = learned.get_base_model().lm_head(states)
    return found.float()


def _said(learned: Any, states: Tensor, said: Tensor) -> Tensor:
    """(answer tokens,) log-probability of one token for each state."""
    from assistant.training.learning.products import Said

    head = learned.get_base_model().lm_head
    found: Tensor = Said.apply(states, head.weight, getattr(head, "rounded", head.weight), said)
    return found


def _read(learned: Any, texts: Sequence[Text]) -> tuple[Tensor, Tensor, Tensor]:
    """(answer tokens, width) states that foretell each, (answer tokens,) ids, (texts, longest) places of answers."""
    import torch

    model = learned.get_base_model()
    device = model.lm_head.weight.device
    row = torch.tensor([token for text in texts for token in text.tokens], device=device)
    places = torch.tensor([place for text in texts for place in range(len(text.tokens))], device=device)
    mask = torch.zeros(len(texts), max(len(text.tokens) for text in texts), dtype=torch.bool, device=device)
    for number, text in enumerate(texts):
        mask[number, text.answer_from : len(text.tokens)] = True
    is_answer = torch.cat([each[: len(text.tokens)] for each, text in zip(mask, texts, strict=True)])
    hidden = model.model(
        input_ids=row[None],
        position_ids=places[None],
        use_cache=False,
        lengths=[len(text.tokens) for text in texts],
    ).last_hidden_state[0]
    # what a token's probability depends on is the state one place earlier
    return hidden[:-1][is_answer[1:]], row[is_answer], mask


@contextmanager
def learning(learned: Any, check: Callable[[], None]) -> Iterator[None]:
    """Within it `check` is called after every layer, forward and backward; what it raises ends the step.

    A model that was halved rounds what it multiplies.
    """

    def look(_module: Any, _inputs: Any, output: Any) -> None:
        check()
        state = output[0] if isinstance(output, tuple) else output
        if state.requires_grad:
            state.register_hook(lambda _gradient: check())

    hooks = [layer.register_forward_hook(look) for layer in learned.get_base_model().model.layers]
    try:
        with precision.rounding(is_on=getattr(learned, "is_halved", False)):
            yield
    finally:
        for hook in hooks:
            hook.remove()
