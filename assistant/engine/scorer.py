"""Reads a text with the model that serves, and says how likely each of its tokens was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.engine import gpu, native
from assistant.engine.base import AdapterScale
from assistant.engine.context import PART_TOKENS, Context
from assistant.engine.template import template_of
from assistant.errors import ModelTooLarge, PromptTooLong
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
        gpu_layers: see `gpu.layers`.
        check: called before every part of a text is read; what it raises ends the reading.

    Raises:
        ModelMissing: not a model file.
        ModelProblem: it has no chat template.
        ModelTooLarge: there is no memory for it.
    """

    def __init__(
        self,
        *,
        path: Path,
        context_tokens: int,
        threads: int,
        gpu_layers: int | str = gpu.AUTO,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._check = check

        def build(layers: int) -> tuple[native.Model, Context]:
            model = native.Model(path, gpu_layers=layers)
            try:
                return model, Context(model, tokens=context_tokens, threads=threads)
            except ModelTooLarge:
                model.close()
                raise

        layers = gpu.layers(path, gpu_layers, tokens=context_tokens)
        self._model, self._context = gpu.load(build, layers)
        self._template = template_of(self._model, None)
        self._adapters: dict[str, Any] = {}
        self._acting: list[tuple[str, float]] = []
        self._read: tuple[int, ...] = ()

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

    def logits(
        self, tokens: Sequence[int], adapters: Sequence[AdapterScale] = (), *, begin: int = 0
    ) -> NDArray[np.float32]:
        """(tokens - begin, vocabulary) logits of what follows each token from `begin` on.

        What was read the last time with the same adapters, before `begin`, is not read again.

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
        kept = self._keep(tokens[:begin])
        self._read = ()  # should reading on fail
        size = self._model.vocabulary_tokens
        parts = [np.empty((0, size), np.float32)]
        for place in range(kept, len(tokens), PART_TOKENS):
            self._check()
            part = tokens[place : place + PART_TOKENS]
            parts.append(self._context.logits(part, begin=max(0, begin - place)))
        self._read = tuple(tokens)
        return np.concatenate(parts)

    def log_probs(
        self, tokens: Sequence[int], adapters: Sequence[AdapterScale] = (), *, begin: int = 1
    ) -> NDArray[np.float32]:
        """(tokens - begin,) natural log-probabilities of each token from `begin` >= 1 on, given those before it."""
        import numpy as np

        logits = self.logits(tokens[:-1], adapters, begin=begin - 1)
        logits -= logits.max(axis=1, keepdims=True)
        chosen = logits[np.arange(len(logits)), list(tokens[begin:])]
        scored: NDArray[np.float32] = chosen - np.log(np.exp(logits, out=logits).sum(axis=1))
        return scored

    def _keep(self, tokens: Sequence[int]) -> int:
        """How many of these were read the last time; everything else that was read is forgotten."""
        alike = next(
            (place for place, (one, other) in enumerate(zip(tokens, self._read, strict=False)) if one != other),
            min(len(tokens), len(self._read)),
        )
        if alike and self._context.keep(alike):
            return alike
        self._context.clear()
        return 0

    def _use(self, adapters: Sequence[AdapterScale]) -> None:
        handles, acting = [], []
        for adapter in adapters:
            name = hashlib.sha256(adapter.gguf).hexdigest()
            if name not in self._adapters:
                self._adapters[name] = native.load_adapter(self._model, adapter.gguf)
            handles.append(self._adapters[name])
            acting.append((name, adapter.scale))
        if acting != self._acting:
            self._context.use_adapters(handles, [adapter.scale for adapter in adapters])
            self._acting, self._read = acting, ()

    def close(self) -> None:
        """Free context and weights."""
        self._context.close()
        self._model.close()
