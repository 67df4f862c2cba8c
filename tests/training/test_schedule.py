"""A night runs once, in its hours, as a polite guest, whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo
from zoneinfo import ZoneInfo

import pytest

from assistant.errors import UsageProblem
from assistant.training import schedule
from assistant.training.schedule import Facts, Moment, Plan, Run, Skip, Wait, next_step

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY = 3600.0, 86400.0


def at(text: str, *, steady_s: float | None = None, boot: str = "a", zone: tzinfo = BERLIN) -> Moment:
    unix = datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()
    return Moment(unix, unix - 1_700_000_000 if steady_s is None else steady_s, boot)


def ready(now: str | Moment, /, **others: object) -> Facts:
    """Everything speaks for a night, and no night has been."""
    moment = at(now) if isinstance(now, str) else now
    good = Facts(moment, None, BERLIN, True, False, 1e6, True, 8 * 10**9, 3 * 10**9, 20, None)
    return replace(good, **others)  # type: ignore[arg-type]


def test_it_runs_in_its_hours_and_knows_how_long() -> None:
    assert next_step(ready("2026-11-23 02:00"), Plan()) == Run(4 * HOUR)
    assert next_step(ready("2026-11-23 05:59", is_running=True), Plan()) == Run(60), "it was sized to end by six"


@pytest.mark.parametrize(
    ("now", "runs"),
    [("22:29", False), ("22:30", True), ("23:59", True), ("00:00", True), ("03:00", True), ("04:00", False)],
)
def test_hours_across_midnight(now: str, runs: bool) -> None:
    plan = Plan(begins=time(22, 30), ends=time(4))
    assert isinstance(next_step(ready(f"2026-11-23 {now}"), plan), Run) == runs


def test_equal_times_mean_any_hour() -> None:
    plan = Plan(begins=time(9), ends=time(9))
    assert next_step(ready("2026-11-23 15:00"), plan) == Run(18 * HOUR)
    assert next_step(ready("2026-11-23 03:00"), plan) == Run(6 * HOUR)


@pytest.mark.parametrize(
    ("others", "step", "told"),
    [
        ({"is_allowed": False}, Skip, "switched off"),
        ({"idle_s": 599.0}, Wait, "left alone for 10 minutes"),
        ({"idle_s": 1799.0, "has_window": True}, Wait, "left alone for 30 minutes"),
        ({"on_mains": False}, Wait, "on battery"),
        ({"free_bytes": 2_900_000_000}, Wait, "needs 3.0 GB of free memory, and 2.9 GB are free"),
        ({"new_signals": 4}, Skip, "so far: 4"),
        ({"now": at("2026-11-23 05:31")}, Skip, "Too little is left"),
        ({"now": at("2026-11-23 12:00")}, Wait, "begin at 01:00."),
        ({"last": at("2026-11-23 01:00")}, Skip, "is done"),
        ({"last": at("2026-11-22 15:00")}, Wait, "only hours ago"),
    ],
)
def test_what_stands_against_it(others: dict[str, object], step: type[Wait | Skip], told: str) -> None:
    answer = next_step(ready("2026-11-23 02:00", **others), Plan())
    assert isinstance(answer, step)
    assert not isinstance(answer, Run)
    assert told in answer.reason


def test_an_unknown_source_of_power_counts_as_mains_and_battery_may_be_allowed() -> None:
    assert isinstance(next_step(ready("2026-11-23 02:00", on_mains=None), Plan()), Run)
    assert isinstance(next_step(ready("2026-11-23 02:00", on_mains=False), Plan(allows_battery=True)), Run)


@pytest.mark.parametrize("is_running", [False, True])
def test_where_nobody_can_tell_who_is_there_the_hours_are_enough_and_are_needed(is_running: bool) -> None:
    unknown = ready("2026-11-23 02:00", idle_s=None, has_window=True, is_running=is_running)
    assert isinstance(next_step(unknown, Plan()), Run)
    for others in ({"on_mains": False}, {"free_bytes": 0}, {"now": at("2026-11-23 12:00")}):
        assert isinstance(next_step(replace(unknown, **others), Plan()), Wait)  # type: ignore[arg-type]
    answer = next_step(unknown, Plan(begins=time(9), ends=time(9)))
    assert isinstance(answer, Wait)
    assert "need hours of their own" in answer.reason


@pytest.mark.parametrize("fact", [{"idle_s": 2.0}, {"on_mains": False}, {"free_bytes": 0}])
def test_a_night_that_runs_is_stopped_and_may_go_on(fact: dict[str, object]) -> None:
    going = ready("2026-11-23 02:00", is_running=True, new_signals=0)
    assert isinstance(next_step(replace(going, **fact), Plan()), Wait)  # type: ignore[arg-type]
    assert isinstance(next_step(going, Plan()), Run)


@pytest.mark.parametrize("now", ["2026-11-23 06:00", "2026-11-23 12:00"])
def test_a_night_not_done_in_its_hours_is_stopped_there(now: str) -> None:
    assert isinstance(next_step(ready(now, is_running=True), Plan()), Wait)


def test_missed_nights_make_one_night_and_are_told() -> None:
    last = at("2026-11-13 01:00")
    waiting = next_step(ready("2026-11-23 00:30", last=last), Plan())
    assert waiting == Wait("The night's hours begin at 01:00; what was rated in the last 10 days is kept for them.")
    assert isinstance(next_step(ready("2026-11-23 01:00", last=last), Plan()), Run)
    assert isinstance(next_step(ready("2026-11-23 02:00", last=at("2026-11-23 01:00")), Plan()), Skip)


def test_a_repeated_hour_is_one_night() -> None:
    # on 2026-10-25 the hour from 2 to 3 comes twice in Berlin
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert first.astimezone(BERLIN).time() == second.astimezone(BERLIN).time() == time(2, 30)
    plan = Plan(begins=time(1, 30), ends=time(3))
    began = Moment(first.timestamp(), 1e6, "a")
    again = Moment(second.timestamp(), 1e6 + HOUR, "a")
    assert next_step(ready(again, last=began), plan) == Skip("This night's learning is done.")


def test_a_left_out_hour_shortens_or_drops_the_night() -> None:
    # on 2026-03-29 the hour from 2 to 3 does not exist in Berlin
    assert next_step(ready("2026-03-29 01:30"), Plan()) == Run(3.5 * HOUR)
    plan = Plan(begins=time(2), ends=time(3))
    start = datetime(2026, 3, 28, 12, tzinfo=UTC).timestamp()
    looks = [next_step(ready(Moment(start + 300 * i, 300.0 * i, "a")), plan) for i in range(12 * 24)]
    assert not any(isinstance(look, Run) for look in looks)


def test_a_clock_that_was_just_changed_waits_for_a_second_look() -> None:
    before, now = at("2026-11-22 14:00", steady_s=1000), at("2026-11-23 02:00", steady_s=1060)
    assert isinstance(next_step(ready(now, before=before), Plan()), Wait)
    assert isinstance(next_step(ready(replace(now, unix_s=now.unix_s + 60, steady_s=1120), before=now), Plan()), Run)
    restarted = replace(now, boot="b", steady_s=30.0)
    assert isinstance(next_step(ready(restarted, before=before), Plan()), Run)


def test_a_clock_that_was_years_ahead_does_not_hold_off_nights_for_years() -> None:
    last = at("2036-11-23 02:00", steady_s=1000)
    soon, later = at("2026-11-23 02:00", steady_s=5000), at("2026-11-24 02:00", steady_s=5000 + DAY)
    assert isinstance(next_step(ready(soon, last=last), Plan()), Wait)
    assert isinstance(next_step(ready(later, last=last), Plan()), Run)
    for steady_s, step in ((60, Wait), (HOUR, Run)):
        anew = at("2026-11-23 02:00", steady_s=steady_s, boot="b")
        assert isinstance(next_step(ready(anew, last=last), Plan()), step)


@pytest.mark.parametrize(
    "plan",
    [
        {"begins": time(1), "ends": time(1, 30)},
        {"begins": time(23, 45), "ends": time(0, 15)},
        {"idle_s": 5},
        {"least_signals": 0},
    ],
)
def test_a_plan_that_leaves_no_room_is_refused(plan: dict[str, object]) -> None:
    with pytest.raises(UsageProblem):
        Plan(**plan)  # type: ignore[arg-type]


def test_the_rest_fits_between_two_ordinary_nights() -> None:
    assert schedule.REST_S + schedule.SHORTEST_NIGHT_S < DAY


def test_a_slider_that_could_be_learned_is_worth_a_night_without_ratings() -> None:
    few = ready("2026-11-23 02:00", new_signals=0)
    assert isinstance(next_step(few, Plan()), Skip)
    assert isinstance(next_step(replace(few, has_slider=True), Plan()), Run)
    assert isinstance(next_step(replace(few, has_slider=True, is_allowed=False), Plan()), Skip), "never unasked"
