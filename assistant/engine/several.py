"""Several questions answered side by side: every weight is read once for all of their next words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

from assistant.engine import native
from assistant.engine.base import AdapterScale, Sampling
from assistant.engine.cache import common
from assistant.engine.context import PART_TOKENS, Told
from assistant.engine.reader import Reader
from assistant.engine.sampler import Sampler
from assistant.engine.saying import Saying

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MOST = 14
"""Side by side."""
EACH = 1024
"""Room for one prompt and its answer. Where one needs more, each has more, and fewer are answered at a time."""
TOKENS = MOST * EACH
Prompt = tuple[Sequence[int], int]
"""Token ids, and how many its answer may have at most."""


class Several:
    """A KV cache of its own for answers that nobody waits for.

    It is divided: where all shared one pool of cells, each word looked through everything that all had said, and was
    added up in another order than alone, so that one answer in four differed.

    Args:
        adapters: see `Reader`.
    """

    def __init__(self, model: native.Model, *, threads: int, adapters: dict[str, Any]) -> None:
        self._model, self._threads, self._adapters = model, threads, adapters
        self._reader: Reader | None = None
        self._each = 0

    def answers(
        self,
        prompts: Sequence[Prompt],
        sampling: Sampling,
        adapters: Sequence[AdapterScale],
        *,
        check: Callable[[], None],
    ) -> list[Saying]:
        """The answer to each prompt by itself, all with the same seed.

        Args:
            check: called at every step; what it raises ends them all.

        Raises:
            ModelTooLarge: there is no memory for its cache.
            ModelProblem: it could not read on, or an adapter cannot be loaded.
        """
        each = EACH * max((math.ceil(_size(prompt) / EACH) for prompt in prompts), default=1)
        most = max(1, TOKENS // each)
        reader = self._divided(each, most)
        reader.use(adapters)
        parts = [prompts[begin : begin + most] for begin in range(0, len(prompts), most)]
        return [answer for part in parts for answer in self._side_by_side(reader, part, sampling, check)]

    def _divided(self, each: int, most: int) -> Reader:
        """A cache in which `most` sequences have room for `each` tokens."""
        if self._reader is None or each != self._each:
            self.close()
            self._reader = Reader(
                self._model,
                tokens=most * each,
                threads=self._threads,
                adapters=self._adapters,
                sequences=most,
                is_divided=True,
            )
            self._each = each
        return self._reader

    def _side_by_side(
        self, reader: Reader, prompts: Sequence[Prompt], sampling: Sampling, check: Callable[[], None]
    ) -> list[Saying]:
        answers = [Saying(self._model, sampling.stop) for _ in prompts]
        with ExitStack() as opened:
            samplers = [opened.enter_context(closing(Sampler(sampling, self._model))) for _ in prompts]
            going = dict(enumerate(_begun(reader, [tokens for tokens, _ in prompts], check)))
            while going:
                check()
                told = []
                for number, logits in going.items():
                    token = samplers[number].pick_whole(logits)
                    answers[number].hear(token)
                    tokens, most = prompts[number]
                    said = len(answers[number].tokens)
                    if not answers[number].is_over and said < most:
                        told.append(Told((number,), len(tokens) + said - 1, token, True))
                found = reader.read(told) if told else []
                going = {each.sequences[0]: logits for each, logits in zip(told, found, strict=True)}
        for answer in answers:
            answer.rest()
        return answers

    def close(self) -> None:
        """Free the cache."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _begun(reader: Reader, prompts: Sequence[Sequence[int]], check: Callable[[], None]) -> list[Floats]:
    """Read the prompts, each into a sequence of its own; (vocabulary,) logits of what follows each.

    One after another: much that is read at once is added up in another order, and answers would not be the same.
    """
    found: list[Floats] = []
    reader.clear()
    shared = min(min(common(prompts[0], prompt), len(prompt) - 1) for prompt in prompts)
    for _ in reader.prefill(prompts[0][:shared], 0, part=PART_TOKENS):
        check()
    # before any reads on: all that the first one has read is copied
    known = [shared, *(shared if reader.context.share(each, shared) else 0 for each in range(1, len(prompts)))]
    for sequence, prompt in enumerate(prompts):
        last = len(prompt) - 1
        told = [Told((sequence,), place, prompt[place], place == last) for place in range(known[sequence], len(prompt))]
        for begin in range(0, len(told), PART_TOKENS):
            check()
            found += reader.read(told[begin : begin + PART_TOKENS])
    return found


def _size(prompt: Prompt) -> int:
    tokens, most = prompt
    return len(tokens) + most
