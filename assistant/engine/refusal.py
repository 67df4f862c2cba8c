"""Reads how much rather the model would decline than comply, and how it would begin by itself, beside the answer."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any

from assistant.engine import native
from assistant.engine.base import AdapterScale
from assistant.engine.beginnings import COMPLIANCES, DECLINING, REFUSALS
from assistant.engine.context import BATCH_TOKENS, Told
from assistant.engine.reader import Reader
from assistant.engine.sampler import Sampler
from assistant.engine.saying import alone
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
        self._refusals, self._compliances, self._declining = (
            [model.tokenize(text, parse_special=False) for text in side] for side in (REFUSALS, COMPLIANCES, DECLINING)
        )
        self._reader = Reader(
            model,
            tokens=min(context_tokens, LONGEST_TOKENS),
            threads=threads,
            adapters=adapters,
            sequences=1 + len(self._refusals) + len(self._compliances),
        )
        self.opening_tokens = max(map(len, [*self._refusals, *self._compliances]))
        """Within so many it is decided whether the model declines (Qi et al. 2024)."""

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

    def opening(self, prompt: Sequence[int], sampler: Sampler, limit: int) -> Generator[int, None, None]:
        """The first tokens of the answer to this prompt, without adapters: at most `limit`. Raises ModelProblem."""
        self._reader.use(())
        for _ in self._reader.prefill(prompt, self._reader.keep(prompt)):
            continue
        yield from alone(self._reader, sampler, min(limit, self.opening_tokens))

    def _likely(
        self, prompt: Sequence[int], texts: Sequence[Sequence[int]], adapters: Sequence[AdapterScale]
    ) -> list[float]:
        """Mean log-probability of each text's tokens after the prompt."""
        reader = self._reader
        room = reader.context.tokens - sum(map(len, texts))
        if len(prompt) > room:
            raise PromptTooLong(
                f"This is too long to look at beforehand: {len(prompt)} tokens of {room}.", "Shorten it."
            )
        reader.use(adapters)
        kept = reader.keep(prompt)
        while len(prompt) - kept > MOST_AT_ONCE:
            reader.decode(prompt[kept : kept + MOST_AT_ONCE])
            kept += MOST_AT_ONCE
        return self._branch(prompt[kept:], texts, kept)

    def _branch(self, tail: Sequence[int], texts: Sequence[Sequence[int]], kept: int) -> list[float]:
        """Read the rest of the prompt and each text behind it, in one batch; mean log-probability of its tokens, nats.

        Args:
            tail: at least one token, and at most MOST_AT_ONCE.
            kept: tokens that stand before it.
        """
        import numpy as np

        context = self._reader.context
        every, after = range(1 + len(texts)), kept + len(tail)
        for sequence in every[1:]:
            context.share(sequence, kept)
        told = [Told(every, kept + place, token, place == len(tail) - 1) for place, token in enumerate(tail)]
        for sequence, text in enumerate(texts, 1):
            told += [Told((sequence,), after + place, token, True) for place, token in enumerate(text[:-1])]
        logits = _log_softmax(np.stack(self._reader.read(told, of_prompt=tail)))
        for sequence in every[1:]:
            context.forget(sequence)
        found, first = [], 1
        for text in texts:
            rows = [0, *range(first, first + len(text) - 1)]
            found.append(float(np.mean([logits[row, token] for row, token in zip(rows, text, strict=True)])))
            first += len(text) - 1
        return found

    def close(self) -> None:
        """Free the context; the weights are the speaker's."""
        self._reader.close()


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return logits
