"""The things of the day that Attune keeps and hands around, as frozen records; every field says its unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Role = Literal["system", "user", "assistant"]
Finish = Literal["stop", "length", "stopped", "failed", "pending"]
Origin = Literal["typed", "confirmed", "imported", "model"]
PreferenceKind = Literal["style", "fact"]
PreferenceState = Literal["active", "candidate", "superseded"]
Verdict = Literal["up", "down"]
Best = Literal["A", "B", "neither"]
Stage = Literal["memories", "tone", "answer"]

NO_SLIDERS: Mapping[str, int] = MappingProxyType({})
NO_TASTE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LearnedSlider:
    """A slider that acted through an adapter of its own, in place of words."""

    adapter: int
    scale: float
    """0..1, how strongly it acted: the adapter's strength, by the slider's level."""


NO_LEARNED: Mapping[str, LearnedSlider] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Blend:
    """What was learned in another space, and spoke along."""

    space: str
    adapter: int
    strength: float
    """0..1, how strongly the adapter acted on its part."""
    share: float
    """0..1, its part in the choice of every word."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the model sees it."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Stats:
    """What one answer cost. Tokens are counts, times are seconds."""

    prompt_tokens: int
    reusable_tokens: int
    """Prompt tokens whose text the model had already read in its previous turn."""
    cached_tokens: int
    """Prompt tokens that really came from the KV cache."""
    generated_tokens: int
    first_word_s: float
    tokens_per_s: float
    base: str = ""
    """Fingerprint of the weights that answered; empty where it was not kept."""


@dataclass(frozen=True, slots=True)
class UsedMemory:
    """A preference that was given to one answer, and why."""

    id: int
    text: str
    score: float
    """0..1, comparable within one answer only."""
    reason: str
    is_standing: bool = False
    """True: the chat had it in mind already. False: it was given with this question."""
    is_outdated: bool = False
    """True: a fact that an edit has replaced since, and that no preference states any more."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What shaped one answer."""

    memories: tuple[UsedMemory, ...] = ()
    sliders: Mapping[str, int] = field(default_factory=lambda: NO_SLIDERS)
    """Slider name -> level -3..3, only those that were not 0."""
    adapter: str | None = None
    strength: float = 0.0
    steering: float = 0.0
    """0..2, how strongly sliders, and what ratings show, acted beyond words."""
    taste: Mapping[str, float] = field(default_factory=lambda: NO_TASTE)
    """Slider name -> -1..1, what ratings showed and was steered towards, or asked for where an answer was rewritten."""
    slider_adapters: Mapping[str, LearnedSlider] = field(default_factory=lambda: NO_LEARNED)
    """Those of the sliders that acted through adapters; neither words nor steering acted for them."""
    own_voice: float = 0.0
    """0..2, how far the answer was pushed away from what the model says without the adapter."""
    blend: Blend | None = None
    """What another space's nights had learned, where that spoke along."""
    revises: int | None = None
    """The turn whose answer was rewritten; None for an answer to the question itself, or when that turn is gone."""
    set_aside: bool = False
    """True: nothing personal acted, because the model would decline this question by itself."""
    own_opening: bool = False
    """True: the first words are the model's own, because it might decline this; what is personal acted after them."""
    compares: int | None = None
    """The turn beside which it was made so that the person can choose; None for an answer in its own right."""
    tried: Mapping[str, int] = field(default_factory=lambda: NO_SLIDERS)
    """Slider name -> level at which only this answer was written, so that it differs from the one beside it."""
    best_of: int = 1
    """How many answers were made, of which this one was chosen by what ratings say."""
    asked: tuple[str, ...] = ()
    """What else the model was told where an answer was rewritten: the reasons of its thumb, as instructions."""

    @property
    def learned(self) -> bool:
        """Whether anything acted that nights had learned."""
        return bool(self.adapter or self.slider_adapters or self.blend)

    @property
    def worded(self) -> dict[str, int]:
        """The levels that acted in words, and by steering: of sliders without an adapter, and those that were tried."""
        told = {name: level for name, level in self.sliders.items() if name not in self.slider_adapters}
        return {**told, **self.tried}


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer. Turns with the same parent are versions of each other."""

    id: int
    chat: int
    parent: int | None
    question: str
    answer: str
    finish: Finish
    made: float
    """Unix time in seconds, for showing only; order is by id."""
    seed: int
    sources: Sources
    stats: Stats | None = None
    has_forgotten: bool = False
    """True: its answer was given a fact that was forgotten since."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation: a tree of turns with the leaf that is shown."""

    id: int
    title: str
    made: float
    touched: float
    head: int | None
    """The turn at the end of the branch that is shown; None while the chat is empty."""
    space: str
    pinned: bool = False
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Preference:
    """Something the person prefers, in words, with where it came from and how long it was true."""

    id: int
    text: str
    kind: PreferenceKind
    space: str
    source: Origin
    state: PreferenceState
    always: bool
    """True: part of every chat's standing block. False: only where it matters."""
    made: float
    ended: float | None = None
    """Unix time in seconds at which an edit replaced it; None while it is true."""
    replaces: int | None = None
    confirmations: int = 1
    """How often the person said or confirmed it."""
    quote: str = ""
    """The person's own words a candidate was found in."""
    confidence: float = 1.0
    """0..1, how sure a candidate is; 1 for what the person typed."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A judgement of one turn, with the slider levels of that moment."""

    id: int
    turn: int
    verdict: Verdict
    reasons: tuple[str, ...]
    better: str | None
    """The person's own better version of the answer."""
    sliders: Mapping[str, int]
    space: str
    made: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of two answers to the same question the person liked better, with the slider levels of that moment."""

    id: int
    turn_a: int
    turn_b: int
    best: Best
    sliders: Mapping[str, int]
    space: str
    made: float


@dataclass(frozen=True, slots=True)
class CalibrationChoice:
    """Which of two written answers the person liked better; "neither" where they saw no difference."""

    pair: str
    """Its name in `assistant.taste.calibration`."""
    best: Best
    made: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the person said of one stage of an answer: were these the right memories, tone, answer?"""

    turn: int
    stage: Stage
    is_right: bool
    made: float


@dataclass(frozen=True, slots=True)
class JudgedMemory:
    """One judgement of the memories that were found for a question, as it concerns one of them."""

    preference: int
    question: str
    is_right: bool
    among: int
    """How many were found for that question and judged together."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place a search met: a turn of a chat."""

    turn: int
    chat: int
    title: str
    excerpt: str
