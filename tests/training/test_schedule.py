"""A night runs once, in its hours, as a polite guest, whatever the clocks do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UsageProblem
from assistant.training import schedule
from assistant.training.schedule import REST_S, Facts, Moment, Plan, Run, Skip, Wait, next_step

BERLIN = ZoneInfo("Europe/Berlin")
ZONES: tuple[tzinfo, ...] = (BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), UTC)
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
            "idle_s": st.sampled_from([0.0, 599.0, 600.0, 1800.0]),
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


def test_the_rest_fits_between_two_ordinary_nights() -> None:
    assert schedule.REST_S + schedule.SHORTEST_NIGHT_S < DAY


def test_a_slider_that_could_be_learned_is_worth_a_night_without_ratings() -> None:
    few = ready("2026-11-23 02:00", new_signals=0)
    assert isinstance(next_step(few, Plan()), Skip)
    assert isinstance(next_step(replace(few, has_slider=True), Plan()), Run)
    assert isinstance(next_step(replace(few, has_slider=True, is_allowed=False), Plan()), Skip), "never unasked"
