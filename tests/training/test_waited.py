"""What held a night up in its hours is kept by what waits for the night, and told by day."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest

from assistant.cli import doctor
from assistant.cli import night as command
from assistant.engine.scripted import ScriptedSpeaker
from assistant.memory.finder import NoFinder
from assistant.nightrecords import NightReport
from assistant.paths import Home
from assistant.store.store import Store
from assistant.store.storekey import StoreKey
from assistant.training import now
from assistant.training.keeper import is_time_for
from assistant.training.now import Watch
from assistant.training.schedule import Run, Skip, Wait
from assistant.training.waited import AGAIN_S, SETTING, forget_reason, note, told
from assistant.wiring import open_assistant
from tests.cli.test_words import Shell

BATTERY = "The night waits because the computer is running on battery."
DONE = Skip("This night's learning is done.")


@pytest.fixture
def allowed(allowed: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same, and the computer runs on battery."""
    monkeypatch.setattr(now, "on_mains", lambda: False)
    return allowed


def test_what_waits_for_the_night_keeps_why_and_a_night_by_itself_does_not(allowed: Store) -> None:
    assert not is_time_for(Watch(allowed, lambda: 7200.0, 0), is_running=False)
    assert told(allowed) == ""
    assert not is_time_for(Watch(allowed, lambda: 7200.0, 0, notes=True), is_running=False)
    today = time.localtime()
    assert told(allowed).startswith(f"A night was held up on {today.tm_mday} {time.strftime('%B', today)} at ")
    assert told(allowed).endswith(f". {BATTERY}")


def test_memory_and_few_ratings_are_told_and_other_hours_change_nothing(allowed: Store) -> None:
    assert isinstance(Watch(allowed, lambda: 7200.0, 2**60, notes=True)(False), str)
    allowed.settings.set("night_on_battery", True)
    assert isinstance(Watch(allowed, lambda: 7200.0, 2**60, notes=True)(False), str)
    assert "GB of free memory" in told(allowed)
    for choice in allowed.choices.list():
        allowed.chats.delete(allowed.chats.turn(choice.turn_a).chat)
    assert isinstance(Watch(allowed, lambda: 7200.0, 0, notes=True)(False), str)
    assert "so far: 0" in told(allowed)
    later = time.localtime(time.time() + 6 * 3600)
    allowed.settings.set("night_begins", time.strftime("%H:00", later))
    allowed.settings.set("night_ends", time.strftime("%H:00", time.localtime(time.mktime(later) + 7200)))
    assert "hours begin at" in str(Watch(allowed, lambda: 7200.0, 0, notes=True)(False))
    assert "so far: 0" in told(allowed), "in the morning it is still told"


def test_a_night_that_can_run_or_was_had_needs_no_reason(allowed: Store) -> None:
    at = time.time() - 3600
    note(Wait(BATTERY, is_hindrance=True), store=allowed, now=at)
    note(DONE, store=allowed, now=at + 60)
    assert told(allowed)
    allowed.settings.set("night_allowed", False)
    assert told(allowed) == "", "switched off is reason enough"
    allowed.settings.set("night_allowed", True)
    allowed.nights.finish(NightReport(at + 120, 60.0, "rejected", "It was not better."), judged_until=0.0)
    assert told(allowed) == ""
    note(Wait(BATTERY, is_hindrance=True), store=allowed, now=at + AGAIN_S)
    assert told(allowed)
    note(Run(3600.0), store=allowed, now=at + 2 * AGAIN_S)
    assert (told(allowed), allowed.settings.get(SETTING)) == ("", None)


def test_the_same_reason_is_written_down_now_and_then_only(allowed: Store) -> None:
    for seconds, kept in ((0.0, 0.0), (60.0, 0.0), (AGAIN_S, AGAIN_S)):
        note(Wait(BATTERY, is_hindrance=True), store=allowed, now=1e9 + seconds)
        assert allowed.settings.get(SETTING) == [1e9 + kept, BATTERY]


def test_figures_that_change_at_every_look_are_the_same_reason(allowed: Store) -> None:
    for seconds, free in ((0.0, "1.9"), (60.0, "1.8")):
        needed = Wait(f"The night needs 3.9 GB, and {free} GB are free.", is_hindrance=True)
        note(needed, store=allowed, now=1e9 + seconds)
    assert allowed.settings.get(SETTING) == [1e9, "The night needs 3.9 GB, and 1.9 GB are free."]


def test_a_night_that_was_gone_on_with_needs_no_reason_either(allowed: Store) -> None:
    note(Wait(BATTERY, is_hindrance=True), store=allowed, now=time.time())
    forget_reason(allowed)
    assert told(allowed) == ""


def test_what_cannot_be_read_is_not_told(allowed: Store) -> None:
    allowed.settings.set(SETTING, ["yesterday", 3])
    assert told(allowed) == ""


def test_the_night_says_it_beside_what_holds_it_up_now(allowed: Store) -> None:
    assert command._why_not("The night's hours begin at 01:00.", allowed) == "The night's hours begin at 01:00."
    note(Wait(BATTERY, is_hindrance=True), store=allowed, now=time.time())
    said = command._why_not("The night's hours begin at 01:00.", allowed)
    assert said == f"The night's hours begin at 01:00. {told(allowed)}"
    assert command._why_not(BATTERY, allowed) == BATTERY


def test_the_doctor_tells_it(allowed: Store, home: Home, key: StoreKey) -> None:
    with closing(open_assistant(home, key, speaker=ScriptedSpeaker(["Yes."]), finder=NoFinder())) as assistant:
        hours = f"allowed from {assistant.settings.night_begins} to {assistant.settings.night_ends}."
        assert doctor._nights(assistant) == hours
        note(Wait(BATTERY, is_hindrance=True), store=allowed, now=time.time())
        assert doctor._nights(assistant) == f"{hours} {told(allowed)}"
        assistant.change("night_allowed", False)
        assert "switched off" in doctor._nights(assistant)


def test_the_command_line_tells_it(allowed: Store, tmp_path: Path, key_file: Path) -> None:
    shell = Shell(tmp_path, key_file)
    note(Wait(BATTERY, is_hindrance=True), store=allowed, now=time.time())
    far = [time.strftime("%H:00", time.localtime(time.time() + hours * 3600)) for hours in (10, 14)]
    allowed.settings.set("night_begins", far[0])
    allowed.settings.set("night_ends", far[1])
    done = shell.json("night")
    assert done["outcome"] == "skipped"
    assert done["reason"].endswith(BATTERY)
