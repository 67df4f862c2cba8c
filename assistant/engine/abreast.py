"""An answer's own prompt and those beside it, told the same words and mixed into one choice of the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.engine.reader import Reader
from assistant.engine.sampler import Sampler
from assistant.engine.steering import steered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Way = tuple[Sequence[int], float]
"""The question put another way, as token ids, and its weight."""


class Abreast:
    """Begins when the answer's own prompt is read.

    Args:
        own: has read the answer's prompt.
        ways: prompts beside it for styles, on which the same adapters act.
        other: a reader with other adapters, and what it is to read; nothing where there is none.
        ends: token id -> whether it ends the answer.
        steers_end: whether the ways together decide on that.

    Raises:
        ModelProblem: it could not read on.
    """

    def __init__(
        self,
        own: Reader,
        ways: Sequence[Way],
        other: tuple[Reader, Way] | None = None,
        *,
        ends: Callable[[int], bool],
        steers_end: bool,
    ) -> None:
        self.own = own
        self._mix = partial(steered, styles=len(ways), ends=ends, steers_end=steers_end)
        self._readers = [own]
        self._weights = [weight for _, weight in ways]
        self._logits = own.part([tokens for tokens, _ in ways])
        try:
            if other is not None:
                self._listen(*other)
        except BaseException:
            self.end()
            raise

    def _listen(self, reader: Reader, way: Way) -> None:
        tokens, weight = way
        for _ in reader.prefill(tokens, reader.keep(tokens)):
            continue
        self._readers.append(reader)
        self._weights.append(weight)
        self._logits += reader.part(())

    def pick(self, sampler: Sampler) -> int:
        """The next token of the answer."""
        sampler.urge(self._logits)
        return sampler.pick_among(*self._mix(self._logits[0], self._logits[1:], self._weights))

    def tell(self, token: int) -> None:
        """Read it, in every way. Raises ModelProblem."""
        self._logits = [logits for reader in self._readers for logits in reader.tell(token)]

    def end(self) -> None:
        """Forget what was read beside the answer; what a second reader has read stays for the next one."""
        self.own.join()
