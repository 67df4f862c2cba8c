"""`sliders strength` as a person types it, and what is said beside the sliders."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.taste.cost import NOT_YET
from tests.cli.test_words import Shell


@pytest.fixture
def shell(tmp_path: Path, key_file: Path) -> Shell:
    return Shell(tmp_path, key_file)


def test_the_strength_is_kept_and_shown(shell: Shell) -> None:
    before = shell.json("sliders")
    assert (before["steering"], before["steering_by_ratings"], before["own_voice"]) == (1.0, False, 0.0)
    assert (before["pulls"], before["costs"]) == ([], [])
    after = shell.json("sliders", "strength", "1.5")
    assert after == {**before, "steering": 1.5}
    moved = shell.json("sliders", "set", "length", "-3")
    assert moved["steering"] == 1.5
    assert {"name", "level", "meaning"} <= set(moved["sliders"][0])
    shown = shell.run("sliders", "strength", "0").stdout
    assert "Strength 0: they act in words only." in shown
    assert "as fast as ever" in shown
    assert NOT_YET in shown


@pytest.mark.parametrize(
    "words",
    [("strength",), ("strength", "much"), ("strength", "2.1"), ("strength", "-1"), ("strength", "nan"), ("set",)],
    ids=" ".join,
)
def test_what_is_no_strength_is_refused_before_anything_is_kept(shell: Shell, words: tuple[str, ...]) -> None:
    said = shell.fails("sliders", *words)
    assert "missing" in said or "is not a strength" in said
    assert shell.json("sliders")["steering"] == 1.0


def test_a_space_has_sliders_of_its_own_and_stands_as_the_personal_one_until_then(shell: Shell) -> None:
    def levels(*words: str) -> dict[str, int]:
        return {each["name"]: each["level"] for each in shell.json("sliders", *words)["sliders"] if each["level"]}

    assert levels("set", "length", "-2") == {"length": -2} == levels("--space", "work")
    assert levels("set", "length", "3", "--space", "work") == {"length": 3}
    assert levels() == {"length": -2}
    assert shell.json("taste", "--space", "work")["judgements"] == 0


def test_two_numbers_are_one_too_many(shell: Shell) -> None:
    assert "1 2 is not a strength" in shell.fails("sliders", "strength", "1", "2")
