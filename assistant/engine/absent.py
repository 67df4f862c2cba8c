"""Stands where there is no model, and says so whenever it is asked to speak."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from assistant.engine.base import AdapterScale, Beside, Event, Sampling, SpeakerInfo
from assistant.errors import ModelMissing
from assistant.records import Message


class NoSpeaker:
    """Fulfils the speaker's contract by raising why there is none."""

    def __init__(self, problem: ModelMissing) -> None:
        self._problem = problem

    @property
    def base(self) -> str:
        """See `Speaker.base`."""
        return ""

    def info(self) -> SpeakerInfo:
        """Raises why there is no model."""
        raise self._problem

    def count(self, texts: Sequence[str]) -> list[int]:
        """Raises why there is no model."""
        raise self._problem

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        """Raises why there is no model."""
        raise self._problem
        yield

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        """Raises why there is no model."""
        raise self._problem

    def declining(self, messages: Sequence[Message]) -> float:
        """Raises why there is no model."""
        raise self._problem

    def close(self) -> None:
        """Nothing to free."""
