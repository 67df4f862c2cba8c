"""A speaker that says what it was told to say, for tests of everything around a model."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from itertools import takewhile

from assistant.engine.base import AdapterScale, Beside, Event, Finished, Reading, Sampling, SpeakerInfo
from assistant.errors import PromptTooLong, SpeakerDied
from assistant.records import Message, Stats

LIKELY, IN_DOUBT, UNLIKELY = -1.0, -4.3, -9.0
"""How likely it is to begin by declining, nats per token."""


class ScriptedSpeaker:
    """Says its answers in turn, the last one for ever; words are its tokens.

    Args:
        answers: what it says.
        declines: words in a question that it would rather decline.
        declining: how likely it declines those.
        dies_after: break off every answer after this many words, as a killed process does.
        delay_s: wait before each word.
    """

    def __init__(
        self,
        answers: Sequence[str],
        *,
        declines: Sequence[str] = (),
        declining: float = LIKELY,
        dies_after: int | None = None,
        delay_s: float = 0.0,
        context_tokens: int = 4096,
    ) -> None:
        self._answers = list(answers)
        self._declines = tuple(declines)
        self._declining = declining
        self._dies_after = dies_after
        self._delay_s = delay_s
        self._context_tokens = context_tokens
        self._turn = 0
        self._read: list[str] = []

    @property
    def base(self) -> str:
        """See `Speaker.base`."""
        return "scripted"

    def info(self) -> SpeakerInfo:
        """A model that needs nothing."""
        return SpeakerInfo("scripted", "scripted", self._context_tokens, threads=1, gpu_layers=0, backend="CPU")

    def count(self, texts: Sequence[str]) -> list[int]:
        """Words of each text."""
        return [len(text.split()) for text in texts]

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        """The next answer, word by word."""
        del adapters, beside, opening
        started = time.perf_counter()
        prompt = [word for message in messages for word in (message.role, *message.content.split())]
        if len(prompt) + 16 > self._context_tokens:
            raise PromptTooLong("This is too long for the model.", "Shorten the question, or start a new chat.")
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(self._read, prompt, strict=False))))
        cached = min(same, len(prompt) - 1)
        yield Reading(len(prompt), cached, cached, len(prompt))
        answer = self._answers[min(self._turn, len(self._answers) - 1)]
        self._turn += 1
        pieces = _pieces(answer)
        first = time.perf_counter()
        self._read = [*prompt, "assistant"]
        for index, piece in enumerate(pieces[: sampling.max_tokens]):
            if index == self._dies_after:
                raise SpeakerDied("The model stopped in the middle of its answer.", "Ask again.")
            time.sleep(self._delay_s)
            self._read += piece.split()
            yield piece
        said = min(len(pieces), sampling.max_tokens)
        yield Finished(
            "stop" if said == len(pieces) else "length",
            Stats(len(prompt), cached, cached, said, first - started, said / max(time.perf_counter() - first, 1e-9)),
        )

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        """1 where it would decline, else -1; every adapter takes one off, and so does being told how to answer."""
        margin = 1.0 if self.declining(messages) > UNLIKELY else -1.0
        return margin - len(adapters) - any("How to answer:" in message.content for message in messages)

    def declining(self, messages: Sequence[Message]) -> float:
        """As it was told to where the newest message holds one of the words it declines, else UNLIKELY."""
        asked = messages[-1].content if messages else ""
        if len(asked.split()) + 16 > self._context_tokens:
            raise PromptTooLong("This is too long for the model.", "Shorten the question, or start a new chat.")
        return self._declining if any(word in asked for word in self._declines) else UNLIKELY

    def close(self) -> None:
        """Nothing to free."""


def _pieces(answer: str) -> list[str]:
    words = answer.split(" ")
    return [words[0], *(f" {word}" for word in words[1:])]
