"""What of a night is done when it is stopped: the answers that the model gave, and where learning stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from assistant.engine.base import AdapterScale
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.several import MOST
from assistant.training.answers import Answer, answer_all


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a night goes on."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Name of what was asked, and how -> what was answered."""
    learning: bytes | None = None
    """Where the learner stood; None before its first step."""

    def to_bytes(self) -> bytes:
        """One line of JSON, and after it what the learner wrote."""
        answers = {name: asdict(answer) for name, answer in self.answers.items()}
        return json.dumps(answers).encode() + b"\n" + (self.learning or b"")

    @classmethod
    def from_bytes(cls, kept: bytes) -> Progress:
        """What `to_bytes` wrote."""
        answers, _, learning = kept.partition(b"\n")
        return cls({name: Answer(**answer) for name, answer in json.loads(answers).items()}, learning or None)


class AnswerCache:
    """Asks the model what it was not asked yet in this night.

    Args:
        given: answers from before the night was stopped.
        check: called at every word; what it raises ends the answers that are being given, and those before stay.
        keep: called after every few answers.
    """

    def __init__(
        self,
        speaker: LlamaSpeaker,
        given: Mapping[str, Answer] | None = None,
        *,
        check: Callable[[], None] = lambda: None,
        keep: Callable[[], None] = lambda: None,
    ) -> None:
        self._speaker, self._check, self._keep = speaker, check, keep
        self.given = dict(given or {})

    def answers(
        self,
        questions: Sequence[str],
        *,
        wishes: Sequence[str] = (),
        adapters: Sequence[AdapterScale] = (),
        seed: int = 0,
    ) -> list[Answer]:
        """As `answer_all`."""
        acting = [(hashlib.sha256(adapter.gguf).hexdigest(), adapter.scale) for adapter in adapters]
        names = {question: _name([question, list(wishes), acting, seed]) for question in questions}
        left = [question for question, name in names.items() if name not in self.given]
        # a part that was begun before a stop is asked again as a whole: some models round by what is said beside
        for begin in range(0, len(left), MOST):
            part = left[begin : begin + MOST]
            found = answer_all(self._speaker, part, wishes=wishes, adapters=adapters, seed=seed, check=self._check)
            self.given.update({names[answer.question]: answer for answer in found})
            self._keep()
        return [self.given[names[question]] for question in questions]


def _name(asked: list[object]) -> str:
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
