"""Where one lesson is learned: the served model, loaded once for reading and once for speaking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.engine import hardware, several
from assistant.engine.gguf import fingerprint
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scorer import Scorer
from assistant.nightrecords import NOTHING_OF_THEIRS, Origins
from assistant.training.gate.nearness import embedder
from assistant.training.learning import agreement, export, lora, replay
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import EncodedWish, Text
from assistant.training.learning.learn import Learner, Pace
from assistant.training.pause import Interrupted
from assistant.training.progress import AnswerCache, Progress
from assistant.training.questions import TAUGHT
from assistant.training.task import Desk
from assistant.training.wishes import Manner, encode_wishes

_PACE = Pace(batch=2, least_steps=40, anchor=3.0)
PACES: Mapping[str, Pace] = {
    "gentle": replace(_PACE, passes=1, learning_rate=1e-4),
    "normal": replace(_PACE, passes=1, learning_rate=1.5e-4),
    "strong": replace(_PACE, passes=2, learning_rate=2e-4),
}
CONTEXT_TOKENS = 2048
OWN_ANSWERS = 8
"""Of the model by itself, on which it is held at least."""
FARTHER = 2.0
"""An adapter is kept so many times as strong as it was learned: gentle steps do little harm, and move little. How
much of it may act is for the gate to say."""
KEEP_EVERY_S = 120.0
CHECKING_S_PER_BYTE = 360.0 / 98e6
"""What judging takes on two cores for each byte of the model's file, about, where the first strength that is heard
passes."""


@dataclass(frozen=True, slots=True)
class How:
    """How a lesson is learned, and what is written into the adapter about it."""

    pace: Pace
    dial: str
    seed: int
    rank: int = lora.RANK
    origins: Origins = NOTHING_OF_THEIRS


class Room:
    """The served model twice, and what is done with it whatever is learned.

    Args:
        state: what `desk.keep` was given last, where the same lesson was stopped.
    """

    def __init__(self, model: Path, desk: Desk, state: bytes | None = None) -> None:
        embedder()  # loading it takes seconds, in which nobody hears a stop: before there is anything to lose
        threads = hardware.physical_cores()
        self._model, self._desk = model, desk
        self.checking_s = CHECKING_S_PER_BYTE * model.stat().st_size
        served: dict[str, Any] = {"path": model, "context_tokens": CONTEXT_TOKENS, "gpu_layers": desk.gpu_layers}
        self.speaker = LlamaSpeaker(**served, threads=threads, further_tokens=several.TOKENS)  # the slower one first
        self.scorer = Scorer(**served, threads=threads, check=desk.pause.check)
        self._left = Progress() if state is None else Progress.from_bytes(state)
        self.cache = AnswerCache(
            self.speaker,
            {**desk.given, **self._left.answers},
            check=desk.pause.check,
            keep=lambda: self._keep(every_s=KEEP_EVERY_S),
        )
        self._learning: Callable[[], bytes | None] = lambda: self._left.learning
        self._began = self._kept = time.monotonic()

    @contextmanager
    def kept_when_stopped(self) -> Iterator[None]:
        """Work within it is left at its own checks only, and what is done by then is kept."""
        with self._desk.pause.guarded():
            try:
                yield
            except Interrupted:
                self._keep()
                raise

    def _keep(self, *, every_s: float = 0.0) -> None:
        """Keep where it stands, if it was not kept for so long."""
        if time.monotonic() - self._kept >= every_s:
            self._desk.keep(Progress(self.cache.given, self._learning()).to_bytes())
            self._kept = time.monotonic()

    def wishes(self, wished: Manner, questions: Sequence[str], *, seed: int) -> tuple[EncodedWish, ...]:
        """Wishes that are said, on questions, as they are learned; none where there are no words."""
        if not wished.words:
            return ()
        answers = self.cache.answers(questions, wishes=wished.words, seed=seed)
        return encode_wishes(wished, answers, scorer=self.scorer)

    def anchors(self, asked: Sequence[str] = TAUGHT[:OWN_ANSWERS], *, seed: int) -> tuple[tuple[Text, ...], ...]:
        """On what the model is to stay what it is where nobody asks; see `replay.anchors`.

        Args:
            asked: questions whose answers by the model itself are among it.
        """
        own = self.cache.answers(asked, seed=seed)
        return replay.anchors(self.scorer, [answer.text for answer in own if answer.is_healthy])

    def learned(self, lesson: Lesson, how: How) -> bytes:
        """The adapter as GGUF bytes, seen to act in llama.cpp as it learned."""
        desk = self._desk
        with desk.pause.unguarded():  # before the first step there is nothing to lose
            learned = lora.ready_to_learn(
                self._model, seed=how.seed, rank=how.rank, is_card_allowed=desk.gpu_layers != 0
            )
        learner = Learner(learned, lesson, pace=how.pace, seed=how.seed, check=desk.pause.check)
        if self._left.learning is not None:
            learner.go_on(self._left.learning)
        needed_s = learner.fit(desk.left_s - (time.monotonic() - self._began) - self.checking_s)
        desk.tell("learning", 0, learner.steps, needed_s + self.checking_s)
        self._walk(learner, needed_s)
        desk.tell("writing", 0, 1, self.checking_s)
        lora.carry_on(learned, FARTHER)
        gguf = export.export(
            learned,
            architecture=self.speaker.info().architecture,
            base=fingerprint(self._model),
            settings={"dial": how.dial, "seed": how.seed},
            origins=how.origins,
        )
        agreement.check(agreement.compare(learned, gguf, self.scorer))
        return gguf

    def _walk(self, learner: Learner, needed_s: float) -> None:
        """Take the steps, and keep where it stands before them, now and then, and after them.

        Args:
            needed_s: seconds that they will take, before the first was taken.
        """
        self._learning = learner.state
        self._keep()
        ends = []
        for step in learner.run():
            ends.append(time.monotonic())
            left_s = seconds_left(ends, step.steps - step.number, needed_s=needed_s)
            self._desk.tell("learning", step.number, step.steps, left_s + self.checking_s)
            self._keep(every_s=KEEP_EVERY_S)
        done = learner.state()
        self._learning = lambda: done  # what the learner holds in memory may go
        self._keep()

    def close(self) -> None:
        """Free both."""
        self.scorer.close()
        self.speaker.close()


def seconds_left(ends: Sequence[float], to_go: int, *, needed_s: float) -> float:
    """How long the steps that are left will take: what one took, but for the first, which reads the reference as well.

    Args:
        ends: when each step ended, seconds; at least one.
        needed_s: what all of them were to take, by which alone the first one can be told.
    """
    first, *later = ends
    return to_go * ((later[-1] - first) / len(later) if later else needed_s / (1 + to_go))
