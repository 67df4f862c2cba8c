"""Weeks on a simulated computer: nights keep their hours and come once, however its clock is set or it is restarted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.training.schedule import REST_S, Facts, Moment, Plan, Run, Skip, Wait, next_step
from tests.training.test_schedule import BERLIN, DAY, HOUR, ready

ZONES: tuple[tzinfo, ...] = (BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), UTC)


@dataclass
class Computer:
    """A simulated computer: true time goes on, its wall clock can be set, and it can be started anew."""

    zone: tzinfo
    plan: Plan
    true_s: float
    offset_s: float = 0.0
    started_s: float = 0.0
    boot: int = 0
    before: Moment | None = None
    last: Moment | None = None
    is_running: bool = False
    unfinished: Moment | None = None
    """When the night began that runs, or was stopped and goes on when it may."""
    began: list[float] = field(default_factory=list)
    """True seconds at which nights began."""

    def look(self, **others: object) -> tuple[Facts, Wait | Run | Skip]:
        now = Moment(self.true_s + self.offset_s, self.true_s - self.started_s, str(self.boot))
        facts = ready(now, zone=self.zone, before=self.before, last=self.last, is_running=self.is_running, **others)
        answer = next_step(facts, self.plan)
        self.is_running = isinstance(answer, Run)
        if self.is_running and self.unfinished is None:
            self.began.append(self.true_s)
            self.unfinished = now
        self.before = now
        return facts, answer

    def finish(self) -> None:
        if self.is_running:
            self.last, self.unfinished, self.is_running = self.unfinished, None, False


def local(moment: Moment, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(moment.unix_s, zone)


plans = st.builds(
    lambda begins, length, battery: Plan(
        begins=time(begins // 60, begins % 60),
        ends=time((begins + length) % 1440 // 60, (begins + length) % 60),
        allows_battery=battery,
    ),
    st.integers(0, 1439),
    st.integers(60, 1440),
    st.booleans(),
)
starts = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda day: day.replace(tzinfo=UTC).timestamp())
looks = st.lists(
    st.fixed_dictionaries(
        {
            "after_s": st.floats(10, 6 * HOUR),
            "jump_s": st.one_of(st.just(0.0), st.floats(-3 * DAY, 3 * DAY), st.sampled_from([-3.2e8, 3.2e8])),
            "restarts": st.integers(0, 9).map(lambda drawn: drawn == 0),
            "finishes": st.booleans(),
            "idle_s": st.sampled_from([0.0, 599.0, 600.0, 1800.0, None]),
            "on_mains": st.sampled_from([True, True, None, False]),
            "free_bytes": st.sampled_from([2 * 10**9, 8 * 10**9]),
            "new_signals": st.sampled_from([0, 5, 50]),
            "has_window": st.booleans(),
        }
    ),
    max_size=60,
)


@given(plan=plans, start=starts, zone=st.sampled_from(ZONES), steps=looks)
@settings(max_examples=150, deadline=None)
def test_never_outside_its_hours_nor_against_the_person(
    plan: Plan, start: float, zone: tzinfo, steps: list[dict[str, float]]
) -> None:
    computer = Computer(zone, plan, start, started_s=start - DAY)
    for step in steps:
        computer.true_s += step.pop("after_s")
        computer.offset_s += step.pop("jump_s")
        if step.pop("restarts"):
            computer.boot, computer.started_s = computer.boot + 1, computer.true_s
        finishes = step.pop("finishes")
        was_running = computer.is_running
        facts, answer = computer.look(**step)
        if isinstance(answer, Run):
            clock = local(facts.now, zone)
            since = ((clock.hour - plan.begins.hour) * 60 + clock.minute - plan.begins.minute) % 1440
            length = ((plan.ends.hour - plan.begins.hour) * 60 + plan.ends.minute - plan.begins.minute) % 1440 or 1440
            assert since < length
            assert facts.on_mains is not False or plan.allows_battery
            if facts.idle_s is None:
                assert plan.begins != plan.ends
            else:
                assert facts.idle_s >= plan.idle_s * (3 if facts.has_window else 1)
            assert facts.free_bytes >= facts.needed_bytes
            assert was_running or facts.new_signals >= plan.least_signals
        else:
            assert answer.reason.endswith(".")
            assert ". " not in answer.reason
        if finishes:
            computer.finish()


@given(plan=plans, start=starts, zone=st.sampled_from(ZONES), steps=looks)
@settings(max_examples=150, deadline=None)
def test_never_twice_in_one_night(plan: Plan, start: float, zone: tzinfo, steps: list[dict[str, float]]) -> None:
    computer = Computer(zone, plan, start, started_s=start - DAY)
    dates = []
    for step in steps:
        computer.true_s += step["after_s"] / 10
        if step["restarts"]:
            computer.boot, computer.started_s = computer.boot + 1, computer.true_s
        known = len(computer.began)
        facts, _ = computer.look(idle_s=step["idle_s"])
        if len(computer.began) > known:
            clock = local(facts.now, zone).replace(tzinfo=None)
            dates.append((clock - timedelta(hours=plan.begins.hour, minutes=plan.begins.minute)).date())
        if step["finishes"]:
            computer.finish()
    assert len(dates) == len(set(dates))


@given(plan=plans, start=starts, steps=looks)
@settings(max_examples=150, deadline=None)
def test_setting_the_clock_brings_on_no_storm_of_nights(
    plan: Plan, start: float, steps: list[dict[str, float]]
) -> None:
    computer = Computer(BERLIN, plan, start, started_s=start - DAY)
    for step in steps:
        computer.true_s += step["after_s"]
        computer.offset_s += step["jump_s"]
        for _ in range(3):
            # the second and third look find the clock settled
            computer.true_s += 60
            computer.look()
            computer.finish()
    assert all(later - earlier >= REST_S for earlier, later in zip(computer.began, computer.began[1:], strict=False))


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("hours", [(time(1), time(6)), (time(22), time(4)), (time(12), time(12))], ids=str)
@pytest.mark.parametrize("month", [1, 3, 4, 10, 11])
def test_every_undisturbed_night_runs_once(zone: tzinfo, hours: tuple[time, time], month: int) -> None:
    plan = Plan(*hours)
    computer = Computer(zone, plan, datetime(2026, month, 1, 12, tzinfo=zone).timestamp(), started_s=0)
    end = datetime(2026, month, 21, 12, tzinfo=zone).timestamp()
    while computer.true_s < end:
        computer.look()
        computer.true_s += 900
        if computer.began and computer.true_s - computer.began[-1] > 2 * HOUR:
            computer.finish()
    assert len(computer.began) == 20


def test_a_clock_set_far_ahead_and_back_costs_a_night_and_no_more() -> None:
    computer = Computer(BERLIN, Plan(), datetime(2026, 11, 1, 12, tzinfo=BERLIN).timestamp(), started_s=0)
    for quarter in range(20 * 96):
        if quarter in (480, 960):
            computer.offset_s += 3.2e8 if quarter == 480 else -3.2e8
        computer.look()
        computer.finish()
        computer.true_s += 900
    assert 18 <= len(computer.began) <= 20


def test_a_computer_switched_off_at_night_learns_at_any_hour() -> None:
    plan = Plan(begins=time(4), ends=time(4))
    computer = Computer(BERLIN, plan, datetime(2026, 11, 2, 18, tzinfo=BERLIN).timestamp())
    for day in range(7):
        computer.boot, computer.started_s = day, computer.true_s
        for _ in range(16):
            computer.look()
            computer.true_s += 900
        computer.finish()
        computer.true_s += 20 * HOUR
    assert len(computer.began) == 7
