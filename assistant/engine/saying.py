"""Token after token: what was said is read before the next one is picked."""

from __future__ import annotations

import time
from collections.abc import Generator

from assistant.engine.abreast import Abreast
from assistant.engine.reader import Reader
from assistant.engine.sampler import Sampler


def alone(reader: Reader, sampler: Sampler, tokens: int) -> Generator[int, None, None]:
    """At most so many tokens after what was read, the last of them not read any more. Raises ModelProblem."""
    for index in range(tokens):
        token = sampler.pick(reader.context)
        yield token
        if index + 1 < tokens:
            reader.decode([token])


def together(abreast: Abreast, sampler: Sampler, tokens: int) -> Generator[int, None, None]:
    """The same, mixed of all ways; what was read beside the answer is forgotten then. Raises ModelProblem."""
    try:
        for index in range(tokens):
            token = abreast.pick(sampler)
            yield token
            if index + 1 < tokens:
                abreast.tell(token)
    finally:
        abreast.end()


class Stopwatch:
    """Times one answer, token by token.

    Args:
        started: of `time.perf_counter`, in seconds.
        since: the token (1 = the first) after which its speed counts.
    """

    def __init__(self, started: float, *, since: int) -> None:
        self._started, self._since = started, since
        self._marks: list[float] = []

    def notice(self) -> None:
        """A token came."""
        if len(self._marks) < self._since:
            self._marks.append(time.perf_counter())

    def read(self, tokens: int) -> tuple[float, float]:
        """Seconds to the first token, and tokens a second from where it counts until now; 0 where there were none.

        Args:
            tokens: said in all.
        """
        now = time.perf_counter()
        marks = self._marks or [now]
        more = tokens - len(marks)
        return marks[0] - self._started, more / (now - marks[-1]) if more > 0 else 0.0
