"""Several questions answered side by side: every weight is read once for all of their next words."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
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

MOST = 16
"""Side by side; with half as many, two cores take a sixth longer."""
TOKENS = 14 * 1024
"""Room for prompts and answers together."""
Prompt = tuple[Sequence[int], int]
"""Token ids, and how many its answer may have at most."""


class Several:
    """A KV cache of its own for answers that nobody waits for.

    Args:
        adapters: see `Reader`.

    Raises:
        ModelTooLarge: there is no memory for its cache.
    """

    def __init__(self, model: native.Model, *, threads: int, adapters: dict[str, Any]) -> None:
        self._model = model
        self._reader = Reader(model, tokens=TOKENS, threads=threads, adapters=adapters, sequences=MOST)

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
            ModelProblem: it could not read on, or an adapter cannot be loaded.
        """
        self._reader.use(adapters)
        return [answer for part in _parts(prompts) for answer in self._side_by_side(part, sampling, check)]

    def _side_by_side(self, prompts: Sequence[Prompt], sampling: Sampling, check: Callable[[], None]) -> list[Saying]:
        answers = [Saying(self._model, sampling.stop) for _ in prompts]
        with ExitStack() as opened:
            samplers = [opened.enter_context(closing(Sampler(sampling, self._model))) for _ in prompts]
            going = dict(enumerate(self._begun([tokens for tokens, _ in prompts], check)))
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
                found = self._reader.read(told) if told else []
                going = {each.sequences[0]: logits for each, logits in zip(told, found, strict=True)}
        for answer in answers:
            answer.rest()
        return answers

    def _begun(self, prompts: Sequence[Sequence[int]], check: Callable[[], None]) -> list[Floats]:
        """Read the prompts, each into a sequence of its own; (vocabulary,) logits of what follows each.

        One after another: much that is read at once is added up in another order, and answers would not be the same.
        """
        reader = self._reader
        found: list[Floats] = []
        reader.clear()
        shared = min(min(common(prompts[0], prompt), len(prompt) - 1) for prompt in prompts)
        for _ in reader.prefill(prompts[0][:shared], 0, part=PART_TOKENS):
            check()
        for sequence, prompt in enumerate(prompts):
            known = shared if sequence == 0 or reader.context.share(sequence, shared) else 0
            last = len(prompt) - 1
            told = [Told((sequence,), place, prompt[place], place == last) for place in range(known, len(prompt))]
            for begin in range(0, len(told), PART_TOKENS):
                check()
                found += reader.read(told[begin : begin + PART_TOKENS])
        return found

    def close(self) -> None:
        """Free the cache."""
        self._reader.close()


def _parts(prompts: Sequence[Prompt]) -> Generator[list[Prompt], None, None]:
    """As many at a time as there is room for."""
    part: list[Prompt] = []
    for prompt in prompts:
        if part and (len(part) == MOST or sum(map(_size, part)) + _size(prompt) > TOKENS):
            yield part
            part = []
        part.append(prompt)
    if part:
        yield part


def _size(prompt: Prompt) -> int:
    tokens, most = prompt
    return len(tokens) + most
