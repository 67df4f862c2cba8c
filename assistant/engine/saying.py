"""Token after token: what was said is read before the next one is picked."""

from __future__ import annotations

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
