"""`attune settings`: everything can be set without a window, and nothing that does not fit."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from assistant.cli.settings import MEANINGS, value_of
from assistant.settings import Settings
from tests.cli.test_words import Shell


@pytest.fixture
def shell(tmp_path: Path, key_file: Path) -> Shell:
    return Shell(tmp_path, key_file)


def test_what_is_set_is_shown_and_kept(shell: Shell) -> None:
    before = shell.json("settings")["settings"]
    assert (before["night_allowed"], before["gpu_layers"], before["temperature"]) == (False, "auto", 0.3)
    for name, value in (("night_allowed", "true"), ("gpu_layers", "0"), ("temperature", "0.7"), ("night_ends", "5:00")):
        code = 1 if name == "night_ends" else 0
        assert shell.run("settings", name, value).returncode == code
    after = shell.json("settings", "max_tokens", "300")["settings"]
    changes = {"night_allowed": True, "gpu_layers": 0, "temperature": 0.7, "max_tokens": 300}
    assert after == before | changes == shell.json("settings")["settings"]
    assert "learn by night without being asked" in shell.run("settings").stdout


def test_each_setting_is_explained() -> None:
    assert list(MEANINGS) == [field.name for field in fields(Settings)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("colour", "blue"), "There is no setting colour."),
        (("night_allowed",), "takes a value"),
        (("night_allowed", "perhaps"), "does not fit"),
        (("temperature", "nan"), "does not fit"),
        (("model", "other"), "attune models use"),
        (("night_ends", "01:30"), "hours are too short"),
        (("night_begins", "05:30"), "hours are too short"),
    ],
)
def test_what_does_not_fit_is_said(shell: Shell, words: tuple[str, ...], said: str) -> None:
    assert said in shell.fails("settings", *words)


def test_words_are_read_as_they_are_meant() -> None:
    read = [value_of(text) for text in ("Yes", "no", "3", "0.5", "dark", "01:00")]
    assert read == [True, False, 3, 0.5, "dark", "01:00"]
