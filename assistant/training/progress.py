"""What of a night is done when it is stopped: the answers that the model gave, and where learning stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from assistant.engine.base import AdapterScale, Speaker
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
        check: called at every word; what it raises ends the answer, and those before it stay.
        keep: called after every answer.
    """

    def __init__(
        self,
        speaker: Speaker,
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
        found = []
        for question in questions:
            asked = json.dumps([question, list(wishes), acting, seed])
            name = hashlib.sha256(asked.encode()).hexdigest()
            if name not in self.given:
                [self.given[name]] = answer_all(
                    self._speaker, [question], wishes=wishes, adapters=adapters, seed=seed, check=self._check
                )
                self._keep()
            found.append(self.given[name])
        return found
