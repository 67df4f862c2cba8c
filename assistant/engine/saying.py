"""Token after token: what was said is read before the next one is picked, and becomes text."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from typing import Literal

from assistant.engine.abreast import Abreast
from assistant.engine.circles import goes_in_circles
from assistant.engine.native import Model
from assistant.engine.reader import Reader
from assistant.engine.sampler import Sampler
from assistant.engine.words import WordStream


def alone(reader: Reader, sampler: Sampler, tokens: int) -> Generator[int, None, None]:
    """At most so many tokens after what was read, the last of them not read any more. Raises ModelProblem."""
    for index in range(tokens):
        token = sampler.pick(reader.context)
        yield token
        if index + 1 < tokens:
            reader.decode([token])


def together(abreast: Abreast, sampler: Sampler, tokens: int, *, steered: int) -> Generator[int, None, None]:
    """The same, the first `steered` of them mixed of all ways, which are forgotten then. Raises ModelProblem."""
    steered = min(steered, tokens)
    try:
        for index in range(steered):
            token = abreast.pick(sampler)
            yield token
            if index + 1 < steered:
                abreast.tell(token)
    finally:
        abreast.end()
    if steered < tokens:
        abreast.own.decode([token])
        yield from alone(abreast.own, sampler, tokens - steered)


class Saying:
    """One answer as its tokens come.

    Args:
        stop: it ends before the first of these texts.
    """

    def __init__(self, model: Model, stop: Sequence[str]) -> None:
        self._model, self._words = model, WordStream(stop)
        self._shown: list[str] = []
        self._is_ended = False
        self.tokens: list[int] = []

    def hear(self, token: int) -> str:
        """One more token; the text that may be shown now."""
        if self._model.ends(token):
            self._is_ended = True
            return ""
        self.tokens.append(token)
        return self._show(self._words.feed(self._model.shown(token)))

    def rest(self) -> str:
        """No token comes any more: what was held back."""
        return "" if self._words.stopped else self._show(self._words.feed(b"", final=True))

    def _show(self, text: str) -> str:
        self._shown.append(text)
        return text

    @property
    def text(self) -> str:
        """What was shown."""
        return "".join(self._shown)

    @property
    def is_over(self) -> bool:
        """It came to its end, or goes round in circles."""
        return self.finish == "stop" or goes_in_circles(self.tokens)

    @property
    def finish(self) -> Literal["stop", "length"]:
        """Whether it came to its end."""
        return "stop" if self._is_ended or self._words.stopped else "length"


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
