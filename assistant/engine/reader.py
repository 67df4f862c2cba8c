"""One KV cache with the account of what was read into it, and questions put in several ways that go on abreast."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.engine import native
from assistant.engine.base import AdapterScale
from assistant.engine.cache import ReadTokens
from assistant.engine.context import BATCH_TOKENS, Context, Told
from assistant.engine.steering import MOST_BESIDE
from assistant.errors import ModelProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class Reader:
    """Reads prompts with a model and the adapters that act; sequence 0 keeps what it has read for the next one.

    Args:
        tokens: of all sequences together.
        sequences: at most so many, sequence 0 among them.
        adapters: those of this model that were loaded, by the hash of their bytes; shared between its readers.
        is_divided: see `Context`.

    Raises:
        ModelTooLarge: there is no memory for its cache.
    """

    def __init__(
        self,
        model: native.Model,
        *,
        tokens: int,
        threads: int,
        adapters: dict[str, Any],
        sequences: int = 1 + MOST_BESIDE,
        is_divided: bool = False,
    ) -> None:
        self._model, self._adapters = model, adapters
        self.context = Context(model, tokens=tokens, threads=threads, sequences=sequences, is_divided=is_divided)
        self.account = ReadTokens(model.piece)
        self._acting: tuple[tuple[str, float], ...] = ()
        self._beside: list[int] = []

    def use(self, adapters: Sequence[AdapterScale]) -> None:
        """Let these adapters act; what was read with others is stale and forgotten. Raises ModelProblem."""
        wanted = tuple((hashlib.sha256(adapter.gguf).hexdigest(), adapter.scale) for adapter in adapters)
        if wanted == self._acting:
            return
        for (name, _), adapter in zip(wanted, adapters, strict=True):
            if name not in self._adapters:
                self._adapters[name] = native.load_adapter(self._model, adapter.gguf)
        self.context.use_adapters([self._adapters[name] for name, _ in wanted], [scale for _, scale in wanted])
        self._acting = wanted
        self.clear()

    def keep(self, prompt: Sequence[int]) -> int:
        """Keep what `prompt` begins with and forget the rest; how many tokens stayed: never all of the prompt."""
        wanted = min(self.account.common(prompt), len(prompt) - 1)
        if wanted and self.context.keep(wanted):
            del self.account.tokens[wanted:]
            return wanted
        self.clear()
        return 0

    def prefill(self, prompt: Sequence[int], start: int, *, part: int = BATCH_TOKENS) -> Generator[int, None, None]:
        """Read the prompt from `start` on, part by part; yields how many tokens are read. Raises ModelProblem."""
        yield start
        for begin in range(start, len(prompt), part):
            batch = prompt[begin : begin + part]
            self.decode(batch)
            yield begin + len(batch)

    def decode(self, tokens: Sequence[int]) -> None:
        """Read at most BATCH_TOKENS tokens after what was read. Raises ModelProblem."""
        try:
            self.context.decode(tokens)
        except ModelProblem:
            self.clear()
            raise
        self.account.tokens.extend(tokens)

    def part(self, prompts: Sequence[Sequence[int]]) -> list[Floats]:
        """Read other prompts beside the one that was read, each from where it parts from it on.

        Returns:
            (vocabulary,) logits of what follows: the one that was read, then these.

        Raises:
            ModelProblem: it could not read on.
        """
        found = [self.context.last_logits()]
        told: list[Told] = []
        for sequence, prompt in enumerate(prompts, start=1):
            shared = min(self.account.common(prompt), len(prompt) - 1)
            if not self.context.share(sequence, shared):
                shared = 0
            last = len(prompt) - 1
            told += [Told((sequence,), place, prompt[place], place == last) for place in range(shared, len(prompt))]
        self._beside = [len(prompt) for prompt in prompts]
        for begin in range(0, len(told), BATCH_TOKENS):
            found += self.read(told[begin : begin + BATCH_TOKENS])
        return found

    def tell(self, token: int) -> list[Floats]:
        """Read one token in every sequence; logits as from `part`. Raises ModelProblem."""
        told = [Told((0,), len(self.account.tokens), token, True)]
        told += [Told((sequence,), place, token, True) for sequence, place in enumerate(self._beside, start=1)]
        found = self.read(told, of_prompt=(token,))
        self._beside = [place + 1 for place in self._beside]
        return found

    def join(self) -> None:
        """Forget what was read beside the answer."""
        for sequence in range(1, 1 + len(self._beside)):
            self.context.forget(sequence)
        self._beside = []

    def read(self, told: Sequence[Told], *, of_prompt: Sequence[int] = ()) -> list[Floats]:
        """Read at most BATCH_TOKENS tokens at once.

        Args:
            of_prompt: those of them that go on in sequence 0, in their order.

        Returns:
            (vocabulary,) logits of what follows each that is asked for.

        Raises:
            ModelProblem: it could not read on; nothing is read any more.
        """
        try:
            found = list(self.context.read(told))
        except ModelProblem:
            self.clear()
            raise
        self.account.tokens.extend(of_prompt)
        return found

    def clear(self) -> None:
        """Forget all that was read."""
        self.context.clear()
        self.account.clear()
        self._beside = []

    def close(self) -> None:
        """Free the cache."""
        self.context.close()
