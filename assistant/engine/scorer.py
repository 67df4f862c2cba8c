"""Reads a text with the model that serves, and says how likely each of its tokens was."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.engine import native
from assistant.engine.base import AdapterScale
from assistant.engine.template import template_of
from assistant.errors import PromptTooLong
from assistant.records import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Scorer:
    """A GGUF model as llama.cpp runs it, for judging what was learned: its logits, with adapters or without.

    Args:
        path: the GGUF file.
        context_tokens: the longest text.
        threads: processor threads.

    Raises:
        ModelMissing: not a model file.
        ModelProblem: it has no chat template.
        ModelTooLarge: there is no memory for it.
    """

    def __init__(self, *, path: Path, context_tokens: int, threads: int) -> None:
        layers, _ = native.gpu_layers("auto", layers=999)
        self._model = native.Model(path, gpu_layers=layers)
        self._template = template_of(self._model, None)
        self._context = native.Context(self._model, tokens=context_tokens, threads=threads)
        self._adapters: dict[str, Any] = {}

    def tokenize(self, text: str) -> list[int]:
        """Token ids of plain text, as the served model reads it; special tokens in it stay mere text."""
        return self._model.tokenize(text, parse_special=False)

    def conversation(self, messages: Sequence[Message]) -> list[int]:
        """Token ids of a conversation up to where an answer begins, exactly as the served model reads it."""
        parts = [(segment.text, segment.message is None) for segment in self._template.lay_out(messages)]
        tokens, beginning = self._model.tokenize_parts(parts), self._model.beginning
        return tokens if tokens[: len(beginning)] == beginning else [*beginning, *tokens]

    def answer(self, text: str) -> list[int]:
        """Token ids of an answer and its end."""
        return [*self.tokenize(text), self._model.end]

    def logits(self, tokens: Sequence[int], adapters: Sequence[AdapterScale] = ()) -> NDArray[np.float32]:
        """(tokens, vocabulary) logits of what follows each token.

        Raises:
            PromptTooLong: more tokens than the context holds.
            ModelProblem: an adapter cannot be loaded.
        """
        import numpy as np

        if len(tokens) > self._context.tokens:
            raise PromptTooLong(
                f"A text of {len(tokens)} tokens is too long to judge; {self._context.tokens} are read.", "Shorten it."
            )
        self._use(adapters)
        self._context.clear()
        size = self._model.vocabulary_tokens
        parts = [
            self._context.logits(tokens[begin : begin + native.BATCH_TOKENS], vocabulary_tokens=size)
            for begin in range(0, len(tokens), native.BATCH_TOKENS)
        ]
        return np.concatenate(parts)

    def log_probs(self, tokens: Sequence[int], adapters: Sequence[AdapterScale] = ()) -> NDArray[np.float32]:
        """(tokens - 1,) natural log-probabilities of each token after the first, given those before it."""
        import numpy as np

        logits = self.logits(tokens[:-1], adapters).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        chosen = logits[np.arange(len(tokens) - 1), list(tokens[1:])]
        scored: NDArray[np.float32] = (chosen - np.log(np.exp(logits).sum(axis=1))).astype(np.float32)
        return scored

    def _use(self, adapters: Sequence[AdapterScale]) -> None:
        handles = []
        for adapter in adapters:
            name = hashlib.sha256(adapter.gguf).hexdigest()
            if name not in self._adapters:
                self._adapters[name] = native.load_adapter(self._model, adapter.gguf)
            handles.append(self._adapters[name])
        self._context.use_adapters(handles, [adapter.scale for adapter in adapters])

    def close(self) -> None:
        """Free context and weights."""
        self._context.close()
        self._model.close()
