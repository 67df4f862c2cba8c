"""The model that speaks, in a process of its own."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from assistant.engine.base import AdapterScale, Beside, Event, Sampling, SpeakerInfo
from assistant.engine.hosted import Hosted
from assistant.records import Message


class HostedSpeaker:
    """A speaker in a process of its own; it starts at the first use and again after a crash.

    Args:
        base: fingerprint of the weights.
        target: see `Hosted`, as `kwargs` and what else is given.
    """

    def __init__(self, *, base: str = "", target: str, kwargs: Mapping[str, Any], **how: Any) -> None:
        self._base = base
        self._hosted = Hosted(target=target, kwargs=kwargs, **how)
        self._info: tuple[int | None, SpeakerInfo] | None = None

    @property
    def pid(self) -> int | None:
        """The speaker's process number; None while there is none."""
        return self._hosted.pid

    @property
    def base(self) -> str:
        """See `Speaker.base`."""
        return self._base

    def start(self) -> None:
        """Start loading the model; returns at once."""
        self._hosted.start()

    def info(self) -> SpeakerInfo:
        """What is loaded."""
        if self._info is None or self._info[0] != self.pid:  # started again, it may be another way
            info = self._hosted.call("info")
            self._info = self.pid, info
        return self._info[1]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        counted: list[int] = self._hosted.call("count", list(texts))
        return counted

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        """See `Speaker.stream`."""
        yield from self._hosted.stream(
            "stream", tuple(messages), sampling, tuple(adapters), tuple(beside), tuple(opening)
        )

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        """See `Speaker.refusal`."""
        margin: float = self._hosted.call("refusal", tuple(messages), tuple(adapters))
        return margin

    def declining(self, messages: Sequence[Message]) -> float:
        """See `Speaker.declining`."""
        likely: float = self._hosted.call("declining", tuple(messages))
        return likely

    def close(self) -> None:
        """End the process."""
        self._hosted.close()
