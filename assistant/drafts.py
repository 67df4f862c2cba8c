"""Several answers are written in silence, and only the one that promises to suit best is said."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.engine.base import Event, Finished

MOST = 4
SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Drafts:
    """How many answers are written, and who picks."""

    count: int
    """2..4; each takes as long as an answer."""
    pick: Callable[[Sequence[str]], int]
    """Answers -> the place of the best one."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """An answer is being written in silence; repeated at every word, so that it can be stopped at any."""

    number: int
    """1.., which one."""
    of: int
    best: str
    """The best of those that are written; empty while the first one is."""


def said(
    drafts: Drafts, stream: Callable[[int], Generator[Event, None, None]], *, seed: int
) -> Generator[Event | Drafting, None, None]:
    """Write the drafts one after the other, then say the best of them.

    One that came to its own end goes before one that was cut or is empty, whatever their style.

    Args:
        stream: starts one answer with a seed, as `Speaker.stream` does.
        seed: of the first one; the others have the next ones.

    Raises:
        ModelProblem: as `stream`.
    """
    written: list[tuple[str, Finished]] = []
    for number in range(drafts.count):
        pieces: list[str] = []
        best = written[_best(written, drafts)][0] if written else ""
        with closing(stream((seed + number) % SEEDS)) as events:
            for event in events:
                if isinstance(event, Finished):
                    written.append(("".join(pieces), event))
                    break
                if isinstance(event, str):
                    pieces.append(event)
                    yield Drafting(number + 1, drafts.count, best)
                elif number == 0:
                    yield event
    text, finished = written[_best(written, drafts)]
    if text:
        yield text
    yield finished


def _best(written: Sequence[tuple[str, Finished]], drafts: Drafts) -> int:
    whole = [place for place, (text, end) in enumerate(written) if end.finish == "stop" and text.strip()]
    among = whole or list(range(len(written)))
    return among[drafts.pick([written[place][0] for place in among])]
