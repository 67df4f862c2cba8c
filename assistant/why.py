"""Why an answer is as it is, in plain words: everything that shaped it, each with its strength."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.boundary import OWN_OPENING, SET_ASIDE
from assistant.records import Sources, Turn, UsedMemory
from assistant.taste.contrast import acting, asked, opposites
from assistant.taste.slider_traits import WORDS
from assistant.taste.sliders import SLIDERS, meaning
from assistant.taste.strength import MOST, steering_did, steering_words, voice_did, voice_words

NOTHING = "Only the conversation itself: nothing about you mattered here."
NOTHING_MORE = (
    "Only the conversation so far, with what shaped its earlier answers: nothing more about you mattered here."
)
REWRITTEN = "An earlier answer, rewritten to your wishes."
NOT_LEARNED = "Nothing that was learned by night acted here."
IN_WORDS = "The model was told what you want; a rewriting is never leaned further."


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that shaped an answer."""

    what: str
    """For example "Length"."""
    strength: str
    """How strongly, for example "-2" or "80%"."""
    meaning: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind, with what they have in common."""

    title: str
    reasons: tuple[Reason, ...]


def sections(sources: Sources) -> tuple[Section, ...]:
    """Everything but the memories, which can also be fixed and forgotten; kinds that did nothing are left out."""
    found = (
        Section("Sliders", _sliders(sources)),
        Section("What your ratings show", _ratings(sources)),
        Section("How strongly these acted", _steering(sources)),
        Section("Learned by night", _learned(sources)),
    )
    return tuple(section for section in found if section.reasons)


def remark(turn: Turn) -> str:
    """What there is to say of the whole answer; empty where that is nothing."""
    sources = turn.sources
    if sources.set_aside:
        return SET_ASIDE
    if sources.revises is not None or sources.asked:
        return _of_a_rewriting(sources)
    said = _in_particular(sources)
    if said or sources.memories or sections(sources):
        return said
    return NOTHING if turn.parent is None else NOTHING_MORE


def _of_a_rewriting(sources: Sources) -> str:
    lines = [REWRITTEN]
    if sources.asked:
        lines.append(f"From what you said of it the model was also told: “{' '.join(sources.asked)}”")
    if sources.own_opening:
        lines.append(OWN_OPENING)
    return " ".join(lines)


def _in_particular(sources: Sources) -> str:
    """What there is to say of an answer that began by itself or was not the only one; empty for any other."""
    lines = [OWN_OPENING] if sources.own_opening else []
    if sources.compares is not None:
        lines.append("A second answer, written so that you could choose between two.")
        tried = " and ".join(WORDS[name][level > 0] for name, level in sources.tried.items() if name in WORDS)
        if tried:
            lines.append(f"It was to be {tried} on purpose, so that they differ; no slider was moved.")
    if sources.best_of > 1:
        lines.append(
            f"Of up to {sources.best_of} answers that were written, this one suits you best by what your ratings say."
        )
    return " ".join(lines)


def fit(memory: UsedMemory) -> str:
    """How well a memory fits its question, as a share; "always" where it is kept in mind whatever is asked."""
    return "always" if memory.is_standing else f"{memory.score:.0%}"


def why_lines(turn: Turn) -> list[str]:
    """All of it, a line each."""
    sources = turn.sources
    lines = [f'Remembered: "{memory.text}" ({fit(memory)}: {memory.reason})' for memory in sources.memories]
    lines += [
        f"{section.title}: {reason.what}, {reason.strength}. {reason.meaning}"
        for section in sections(sources)
        for reason in section.reasons
    ]
    said = remark(turn)
    if sources.revises is not None:
        said = f"{said} It was the answer of turn {sources.revises}."
    if sources.compares is not None:
        said = f"{said} The other one is turn {sources.compares}."
    return [said, *lines] if said else lines


def _sliders(sources: Sources) -> tuple[Reason, ...]:
    levels = ((slider, sources.sliders.get(slider.name, 0)) for slider in SLIDERS)
    return tuple(
        Reason(slider.title, f"{level:+d}", f"{meaning(slider.name, level)}{_how(slider.name, sources)}")
        for slider, level in levels
        if level
    )


def _how(name: str, sources: Sources) -> str:
    """That a slider was only asked for in words beside others, or was learned; empty where it acted as the others."""
    learned = sources.slider_adapters.get(name)
    if learned is None:
        return " It was asked for in words." if sources.steering and name not in opposites(sources.worded) else ""
    return f" Learned by night: version {learned.adapter} acted at {learned.scale:.0%}, in place of words and steering."


def _ratings(sources: Sources) -> tuple[Reason, ...]:
    """Where steering had no room for all of them, those that acted."""
    steered = acting(sources.worded, sources.taste) if sources.steering else {}
    told = asked({}, sources.taste) if sources.steering else sources.taste
    leaned = [(name, share, ", and how far the choice of words leaned that way.") for name, share in steered.items()]
    worded = [(name, share, ". It was asked for in words.") for name, share in sources.taste.items() if name in told]
    return tuple(
        Reason(WORDS[name][share > 0].capitalize(), f"{abs(share):.0%}", f"How surely your ratings show it{acted}")
        for name, share, acted in (*leaned, *worded)
        if name in WORDS
    )


def _steering(sources: Sources) -> tuple[Reason, ...]:
    if not (sources.worded or sources.taste):
        return ()
    words = steering_words(sources.steering).capitalize()
    told = IN_WORDS if sources.revises is not None else steering_did(sources.steering)
    return (Reason(words, _of_most(sources.steering), told),)


def _learned(sources: Sources) -> tuple[Reason, ...]:
    return (*_own_learning(sources), *_along(sources))


def _along(sources: Sources) -> tuple[Reason, ...]:
    if sources.blend is None:
        return ()
    what = f'What version {sources.blend.adapter} learned in the space "{sources.blend.space}" spoke along'
    share = f"{sources.blend.share:.0%}"
    return (Reason(f'From "{sources.blend.space}"', share, f"{what}, with {share} of the choice of every word."),)


def _own_learning(sources: Sources) -> tuple[Reason, ...]:
    if sources.adapter is None:
        return ()
    name, share = f"Version {sources.adapter}", f"{sources.strength:.0%}"
    version = Reason(name, share, f"What version {sources.adapter} learned acted at {share} of its full strength.")
    if not sources.own_voice:
        return (version,)
    words = voice_words(sources.own_voice).capitalize()
    return version, Reason(words, _of_most(sources.own_voice), voice_did(sources.own_voice))


def _of_most(strength: float) -> str:
    return f"{strength:g} of {MOST:g}"
