"""Nights in plain words: when they were, and how far they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from assistant.nightrecords import NightReport, Outcome, Purpose
from ui.dashboard import nightwords

NOW = datetime(2026, 11, 24, 9, 0).timestamp()


def at(day: int, hour: int) -> float:
    return datetime(2026, 11, day, hour, 10).timestamp()


@pytest.mark.parametrize(
    ("began", "name"),
    [
        (at(24, 2), "Last night"),
        (at(23, 23), "Last night"),
        (at(24, 10), "Today"),
        (at(23, 15), "Yesterday"),
        (at(23, 2), "Yesterday"),
        (at(20, 2), "On 20 Nov 2026"),
    ],
)
def test_when_a_night_was(began: float, name: str) -> None:
    assert nightwords.night_name(began, now=NOW) == name


def report(outcome: Outcome, **learned_from: int) -> NightReport:
    return NightReport(at(24, 2), 2460.0, outcome, "Why.", learned_from=learned_from)


def test_the_title_says_from_what() -> None:
    def title(**learned_from: int) -> str:
        return nightwords.title(report("adopted", **learned_from), now=NOW)

    assert title(pairs=9, thumbs=5) == "Last night Attune learned from 14 ratings."
    assert title(thumbs=1) == "Last night Attune learned from 1 rating."
    assert title(wishes=2) == "Last night Attune learned from your wishes."
    warmer = replace(report("adopted", wishes=1), purpose=Purpose(slider="warmth", direction=1))
    assert nightwords.title(warmer, now=NOW) == "Last night Attune learned from your warmth slider."


def test_what_it_learned_from_and_when() -> None:
    told = report("adopted", pairs=9, thumbs=1, wishes=1, held_out_pairs=3)
    assert nightwords.learned_from(told) == (
        "Learned from 9 comparisons, 1 thumb and 1 wish. 3 comparisons kept aside, to check it with what it never saw."
    )
    assert nightwords.learned_from(report("rejected", wishes=2)) == "There were 2 wishes."
    assert nightwords.learned_from(report("failed")) == ""
    assert nightwords.when(told) == "24 Nov 2026, 02:10, 41 minutes of work"


def test_the_bar_never_goes_back() -> None:
    steps = [nightwords.share_of_night(stage, share) for stage in nightwords.WEIGHTS for share in (0.0, 0.5, 1.0)]
    assert steps == sorted(steps)
    assert (steps[0], round(steps[-1], 9)) == (0.0, 1.0)
    assert nightwords.share_of_night("something new", 0.5) == 0.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.0, "About a minute left"), (260.0, "About 4 minutes left"), (9000.0, "About 2 hours left")],
)
def test_the_time_that_is_left(seconds: float | None, words: str) -> None:
    assert nightwords.time_left(seconds) == words
