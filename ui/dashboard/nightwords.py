"""Nights in plain words: how far one is, how it ended, and when it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from assistant import nightfigures
from assistant.nightrecords import NightReport
from assistant.wording import counted

WEIGHTS = {"reading": 0.03, "preparing": 0.12, "learning": 0.55, "writing": 0.05, "checking": 0.25}
"""About which part of a night each of its stages takes; they add up to 1."""
OUTCOMES = {
    "skipped": "No night was had, and nothing was changed.",
    "paused": "The night is paused; it goes on from where it was.",
    "failed": "The night broke off, and nothing was changed.",
}


def share_of_night(stage: str, share: float) -> float:
    """0..1, how much of the whole night is done when `share` of a stage is."""
    if stage not in WEIGHTS:
        return 0.0
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
    begins = "Learned from" if report.outcome == "adopted" else "There were"
    return nightfigures.learned_from(report.learned_from, begins=begins)


def _sources(report: NightReport) -> str:
    if report.purpose.slider:
        return f"your {report.purpose.slider} slider"
    judged = report.learned_from.get("pairs", 0) + report.learned_from.get("thumbs", 0)
    return counted(judged, "rating") if judged else "your wishes"


def _is_night(then: datetime) -> bool:
    return then.hour >= 20 or then.hour < 9


def _night_of(then: datetime) -> date:
    return (then - timedelta(hours=12)).date()
