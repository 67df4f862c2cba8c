"""One lesson, readable top to bottom: is there something to learn, learn it, write it down, have it judged."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.engine import hardware
from assistant.engine.base import AdapterScale
from assistant.engine.gguf import fingerprint
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scorer import Scorer
from assistant.records import Metric
from assistant.taste.sliders import wishes as slider_wishes
from assistant.training import leaning
from assistant.training.gate import leak
from assistant.training.gate.judge import Candidate, Judge, decide
from assistant.training.gate.nearness import similarity
from assistant.training.learning import agreement, export, lora, replay
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import EncodedWish, Text, encode_pairs, encode_thumbs, encode_written
from assistant.training.learning.learn import Learner, Pace
from assistant.training.liking import is_measured, liking
from assistant.training.questions import TAUGHT
from assistant.training.signal import Signal, find_signal, find_taste
from assistant.training.task import Desk, Task, Taught
from assistant.training.wishes import encode_wishes

_PACE = Pace(batch=2, least_steps=40, anchor=3.0)
PACES: Mapping[str, Pace] = {
    "gentle": replace(_PACE, passes=1, learning_rate=1e-4),
    "normal": replace(_PACE, passes=2, learning_rate=1.5e-4),
    "strong": replace(_PACE, passes=3, learning_rate=2e-4),
}
CONTEXT_TOKENS = 2048
KEEP_EVERY_S = 120.0
QUESTIONS = 16
"""On so many wishes are learned, those that are said and those that only the judgements show."""
CHECKING_S = 240.0
"""What judging takes at most, on two slow cores, once the first answers are there."""
MOST_RECITALS = 8


class _Scorer(Scorer):
    """A scorer that may be stopped between two texts."""

    check: Callable[[], None] = staticmethod(lambda: None)

    def logits(self, tokens: Any, adapters: Any = (), *, begin: int = 0) -> Any:
        self.check()
        return super().logits(tokens, adapters, begin=begin)


def teach(
    model: Path, task: Task, desk: Desk, *, state: bytes | None = None, in_use: AdapterScale | None = None
) -> Taught:
    """Learn what the task says, and let the gate decide.

    Args:
        model: the GGUF file that is served.
        state: where the same task was left.
        in_use: the adapter that acts now.

    Raises:
        ModelProblem: the model cannot be learned on, or the adapter does not act as it learned.
        Interrupted: a stop was asked for; what `desk.keep` was given last is where to go on.
    """
    desk.tell("reading", 0, 1, None)
    signal = find_signal(task.judged, seed=task.seed)
    if not signal.is_there and not is_measured(task.levels):
        return Taught("rejected", signal.sentence, metrics=_signal_metrics(signal))
    room = _Room(model, task, signal, desk)
    try:
        with desk.pause.guarded():
            lesson = room.lesson()
            gguf = room.learned(lesson, state=state)
            return room.judged(gguf, lesson, in_use=in_use)
    finally:
        room.close()


class _Room:
    """Where one lesson is learned and judged: the served model, loaded once for reading and once for speaking."""

    def __init__(self, model: Path, task: Task, signal: Signal, desk: Desk) -> None:
        threads = hardware.physical_cores()
        self._model, self._task, self._signal, self._desk = model, task, signal, desk
        self._scorer = _Scorer(path=model, context_tokens=CONTEXT_TOKENS, threads=threads)
        self._scorer.check = desk.pause.check
        self._speaker = LlamaSpeaker(path=model, context_tokens=CONTEXT_TOKENS, threads=threads)

    def lesson(self) -> Lesson:
        """What is learned, as the model reads it; judgements that are no better than chance are left out."""
        task = self._task
        self._desk.tell("preparing", 0, 1, None)
        wishes = self._wishes(task.wishes, (*task.questions, *TAUGHT)[:QUESTIONS])
        anchors = replay.anchors(self._scorer)
        if not self._signal.is_there:
            return Lesson(wishes=wishes, anchors=anchors)
        everyday_and_own = (*TAUGHT[: QUESTIONS // 2], *task.rated, *TAUGHT[QUESTIONS // 2 :])[:QUESTIONS]
        silent = self._wishes(slider_wishes(task.leanings), everyday_and_own, is_silent=True)
        thumbs = (*task.examples.thumbs, leak.canary(leak.secrets(self._scorer, task.seed)))
        return Lesson(
            pairs=tuple(encode_pairs(task.examples.pairs, self._scorer)),
            thumbs=tuple(encode_thumbs(thumbs, self._scorer)),
            written=tuple(encode_written(task.examples.written, self._scorer)),
            wishes=(*wishes, *silent),
            anchors=anchors,
        )

    def _wishes(
        self, words: Sequence[str], questions: Sequence[str], *, is_silent: bool = False
    ) -> tuple[EncodedWish, ...]:
        return encode_wishes(
            words,
            questions,
            speaker=self._speaker,
            scorer=self._scorer,
            seed=self._task.seed,
            is_silent=is_silent,
            check=self._desk.pause.check,
        )

    def learned(self, lesson: Lesson, *, state: bytes | None) -> bytes:
        """The adapter as GGUF bytes, seen to act in llama.cpp as it learned."""
        task, desk = self._task, self._desk
        with desk.pause.unguarded():  # before the first step there is nothing to lose
            learned = lora.ready_to_learn(self._model, seed=task.seed)
        learner = Learner(learned, lesson, pace=PACES[task.dial], seed=task.seed, check=desk.pause.check)
        if state is not None:
            learner.go_on(state)
        needed_s = learner.fit(desk.left_s - CHECKING_S)
        desk.tell("learning", 0, learner.steps, needed_s + CHECKING_S)
        self._walk(learner)
        desk.tell("writing", 0, 1, CHECKING_S)
        gguf = export.export(
            learned,
            architecture=self._speaker.info().architecture,
            base=fingerprint(self._model),
            turns=task.turns,
            settings={"dial": task.dial, "seed": task.seed},
        )
        agreement.check(agreement.compare(learned, gguf, self._scorer))
        return gguf

    def _walk(self, learner: Learner) -> None:
        """Take the steps, and keep where it stands now and then, and also when a stop is asked for."""
        began = kept = time.monotonic()
        taken = 0
        try:
            for step in learner.run():
                now = time.monotonic()
                taken += 1
                left_s = (step.steps - step.number) * (now - began) / taken
                self._desk.tell("learning", step.number, step.steps, left_s + CHECKING_S)
                if now - kept >= KEEP_EVERY_S:
                    self._desk.keep(learner.state())
                    kept = now
        finally:
            self._desk.keep(learner.state())

    def judged(self, gguf: bytes, lesson: Lesson, *, in_use: AdapterScale | None) -> Taught:
        """What the gate says of it."""
        task, signal = self._task, self._signal
        judge = Judge(
            scorer=self._scorer,
            speaker=self._speaker,
            similarity=similarity,
            wishes=task.wishes,
            questions=task.fresh,
            taught=_wanted(lesson)[:MOST_RECITALS],
            known=self._desk.known,
            seed=task.seed,
            check=self._desk.pause.check,
            tell=lambda: self._desk.tell("checking", 0, 1, CHECKING_S),
        )
        judge.tell()
        taste = find_taste(task.judged) if signal.is_there else None
        score = liking(taste, task.levels, [answer.text for answer in judge.base_answers])
        held_out = encode_pairs(task.examples.held_out, self._scorer) if signal.is_there else ()
        verdict = decide(Candidate(gguf, score, held_out, in_use), judge)
        return Taught(
            "rejected" if verdict.strength is None else "adopted",
            " ".join(filter(None, (verdict.reason, leaning.sentence(task.leanings if signal.is_there else {})))),
            verdict.strength,
            gguf,
            {**_signal_metrics(signal), **verdict.metrics},
            verdict.samples,
        )

    def close(self) -> None:
        """Free both."""
        self._scorer.close()
        self._speaker.close()


def _wanted(lesson: Lesson) -> list[Text]:
    """The answers that were taught as wanted ones, longest first."""
    wanted = [pair.wanted for pair in lesson.pairs] + [written.text for written in lesson.written]
    wanted += [thumb.text for thumb in lesson.thumbs if thumb.is_wanted]
    return sorted(wanted, key=lambda text: text.answer_from - len(text.tokens))


def _signal_metrics(signal: Signal) -> dict[str, Metric]:
    return {"foretold_judgements": Metric(0.5, signal.accuracy, signal.is_there)}
