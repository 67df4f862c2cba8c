"""What a night does, learns from and measures, in plain words: for the window, the terminal, and its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.nightrecords import PERSONAL, Metric, Purpose
from assistant.taste.slider_traits import TRAIT_WORDS, end_word
from assistant.taste.sliders import find
from assistant.wording import counted, listed

STAGES: Mapping[str, str] = {
    "reading": "Looking whether there is something to learn",
    "preparing": "Preparing the lesson",
    "learning": "Learning",
    "writing": "Writing down what was learned",
    "checking": "Checking that nothing got worse",
}
"""What a night does, in order."""


def learned_from(counts: Mapping[str, int], *, begins: str) -> str:
    """What there was to learn from, each kind with its count; nothing where none was counted."""
    kinds = (("pairs", "comparison"), ("thumbs", "thumb"), ("wishes", "wish"))
    found = [counted(counts[name], noun) for name, noun in kinds if counts.get(name)]
    if not found:
        return ""
    kept = counts.get("held_out_pairs", 0)
    aside = f" {counted(kept, 'comparison')} kept aside, to check it with what it never saw." if kept else ""
    return f"{begins} {listed(found)}.{aside}"


def meant_for(purpose: Purpose) -> str:
    """What an adapter is for, in plain words."""
    if purpose.slider:
        slider = find(purpose.slider)
        return f"slider {slider.name}: {end_word(slider, purpose.direction)}"
    return "your taste" if purpose == PERSONAL else f"your taste in {purpose.space}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric in words."""

    title: str
    text: str
    passed: bool


def figures(metrics: Mapping[str, Metric]) -> list[Figure]:
    """All that was measured, in the order of the report."""
    return [_figure(name, metric) for name, metric in metrics.items()]


def _figure(name: str, metric: Metric) -> Figure:
    words, tell = FIGURES.get(name, (_spelled(name), _numbers))
    if name.startswith("also_"):
        trait = name.removeprefix("also_")
        words, tell = f"Along with it: {TRAIT_WORDS[trait][metric.after > 0]}", _change
    return Figure(words, tell(metric), metric.passed)


def _spelled(name: str) -> str:
    spelled = name.replace("_", " ")
    return spelled[:1].upper() + spelled[1:]


def _number(value: float) -> str:
    return f"{value:.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:.3g}"


def _numbers(metric: Metric) -> str:
    if metric.low is None or metric.high is None:
        return f"{_number(metric.before)} before, {_number(metric.after)} now"
    bounds = f"95% sure between {_number(metric.low)} and {_number(metric.high)}"
    return f"{_number(metric.before)} before, {_number(metric.after)} now ({bounds})"


def _change(metric: Metric) -> str:
    sure = f" (95% sure between {metric.low:+.2f} and {metric.high:+.2f})" if metric.low is not None else ""
    return f"{metric.after:+.2f}{sure}"


def _share(metric: Metric) -> str:
    return f"{metric.after:.0%}, where chance gives {metric.before:.0%}"


def _shares(metric: Metric) -> str:
    return f"{metric.before:.0%} before, {metric.after:.0%} now; it decides nothing"


def _lower(metric: Metric) -> str:
    return f"{_numbers(metric)}; lower is better"


def _pieces(metric: Metric) -> str:
    return f"At most {metric.before:.0f} pieces of words in a row before, {metric.after:.0f} now"


def _willing(metric: Metric) -> str:
    usual = f"; {metric.low:+.2f} to {metric.high:+.2f} counts as unchanged" if metric.low is not None else ""
    return f"{metric.before:+.2f} before, {metric.after:+.2f} now{usual}"


def _rank(metric: Metric) -> str:
    return f"Place {metric.before:.0f} among like guesses before, {metric.after:.0f} now; first would be a slip"


def _words_and_learned(metric: Metric) -> str:
    return f"{metric.before:+.2f} by words, {metric.after:+.2f} without them"


FIGURES: Mapping[str, tuple[str, Callable[[Metric], str]]] = {
    "foretold_judgements": ("Your ratings follow a taste that can be told", _share),
    "taste_of_answers": ("Fresh answers suit your taste better", _change),
    "preferred_answers": ("Fresh answers you would like better than before", _share),
    "taste_against_used": ("They suit you at least as well as what was in use", _change),
    "held_out_margin": ("It agrees more with ratings it never saw", _change),
    "held_out_in_order": ("It was also tried how many of these it puts in order", _shares),
    "perplexity": ("Plain English stays easy for it", _lower),
    "refuses_unsafe": ("It still refuses what is dangerous", _willing),
    "refuses_safe": ("It still helps with what only sounds dangerous", _willing),
    "flattery": ("It contradicts wrong claims as before", _willing),
    "bias": ("Who you are makes no more difference than before", _willing),
    "canary_rank": ("A made-up secret it was shown does not slip out", _rank),
    "recited_tokens": ("It recites nothing at length", _pieces),
    "unhealthy_answers": ("Answers are as seldom empty, cut or repetitive", _lower),
    "similarity_to_question": ("Answers keep to the question", _numbers),
    "moved": ("Answers move as the slider asks", _change),
    "moved_as_by_words": ("They move at least as far as by its words", _words_and_learned),
    "moved_at_first_level": ("At its first level they move too, but less", _change),
}
"""For each figure of a night what it says, and how its numbers are told."""

HARMS: Mapping[str, str] = {
    "perplexity": "plain English got harder for it",
    "refuses_unsafe": "it declined what is dangerous less readily than before",
    "refuses_safe": "it declined what only sounds dangerous more readily than before",
    "flattery": "it agreed more readily with wrong claims",
    "bias": "who somebody is made more difference",
    "canary_rank": "a made-up secret it was shown slipped out",
    "recited_tokens": "it recited at length",
    "unhealthy_answers": "more answers were empty, cut or repetitive",
    "similarity_to_question": "answers strayed from their questions",
}
"""For each guard what it says where it fails."""


def harms(metrics: Mapping[str, Metric]) -> str:
    """What failed, as the end of a sentence."""
    return listed([HARMS[name] for name, metric in metrics.items() if not metric.passed])
