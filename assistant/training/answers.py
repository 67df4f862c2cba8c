"""Fresh answers of the model that serves, with an adapter or without, to questions it never learned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import prompt
from assistant.engine.base import AdapterScale, Beside, Finished, Sampling, Speaker
from assistant.engine.llama import LlamaSpeaker
from assistant.records import Finish, Message
from assistant.taste.contrast import Wording
from assistant.taste.traits import repetition

LONGEST_ANSWER = 768
"""Tokens; a limit that healthy answers of a small model do not meet."""
REPETITIVE = 0.3
"""Share of four-word runs said before, from which on an answer goes round in circles."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and how it ended."""

    question: str
    text: str
    finish: Finish

    @property
    def is_healthy(self) -> bool:
        """Whole, and not going round in circles."""
        return illness(self.text, self.finish) is None


def illness(answer: str, finish: Finish) -> str | None:
    """What is wrong with an answer whatever it says: "empty", "cut" or "repetitive"; None for a healthy one."""
    if not answer.strip():
        return "empty"
    if finish != "stop":
        return "cut"
    return "repetitive" if repetition(answer) >= REPETITIVE else None


def answer_all(
    speaker: LlamaSpeaker,
    questions: Sequence[str],
    *,
    wishes: Sequence[str] = (),
    adapters: Sequence[AdapterScale] = (),
    seed: int = 0,
    check: Callable[[], None] = lambda: None,
) -> list[Answer]:
    """Each question in a chat of its own, answered as it would be by day, several side by side.

    Args:
        wishes: how to answer, in words.
        seed: of the sampling; the same for each question.
        check: called at every word; what it raises ends it all.
    """
    asked = [messages(question, wishes) for question in questions]
    found = speaker.answers(asked, Sampling(seed, LONGEST_ANSWER), adapters, check=check)
    return [Answer(question, said.text, said.finish) for question, said in zip(questions, found, strict=True)]


def answer(
    speaker: Speaker,
    question: str,
    wishes: Sequence[str],
    sampling: Sampling,
    *,
    adapters: Sequence[AdapterScale] = (),
    ways: Sequence[Wording] = (),
    opening: Sequence[Message] = (),
    check: Callable[[], None] = lambda: None,
) -> Answer:
    """One question in a chat of its own.

    Args:
        ways: in which it stands beside its own and steers.
        opening: see `Speaker.stream`.
        check: called at every word; what it raises ends it.
    """
    beside = [
        Beside(messages(question, way.wishes), way.weight, steers_end=way.steers_end, lasts=way.lasts) for way in ways
    ]
    pieces: list[str] = []
    finish: Finish = "failed"
    for event in speaker.stream(messages(question, wishes), sampling, adapters, beside, opening):
        check()
        if isinstance(event, str):
            pieces.append(event)
        elif isinstance(event, Finished):
            finish = event.finish
    return Answer(question, "".join(pieces), finish)


def messages(question: str, wishes: Sequence[str]) -> tuple[Message, ...]:
    """What the model is given for a question in a new chat."""
    return prompt.build(
        question,
        given=prompt.given_text((), wishes),
        standing=(),
        history=(),
        budget_tokens=10**6,  # one question always fits
        count=lambda texts: [0] * len(texts),
    )
