"""Picks the next token, through llama.cpp's own sampler chain."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.engine.base import Sampling
from assistant.engine.circles import Repeating
from assistant.engine.context import Context
from assistant.engine.native import Model, library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REMEMBERED_TOKENS = 256
CANDIDATES = 100
# a top-k first keeps every later rule from walking the whole vocabulary


class Sampler:
    """A chain of rules for one answer: top-k, penalties, top-p, min-p, temperature, a seeded draw.

    Before them, the end is made the likelier the more the answer repeats itself.

    Args:
        model: whose tokens are picked.
    """

    def __init__(self, sampling: Sampling, model: Model) -> None:
        self._end, self._repeating = model.end, Repeating(model.piece)
        self._llama = library()
        self._chain = self._llama.llama_sampler_chain_init(self._llama.llama_sampler_chain_default_params())
        for rule in self._rules(sampling, model.vocabulary_tokens):
            self._llama.llama_sampler_chain_add(self._chain, rule)

    def _rules(self, sampling: Sampling, vocabulary_tokens: int) -> list[Any]:
        llama = self._llama
        rules = [
            llama.llama_sampler_init_top_k(CANDIDATES),
            llama.llama_sampler_init_penalties(vocabulary_tokens, REMEMBERED_TOKENS, sampling.repeat_penalty, 0.0, 0.0),
        ]
        if sampling.temperature == 0:
            return [*rules, llama.llama_sampler_init_greedy()]
        return [
            *rules,
            llama.llama_sampler_init_top_p(sampling.top_p, 1),
            llama.llama_sampler_init_min_p(sampling.min_p, 1),
            llama.llama_sampler_init_temp(sampling.temperature),
            llama.llama_sampler_init_dist(sampling.seed & 0xFFFFFFFF),
        ]

    def pick(self, context: Context) -> int:
        """The next token after what the context has read; it counts as said."""
        if self._repeating.urge:
            context.favour(self._end, self._repeating.urge)
        token = int(self._llama.llama_sampler_sample(self._chain, context.handle, -1))
        self._repeating.hear(token)
        return token

    def urge(self, logits: Sequence[NDArray[np.float32]]) -> None:
        """Make the end likelier in each of these (vocabulary,) logits, as `pick` does."""
        for each in logits:
            each[self._end] += self._repeating.urge

    def pick_whole(self, logits: NDArray[np.float32]) -> int:
        """The next token, from the (vocabulary,) logits of all; it counts as said."""
        import numpy as np

        self.urge([logits])
        return self.pick_among(np.arange(len(logits)), logits)

    def pick_among(self, tokens: NDArray[np.int64], logits: NDArray[np.float32]) -> int:
        """The next token among these (candidates,) with their logits; it counts as said."""
        import numpy as np

        candidates = np.zeros(len(tokens), dtype=[("id", np.int32), ("logit", np.float32), ("p", np.float32)])
        candidates["id"], candidates["logit"] = tokens, logits
        data = candidates.ctypes.data_as(self._llama.llama_token_data_p)
        array = self._llama.llama_token_data_array(data, len(tokens), -1, False)
        self._llama.llama_sampler_apply(self._chain, ctypes.byref(array))
        token = int(array.data[array.selected].id)
        self._llama.llama_sampler_accept(self._chain, token)
        self._repeating.hear(token)
        return token

    def close(self) -> None:
        """Free the chain."""
        if self._chain:
            self._llama.llama_sampler_free(self._chain)
            self._chain = None
