"""A scripted speaker that remembers all it was given, question by question."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from assistant.engine.base import AdapterScale, Beside, Event, Sampling
from assistant.engine.scripted import ScriptedSpeaker
from assistant.records import Message


class Listening(ScriptedSpeaker):
    """Answers as it was told to.

    `heard` and `seeds` hold every question's messages and seed; `acted`, `beside` and `opening` what came with the
    newest one.
    """

    def __init__(self, answers: Sequence[str], **how: Any) -> None:
        super().__init__(answers, **how)
        self.heard: list[tuple[Message, ...]] = []
        self.seeds: list[int] = []
        self.acted: tuple[AdapterScale, ...] = ()
        self.beside: tuple[Beside, ...] = ()
        self.opening: tuple[Message, ...] = ()

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        self.heard.append(tuple(messages))
        self.seeds.append(sampling.seed)
        self.acted, self.beside, self.opening = tuple(adapters), tuple(beside), tuple(opening)
        yield from super().stream(messages, sampling, adapters, beside, opening)
