"""Settings: what is stored and valid counts, anything else is the default."""

from __future__ import annotations

import pytest

from assistant.errors import UsageProblem
from assistant.settings import Settings, changed, settings_from


def test_nothing_stored_is_the_default() -> None:
    assert settings_from({}) == Settings()


def test_valid_values_count_and_odd_ones_do_not() -> None:
    stored = {"gpu_layers": 12, "theme": "pink", "max_tokens": "many", "unknown": 1, "temperature": True}
    assert settings_from(stored) == changed(Settings(), "gpu_layers", 12)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gpu_layers", -1),
        ("gpu_layers", "all"),
        ("context_tokens", 100),
        ("temperature", 3),
        ("theme", ""),
        ("model", " "),
        ("night_allowed", 1),
        ("night_begins", "late"),
        ("night_ends", "06:00+02:00"),
        ("night_dial", "bold"),
        ("choices_a_day", -1),
        ("choices_a_day", True),
        ("best_of", 0),
        ("best_of", 5),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(name: str, value: object) -> None:
    with pytest.raises(UsageProblem) as caught:
        changed(Settings(), name, value)
    assert caught.value.sentence.endswith(".")
    assert caught.value.advice


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(UsageProblem, match="no setting colour"):
        changed(Settings(), "colour", "red")


@pytest.mark.parametrize(("begins", "ends"), [("01:00", "01:30"), ("23:30", "00:15")])
def test_hours_that_leave_no_room_for_a_night_do_not_count(begins: str, ends: str) -> None:
    assert settings_from({"night_begins": begins, "night_ends": ends}) == Settings()


@pytest.mark.parametrize(("begins", "ends"), [("05:30", "07:00"), ("23:30", "00:30"), ("09:00", "09:00")])
def test_hours_count_together(begins: str, ends: str) -> None:
    found = settings_from({"night_begins": begins, "night_ends": ends})
    assert (found.night_begins, found.night_ends) == (begins, ends)
