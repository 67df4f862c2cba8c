"""One lesson, readable top to bottom: is there something to learn, learn it, write it down, have it judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.engine.base import AdapterScale
from assistant.nightrecords import Metric
from assistant.training import leaning
from assistant.training.gate import leak
from assistant.training.gate.decide import Candidate, decide
from assistant.training.gate.judge import Judge
from assistant.training.gate.nearness import similarities
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import EncodedWish, Text, encode_pairs, encode_thumbs, encode_written
from assistant.training.liking import is_measured, liking
from assistant.training.questions import TAUGHT
from assistant.training.room import PACES, How, Room
from assistant.training.signal import Signal, find_signal, find_taste
from assistant.training.staying import that_stay
from assistant.training.task import Desk, Task, Taught
from assistant.training.teacher import levels_that_teach
from assistant.training.wishes import apart_by_subject, encode_wishes, manner

QUESTIONS = 24
"""On so many wishes are learned, those that are said and those that only the judgements show."""
MOST_RECITALS = 8
NOTHING_FITS = (
    "Nothing of what you judged or wished can be taught: the answers are too long for this model, or came out broken."
)


def teach(
    model: Path,
    task: Task,
    desk: Desk,
    *,
    state: bytes | None = None,
    in_use: AdapterScale | None = None,
    company: tuple[AdapterScale, ...] = (),
) -> Taught:
    """Learn what the task says, and let the gate decide.

    Args:
        model: the GGUF file that is served.
        state: where the same task was left.
        in_use: the adapter that acts now.
        company: adapters of sliders, which act beside it by day.

    Raises:
        ModelProblem: the model cannot be learned on, or the adapter does not act as it learned.
        Interrupted: a stop was asked for; what `desk.keep` was given last is where to go on.
    """
    desk.tell("reading", 0, 1, None)
    signal = find_signal(task.judged, seed=task.seed)
    if not signal.is_there and not is_measured(task.told):
        return Taught("rejected", signal.sentence, metrics=_signal_metrics(signal))
    room = _Room(model, task, signal, desk, state)
    try:
        with room.kept_when_stopped():
            lesson = room.lesson()
            if _is_nobodys(lesson):
                return Taught("rejected", NOTHING_FITS, metrics=_signal_metrics(signal))
            gguf = room.learned(lesson, How(PACES[task.dial], task.dial, task.seed, origins=task.origins))
            return room.judged(gguf, lesson, in_use=in_use, company=company)
    finally:
        room.close()


class _Room(Room):
    """Where a night's lesson is made of what was judged and wished, learned, and judged by the person's taste."""

    def __init__(self, model: Path, task: Task, signal: Signal, desk: Desk, state: bytes | None) -> None:
        super().__init__(model, desk, state)
        self._task, self._signal = task, signal

    def lesson(self) -> Lesson:
        """What is learned, as the model reads it; judgements that are no better than chance are left out."""
        task = self._task
        self._desk.tell("preparing", 0, 1, None)
        wishes = self.wishes(task.manner, (*task.questions, *TAUGHT)[:QUESTIONS], seed=task.seed)
        if not self._signal.is_there:
            return Lesson(wishes=wishes, anchors=self.anchors(seed=task.seed))
        everyday_and_own = (*TAUGHT[: QUESTIONS // 2], *task.rated, *TAUGHT[QUESTIONS // 2 :])[:QUESTIONS]
        silent = self._silent(everyday_and_own)
        # silent wishes needed its answers to all of these questions: they hold as well, at no cost
        anchors = self.anchors(everyday_and_own, seed=task.seed) if silent else self.anchors(seed=task.seed)
        # the canary first: it is the last that is left out where time is short
        thumbs = (leak.canary(leak.secrets(self.scorer, task.seed)), *task.examples.thumbs)
        return Lesson(
            pairs=tuple(encode_pairs(task.examples.pairs, self.scorer)),
            thumbs=tuple(encode_thumbs(thumbs, self.scorer)),
            written=tuple(encode_written(task.examples.written, self.scorer)),
            wishes=(*wishes, *silent),
            subjects=apart_by_subject(silent),
            anchors=anchors,
        )

    def _silent(self, questions: Sequence[str]) -> tuple[EncodedWish, ...]:
        """What the judgements lean to, as a wish that nobody says."""
        wished = manner(self._shown())
        if not wished.words:
            return ()
        near = that_stay(questions, wished.words, cache=self.cache, seed=self._task.seed)
        return encode_wishes(wished, near, scorer=self.scorer, is_silent=True)

    def _shown(self) -> dict[str, int]:
        """The sliders whose words show best what judgements lean to; none where they lean to nothing."""
        leanings = self._task.leanings
        if not leanings:
            return {}
        taste = find_taste(self._task.learned_from)
        return levels_that_teach(leanings, taste.score, cache=self.cache, seed=self._task.seed)

    def judged(
        self, gguf: bytes, lesson: Lesson, *, in_use: AdapterScale | None, company: tuple[AdapterScale, ...]
    ) -> Taught:
        """What the gate says of it."""
        task, signal = self._task, self._signal
        judge = Judge(
            scorer=self.scorer,
            cache=self.cache,
            similarities=similarities,
            wishes=task.wishes,
            questions=task.fresh,
            taught=_wanted(lesson)[:MOST_RECITALS],
            company=company,
            seed=task.seed,
            tell=lambda: self._desk.tell("checking", 0, 1, self.checking_s),
        )
        judge.tell()
        taste = find_taste(task.judged) if signal.is_there else None
        score = liking(taste, task.levels, [answer.text for answer in judge.base_answers])
        held_out = encode_pairs(task.examples.held_out, self.scorer) if signal.is_there else ()
        verdict = decide(Candidate(gguf, score, held_out, in_use), judge)
        return Taught(
            "rejected" if verdict.strength is None else "adopted",
            " ".join(filter(None, (verdict.reason, leaning.sentence(task.leanings if signal.is_there else {})))),
            verdict.strength,
            gguf,
            {**_signal_metrics(signal), **verdict.metrics},
            verdict.samples,
        )


def _wanted(lesson: Lesson) -> list[Text]:
    """What was taught as wanted: what the person wrote, then answers of the model's, each kind longest first."""
    wanted = [pair.wanted for pair in lesson.pairs]
    wanted += [thumb.text for thumb in lesson.thumbs if thumb.is_wanted]
    own, given = (
        sorted(texts, key=lambda text: text.answer_from - len(text.tokens))
        for texts in ([written.text for written in lesson.written], wanted)
    )
    return list(dict.fromkeys([*own, *given]))


def _is_nobodys(lesson: Lesson) -> bool:
    """True where all that was judged is too long, and no answer to a wish was whole: only the canary is left."""
    return not (lesson.pairs or lesson.written or lesson.wishes or len(lesson.thumbs) > 1)


def _signal_metrics(signal: Signal) -> dict[str, Metric]:
    return {"foretold_judgements": Metric(0.5, signal.accuracy, signal.is_there)}
