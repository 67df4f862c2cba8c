"""What a night learns from, what it needs around it, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.engine.gpu import AUTO
from assistant.nightrecords import Metric, Origins, Purpose, Sample
from assistant.taste.slider_traits import SLIDER_TRAITS
from assistant.training.answers import Answer
from assistant.training.examples import Examples, Pair, Thumb, normal
from assistant.training.leaning import leanings
from assistant.training.pause import Pause
from assistant.training.questions import FRESH
from assistant.training.signal import compared
from assistant.training.wishes import Manner, manner

LONGEST_QUESTION = 600
"""Characters of a question that a new adapter is judged by."""
MOST_HELD_OUT = len(FRESH) // 2
"""Of the person's own questions among these."""
Stage = Literal["reading", "preparing", "learning", "writing", "checking"]


@dataclass(frozen=True, slots=True)
class Task:
    """What there is to learn from."""

    examples: Examples
    levels: Mapping[str, int] = field(default_factory=dict)
    styles: tuple[str, ...] = ()
    """Preferences of style, in the person's words."""
    said_in: frozenset[int] = frozenset()
    """The preferences that say so."""
    questions: tuple[str, ...] = ()
    """What the person asked lately and judged the answers of; wishes are learned on these."""
    asked_in: frozenset[int] = frozenset()
    """The turns of these questions."""
    given: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Turn -> the preferences that its answer was given."""
    learned: tuple[str, ...] = ()
    """Sliders that act by adapters of their own: their words are not said by day, so they are not learned with."""
    space: str = "personal"
    """Whose judgements these are."""
    dial: str = "normal"
    seed: int = 0

    @property
    def manner(self) -> Manner:
        """How the person wants answers."""
        return manner(self.told, self.styles)

    @property
    def told(self) -> dict[str, int]:
        """The sliders that act in words by day: those that were not learned."""
        return {name: level for name, level in self.levels.items() if name not in self.learned}

    @property
    def wishes(self) -> tuple[str, ...]:
        """It in words."""
        return self.manner.words

    @property
    def purpose(self) -> Purpose:
        """What its adapter is for."""
        return Purpose(self.space)

    @property
    def counts(self) -> Mapping[str, int]:
        """How much of what there is to learn from."""
        return {
            "pairs": len(self.examples.pairs),
            "thumbs": len(self.examples.thumbs),
            "held_out_pairs": len(self.examples.held_out),
            "wishes": len(self.wishes),
        }

    @property
    def origins(self) -> Origins:
        """Everything of the person's that is learned from, with the preferences that shaped what was judged."""
        turns = self.examples.turns
        return Origins(turns | (self.asked_in if self.wishes else frozenset()), self.said_in | self._given(turns))

    @property
    def read(self) -> Origins:
        """Everything of the person's that the night reads: what is learned from, and what it is judged by."""
        held_out = frozenset(turn for one in self._kept_aside for turn in one.turns)
        return Origins(self.origins.turns | held_out, self.origins.preferences | self._given(held_out))

    @property
    def _kept_aside(self) -> tuple[Pair | Thumb, ...]:
        return (*self.examples.held_out, *self.examples.thumbs_held_out)

    def _given(self, turns: frozenset[int]) -> frozenset[int]:
        return frozenset(preference for turn in turns for preference in self.given.get(turn, ()))

    @property
    def judged(self) -> list[Pair]:
        """Everything that was judged, as comparisons."""
        return [*self.learned_from, *self.examples.held_out, *compared(self.examples.thumbs_held_out)]

    @property
    def learned_from(self) -> list[Pair]:
        """What was judged but for what is held out, as comparisons."""
        return [*self.examples.pairs, *compared(self.examples.thumbs)]

    @property
    def rated(self) -> tuple[str, ...]:
        """The questions whose answers were judged and may be learned from, each once."""
        asked = [
            *(pair.prompt.question for pair in self.examples.pairs),
            *(thumb.prompt.question for thumb in self.examples.thumbs),
        ]
        return tuple(dict.fromkeys(asked))

    @property
    def leanings(self) -> dict[str, int]:
        """What the judgements lean to, where the person has not moved the slider that says it."""
        found = leanings(self.learned_from, seed=self.seed)
        moved = {SLIDER_TRAITS[name][0] for name, level in self.levels.items() if level and name in SLIDER_TRAITS}
        return {name: level for name, level in found.items() if SLIDER_TRAITS[name][0] not in moved}

    @property
    def fresh(self) -> tuple[str, ...]:
        """Questions by whose answers it is judged; none is learned on. First our own, then the person's.

        The person's are those whose judgements are held out, where they began a chat and are not too long.
        """
        learned = {normal(question) for question in (*self.rated, *self.questions)}
        held_out = [
            one.prompt.question
            for one in self._kept_aside
            if not one.prompt.past and len(one.prompt.question) <= LONGEST_QUESTION
        ]
        theirs = [question for question in dict.fromkeys(held_out) if normal(question) not in learned][:MOST_HELD_OUT]
        asked = learned | set(map(normal, theirs))
        ours = [question for question in FRESH if normal(question) not in asked]
        return (*ours[: len(FRESH) - len(theirs)], *theirs)


@dataclass(frozen=True, slots=True)
class Taught:
    """How a lesson ended."""

    outcome: Literal["adopted", "rejected"]
    reason: str
    strength: float | None = None
    gguf: bytes | None = None
    """The adapter, also one that was rejected; None when nothing was learned."""
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()


@dataclass
class Desk:
    """What a lesson needs around it.

    Args:
        tell: hears the stage, how much of it is done, of how much, and the seconds that are probably left.
        keep: keeps where the lesson stands, to go on with later.
        given: answers that the model gave before, by their names in an `AnswerCache`.
        left_s: seconds until the night's hours end; what would take longer is left out, oldest first.
        gpu_layers: see `LlamaSpeaker`; with 0 nothing is learned on a graphics card either.
    """

    pause: Pause = field(default_factory=Pause)
    tell: Callable[[Stage, int, int, float | None], None] = lambda *_: None
    keep: Callable[[bytes], None] = lambda _: None
    left_s: float = 6 * 3600.0
    given: Mapping[str, Answer] = field(default_factory=dict)
    gpu_layers: int | str = AUTO
