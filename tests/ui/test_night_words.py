"""Nights in plain words: when they were, how far they are, what was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from assistant.nightrecords import Metric, NightReport, Outcome, Purpose
from assistant.training.gate import decide, judge, moves
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
    assert nightwords.share_of_night("done", 0.0) == 1.0
    assert nightwords.share_of_night("something new", 0.5) == 0.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.0, "About a minute left"), (260.0, "About 4 minutes left"), (9000.0, "About 2 hours left")],
)
def test_the_time_that_is_left(seconds: float | None, words: str) -> None:
    assert nightwords.time_left(seconds) == words


def test_figures_say_what_changed_and_how_sure_that_is() -> None:
    told = nightwords.figures(
        {
            "taste_of_answers": Metric(0.0, 0.42, True, 0.11, 0.73),
            "perplexity": Metric(23.14, 23.31, True, 23.19, 23.44),
            "preferred_answers": Metric(0.5, 0.64, True),
            "unhealthy_answers": Metric(1, 3, False),
            "new_figure": Metric(0.1234, 1234.5, True, 0.1, 0.2),
        }
    )
    assert [figure.text for figure in told] == [
        "+0.42 (95% sure between +0.11 and +0.73)",
        "23.1 before, 23.3 now (95% sure between 23.2 and 23.4); lower is better",
        "64%, where chance gives 50%",
        "1 before, 3 now; lower is better",
        "0.123 before, 1234 now (95% sure between 0.1 and 0.2)",
    ]
    assert [figure.passed for figure in told] == [True, True, True, False, True]
    assert told[-1].title == "New figure"


def test_every_figure_of_the_gate_has_words() -> None:
    import re
    from pathlib import Path

    source = "".join(Path(part.__file__).read_text(encoding="utf-8") for part in (decide, judge, moves))
    named = (
        set(re.findall(r'\("(\w+)", self\.', source))
        | set(re.findall(r'(?:metrics|found)\["(\w+)"\]', source))
        | set(re.findall(r'"(\w+)": Metric\(', source))
    )
    assert len(named) >= 11
    assert named <= nightwords.FIGURES.keys()


def test_what_a_slider_pulls_along_is_told() -> None:
    told = nightwords.figures({"also_length": Metric(0.0, -0.3, True, -0.5, -0.1)})
    assert [(one.title, one.text) for one in told] == [
        ("Along with it: shorter", "-0.30 (95% sure between -0.50 and -0.10)")
    ]
