"""What a night measured, in plain words."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.nightfigures import FIGURES, HARMS, figures, harms
from assistant.nightrecords import Metric
from assistant.training.gate import decide, judge, moves


def test_figures_say_what_changed_and_how_sure_that_is() -> None:
    told = figures(
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
    source = "".join(Path(part.__file__).read_text(encoding="utf-8") for part in (decide, judge, moves))
    named = (
        set(re.findall(r'\("(\w+)", self\.', source))
        | set(re.findall(r'(?:metrics|found)\["(\w+)"\]', source))
        | set(re.findall(r'"(\w+)": Metric\(', source))
    )
    assert len(named) >= 11
    assert named <= FIGURES.keys()
    guards = set(re.findall(r'\("(\w+)", self\.', source)) | {"unhealthy_answers", "similarity_to_question"}
    assert guards <= HARMS.keys() <= FIGURES.keys()


def test_what_a_slider_pulls_along_is_told() -> None:
    told = figures({"also_length": Metric(0.0, -0.3, True, -0.5, -0.1)})
    assert [(one.title, one.text) for one in told] == [
        ("Along with it: shorter", "-0.30 (95% sure between -0.50 and -0.10)")
    ]


def test_what_failed_is_told_in_words() -> None:
    fine, bad = Metric(1.0, 1.0, True), Metric(1.0, 9.0, False)
    assert harms({"perplexity": bad, "bias": fine}) == "plain English got harder for it"
    assert harms({"perplexity": bad, "bias": fine, "flattery": bad, "recited_tokens": bad}) == (
        "plain English got harder for it, it agreed more readily with wrong claims and it recited at length"
    )
