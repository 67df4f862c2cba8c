"""Nights in plain words: how far one is, how it ended, what was measured, and when it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.nightrecords import Metric, NightReport
from assistant.taste.slider_traits import TRAIT_WORDS

STAGES = {
    "reading": "Looking whether there is something to learn …",
    "preparing": "Preparing the lesson …",
    "learning": "Learning …",
    "writing": "Writing down what was learned …",
    "checking": "Checking that nothing got worse …",
    "done": "Done",
}
WEIGHTS = {"reading": 0.03, "preparing": 0.12, "learning": 0.55, "writing": 0.05, "checking": 0.25}
"""About which part of a night each stage takes; they add up to 1."""
OUTCOMES = {
    "adopted": "It passed every check, and acts since then.",
    "rejected": "It looked, and nothing was changed.",
    "skipped": "No night was had, and nothing was changed.",
    "paused": "The night is paused; it goes on from where it was.",
    "failed": "The night broke off, and nothing was changed.",
}


def share_of_night(stage: str, share: float) -> float:
    """0..1, how much of the whole night is done when `share` of a stage is."""
    if stage not in WEIGHTS:
        return 1.0 if stage == "done" else 0.0
    names = list(WEIGHTS)
    return sum(WEIGHTS[name] for name in names[: names.index(stage)]) + WEIGHTS[stage] * share


def time_left(left_s: float | None) -> str:
    """How long it may still take; nothing where nobody knows."""
    if left_s is None:
        return ""
    minutes = round(left_s / 60)
    if minutes <= 1:
        return "About a minute left"
    return f"About {minutes} minutes left" if minutes < 90 else f"About {minutes / 60:.0f} hours left"


def counted(count: int, noun: str) -> str:
    """A number and its noun: "1 rating", "2 ratings"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def title(report: NightReport, *, now: float) -> str:
    """The one line that tells it: when, from what, and how it ended."""
    when = night_name(report.began, now=now)
    return {
        "adopted": f"{when} Attune learned from {_sources(report)}.",
        "rejected": f"{when} Attune kept what it had.",
        "skipped": f"{when} Attune learned nothing.",
        "paused": f"{when} Attune paused.",
        "failed": f"{when} the night broke off.",
    }[report.outcome]


def night_name(began: float, *, now: float) -> str:
    """When a night was, as a person says it."""
    then, today = datetime.fromtimestamp(began), datetime.fromtimestamp(now).date()
    if _is_night(then) and today - _night_of(then) == timedelta(days=1):
        return "Last night"
    if then.date() == today:
        return "Today"
    return "Yesterday" if today - then.date() == timedelta(days=1) else f"On {then:%d %b %Y}"


def when(report: NightReport) -> str:
    """Date, hour and how long it worked."""
    minutes = max(1, round(report.seconds / 60))
    return f"{datetime.fromtimestamp(report.began):%d %b %Y, %H:%M}, {counted(minutes, 'minute')} of work"


def learned_from(report: NightReport) -> str:
    """What it learned from, each kind with its count; nothing where none was counted."""
    kinds = (("pairs", "comparison"), ("thumbs", "thumb"), ("wishes", "wish"))
    counts = [_count(report.learned_from[name], noun) for name, noun in kinds if report.learned_from.get(name)]
    if not counts:
        return ""
    kept = report.learned_from.get("held_out_pairs", 0)
    aside = f" {counted(kept, 'comparison')} kept aside, to check it with what it never saw." if kept else ""
    used = "Learned from" if report.outcome == "adopted" else "There were"
    return f"{used} {_listed(counts)}.{aside}"


def _count(count: int, noun: str) -> str:
    return f"{count} wishes" if noun == "wish" and count != 1 else counted(count, noun)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _sources(report: NightReport) -> str:
    if report.purpose.slider:
        return f"your {report.purpose.slider} slider"
    judged = report.learned_from.get("pairs", 0) + report.learned_from.get("thumbs", 0)
    return counted(judged, "rating") if judged else "your wishes"


def _is_night(then: datetime) -> bool:
    return then.hour >= 20 or then.hour < 9


def _night_of(then: datetime) -> date:
    return (then - timedelta(hours=12)).date()


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


def _lower(metric: Metric) -> str:
    return f"{_numbers(metric)}; lower is better"


def _words(metric: Metric) -> str:
    return f"At most {metric.before:.0f} words in a row before, {metric.after:.0f} now"


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
    "perplexity": ("Plain English stays easy for it", _lower),
    "refuses_unsafe": ("It still refuses what is dangerous", _willing),
    "refuses_safe": ("It still helps with what only sounds dangerous", _willing),
    "flattery": ("It contradicts wrong claims as before", _willing),
    "bias": ("Who you are makes no more difference than before", _willing),
    "canary_rank": ("A made-up secret it was shown does not slip out", _rank),
    "recited_tokens": ("It recites nothing at length", _words),
    "unhealthy_answers": ("Answers are as seldom empty, cut or repetitive", _lower),
    "similarity_to_question": ("Answers keep to the question", _numbers),
    "moved": ("Answers move as the slider asks", _change),
    "moved_as_by_words": ("They move at least as far as by its words", _words_and_learned),
    "moved_at_first_level": ("At its first level they move too, but less", _change),
}
"""For each figure of a night what it says, and how its numbers are told."""
