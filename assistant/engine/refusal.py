"""Reads how much rather the model would decline than comply, beside the answer and without disturbing it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any

from assistant.engine import native
from assistant.engine.base import AdapterScale
from assistant.engine.beginnings import COMPLIANCES, DECLINING, REFUSALS
from assistant.engine.context import BATCH_TOKENS, Context, Told
from assistant.errors import PromptTooLong

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_TOKENS = 2048
"""Tokens of context it has; its KV cache takes half as much memory as that of a speaker with twice as many."""

MOST_AT_ONCE = BATCH_TOKENS // 2
"""Prompt tokens in one batch: beside them there must be room for the beginnings."""


class RefusalReader:
    """A second, small context on the same weights, with a KV cache of its own.

    Each beginning is a sequence of its own behind the shared prompt, all of them read in one batch and then
    forgotten. What the speaker has read stays as it is; what this one has read of a chat is not read again.

    Args:
        model: the weights, open as long as this is.
        threads: processor threads.
        adapters: adapters of this model that are loaded already, by the sha256 of their bytes; added to.

    Raises:
        ModelTooLarge: there is no memory for it.
    """

    def __init__(self, model: native.Model, *, context_tokens: int, threads: int, adapters: dict[str, Any]) -> None:
        self._model = model
        self._adapters = adapters
        self._acting: list[tuple[str, float]] = []
        self._read: list[int] = []
        self._refusals, self._compliances, self._declining = (
            [model.tokenize(text, parse_special=False) for text in side] for side in (REFUSALS, COMPLIANCES, DECLINING)
        )
        self._context = Context(
            model,
            tokens=min(context_tokens, LONGEST_TOKENS),
            threads=threads,
            sequences=1 + len(self._refusals) + len(self._compliances),
        )

    def declining(self, prompt: Sequence[int], adapters: Sequence[AdapterScale] = ()) -> float:
        """Mean log-probability of beginnings that decline, nats per token. Few and short: the cheap look.

        Args and raises: as `margin`.
        """
        return fmean(self._likely(prompt, self._declining, adapters))

    def margin(self, prompt: Sequence[int], adapters: Sequence[AdapterScale] = ()) -> float:
        """log P(refusal) - log P(compliance), nats per token, as the mean over several beginnings of either.

        Args:
            prompt: token ids up to where the answer begins.

        Raises:
            PromptTooLong: longer than the context.
            ModelProblem: an adapter cannot be loaded, or the model could not read on.
        """
        likely = self._likely(prompt, [*self._refusals, *self._compliances], adapters)
        return fmean(likely[: len(self._refusals)]) - fmean(likely[len(self._refusals) :])

    def _likely(
        self, prompt: Sequence[int], texts: Sequence[Sequence[int]], adapters: Sequence[AdapterScale]
    ) -> list[float]:
        """Mean log-probability of each text's tokens after the prompt."""
        room = self._context.tokens - sum(map(len, texts))
        if len(prompt) > room:
            raise PromptTooLong(
                f"This is too long to look at beforehand: {len(prompt)} tokens of {room}.", "Shorten it."
            )
        self._use(adapters)
        kept = self._keep(prompt)
        self._read = []  # should reading on fail
        while len(prompt) - kept > MOST_AT_ONCE:
            self._context.decode(prompt[kept : kept + MOST_AT_ONCE])
            kept += MOST_AT_ONCE
        likely = self._branch(prompt[kept:], texts, kept)
        self._read = list(prompt)
        return likely

    def _branch(self, tail: Sequence[int], texts: Sequence[Sequence[int]], kept: int) -> list[float]:
        """Read the rest of the prompt and each text behind it, in one batch; mean log-probability of its tokens, nats.

        Args:
            tail: at least one token, and at most MOST_AT_ONCE.
            kept: tokens that stand before it.
        """
        import numpy as np

        every, after = range(1 + len(texts)), kept + len(tail)
        for sequence in every[1:]:
            self._context.share(sequence, kept)
        told = [Told(every, kept + place, token, place == len(tail) - 1) for place, token in enumerate(tail)]
        for sequence, text in enumerate(texts, 1):
            told += [Told((sequence,), after + place, token, True) for place, token in enumerate(text[:-1])]
        logits = _log_softmax(self._context.read(told))
        for sequence in every[1:]:
            self._context.forget(sequence)
        found, first = [], 1
        for text in texts:
            rows = [0, *range(first, first + len(text) - 1)]
            found.append(float(np.mean([logits[row, token] for row, token in zip(rows, text, strict=True)])))
            first += len(text) - 1
        return found

    def _keep(self, prompt: Sequence[int]) -> int:
        """How many tokens at the start are read already; the last one always is read again, for what follows it."""
        same = next(
            (place for place, (old, new) in enumerate(zip(self._read, prompt, strict=False)) if old != new),
            min(len(self._read), len(prompt)),
        )
        same = min(same, len(prompt) - 1)
        if same and self._context.keep(same):
            return same
        self._context.clear()
        return 0

    def _use(self, adapters: Sequence[AdapterScale]) -> None:
        wanted = [(hashlib.sha256(adapter.gguf).hexdigest(), adapter.scale) for adapter in adapters]
        if wanted == self._acting:
            return
        for (name, _), adapter in zip(wanted, adapters, strict=True):
            if name not in self._adapters:
                self._adapters[name] = native.load_adapter(self._model, adapter.gguf)
        self._context.use_adapters([self._adapters[name] for name, _ in wanted], [scale for _, scale in wanted])
        self._acting, self._read = wanted, []

    def close(self) -> None:
        """Free the context; the weights are the speaker's."""
        self._context.close()


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return logits
