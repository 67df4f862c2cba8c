"""Decides whether tonight's learning may run now, has to wait, or is not worth it, and says why in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from assistant.errors import UsageProblem
from assistant.settings import check_hours

NIGHTS_OFF = (
    "Nights are switched off. `attune settings night_allowed true`, or the window's page Learning, allows them; "
    "`attune night --now` learns at once."
)
SHORTEST_NIGHT_S = 30 * 60
"""A night is not begun when fewer seconds than this are left of its hours."""
REST_S = 12 * 3600
"""Seconds between the beginnings of two nights, whatever the clock on the wall says."""
SETTLING_S = 3600
"""Seconds a computer has to be on when its clock reads earlier than the last night."""
JUMP_S = 120
"""The wall clock may gain or lose this many seconds between two looks before it counts as changed."""
READING = 3
"""With the window open somebody may be reading: the computer has to be left alone this many times as long."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One look at both clocks of the computer."""

    unix_s: float
    """The wall clock, Unix time in seconds. Anybody can set it."""
    steady_s: float
    """Seconds since the computer was started, sleep included (CLOCK_BOOTTIME on Linux). Nobody can set it."""
    boot: str
    """Changes with every start of the computer: `steady_s` can be compared within one boot only."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the person and the computer at this look."""

    now: Moment
    before: Moment | None
    """The look before this one, also from an earlier run of the program; None for the first."""
    zone: tzinfo | None
    """Where the person is; None for the computer's own zone, with its summer time."""
    is_allowed: bool
    """The person allowed nights."""
    has_window: bool
    """Attune's window is open."""
    idle_s: float | None
    """Seconds since the keyboard or the mouse was last touched; None when the computer does not say.

    The hours that the person gave nights are then all that speaks for their absence, and they are enough; without
    hours there is nothing. A night that runs does not notice them there.
    """
    on_mains: bool | None
    """None when the computer does not say. Those are computers without a battery, so it counts as mains."""
    free_bytes: int
    needed_bytes: int
    """Memory a night has yet to take; 0 when a running one has all it needs."""
    new_signals: int
    """Ratings, choices and better versions since the last night, of the space that has the most."""
    last: Moment | None
    """When the newest of the nights that came to an end began."""
    is_running: bool = False
    """A night is being had at this moment, sized to the time that was left when it began."""
    has_slider: bool = False
    """A slider was moved that a night could learn: worth a night that has too few ratings."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When the person wants nights. Raises UsageProblem when that leaves no room for one."""

    begins: time = time(1)
    ends: time = time(6)
    """Hours on the wall clock, across midnight when `ends` is earlier; equal to `begins`, it means at any hour."""
    idle_s: float = 600
    least_signals: int = 5
    allows_battery: bool = False

    def __post_init__(self) -> None:
        """Refuse what could never run."""
        check_hours(self.begins, self.ends)
        if self.idle_s < 60 or self.least_signals < 1:
            raise UsageProblem(
                "This leaves the night no measure of when to run.", "Use at least one idle minute and one new rating."
            )


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing now, or a pause for a night that is running; look again later."""

    reason: str
    is_hindrance: bool = False
    """Something holds the night up in its own hours, which the person may want to know by day."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Not this night: one that is running is stopped, and goes on in the next one's hours."""

    reason: str
    is_hindrance: bool = False
    """As in `Wait`."""


@dataclass(frozen=True, slots=True)
class Run:
    """Begin the night, or let go on what is running."""

    left_s: float
    """Seconds until its hours end."""


def next_step(facts: Facts, plan: Plan) -> Wait | Run | Skip:
    """What to do now. One night in a night's hours at most, and never outside them.

    A night that runs may use its hours to the last minute; what is too little to begin one is enough to end one. A
    night belongs to the date on which its hours began. A missed one is not made up for by day: the next one learns
    from everything since. Times between nights are measured on the steady clock as far as it reaches, so that
    setting the wall clock neither brings on a row of nights nor holds them off.
    """
    if not facts.is_allowed:
        return Skip(NIGHTS_OFF)
    if facts.before and abs(_changed_s(facts.before, facts.now)) > JUMP_S:
        return Wait("The computer's clock was just changed, so this night waits for a second look at it.")
    tonight = _night_of(facts.now, facts.zone, plan)
    if tonight is None:
        return Wait(_hours_to_come(facts, plan))
    left_s = _left_s(tonight, facts, plan)
    refusal = None if facts.is_running else _refusal(facts, plan, tonight, left_s)
    hindrance = _hindrance(facts, plan)
    return refusal or (Wait(hindrance, is_hindrance=True) if hindrance else Run(left_s))


def _hours_to_come(facts: Facts, plan: Plan) -> str:
    days = (facts.now.unix_s - facts.last.unix_s) / 86400 if facts.last else 0
    kept = f"; what was rated in the last {days:.0f} days is kept for them" if days >= 2 and facts.new_signals else ""
    return f"The night's hours begin at {plan.begins:%H:%M}{kept}."


def _refusal(facts: Facts, plan: Plan, tonight: date, left_s: float) -> Wait | Skip | None:
    """Why no night may begin in these hours, or not yet."""
    if facts.last and tonight == _night_of(facts.last, facts.zone, plan):
        return Skip("This night's learning is done.")
    if facts.last and not _is_rested(facts.last, facts.now):
        return Wait("The last night was only hours ago, so the next one waits.")
    if facts.new_signals < plan.least_signals and not facts.has_slider:
        few = f"A night is worth it from {plan.least_signals} new ratings on; so far: {facts.new_signals}."
        return Skip(few, is_hindrance=True)
    if left_s < SHORTEST_NIGHT_S:
        return Skip(f"Too little is left of the night's hours, which end at {plan.ends:%H:%M}.")
    return None


def _hindrance(facts: Facts, plan: Plan) -> str | None:
    """What keeps a night from running at this moment; it may pass."""
    needed_s = plan.idle_s * (READING if facts.has_window else 1)
    if facts.idle_s is None and plan.begins == plan.ends:
        return "This desktop does not tell when nobody is using the computer, so nights need hours of their own."
    if facts.idle_s is not None and facts.idle_s < needed_s:
        return f"The night begins when the computer has been left alone for {needed_s / 60:.0f} minutes."
    if facts.on_mains is False and not plan.allows_battery:
        return "The night waits because the computer is running on battery."
    if facts.free_bytes < facts.needed_bytes:
        need, free = facts.needed_bytes / 1e9, facts.free_bytes / 1e9
        return f"The night needs {need:.1f} GB of free memory, and {free:.1f} GB are free."
    return None


def _is_rested(began: Moment, now: Moment) -> bool:
    if began.boot == now.boot:
        return now.steady_s - began.steady_s >= REST_S
    if began.unix_s > now.unix_s:
        # the clock was ahead then or is behind now: waiting for the date to come round could take years
        return now.steady_s >= SETTLING_S
    return now.unix_s - began.unix_s >= REST_S


def _changed_s(before: Moment, now: Moment) -> float:
    """Seconds by which the wall clock was set on between two looks; 0 when the computer was started anew."""
    return (now.unix_s - before.unix_s) - (now.steady_s - before.steady_s) if before.boot == now.boot else 0.0


def _night_of(moment: Moment, zone: tzinfo | None, plan: Plan) -> date | None:
    """The date on which the hours that hold `moment` began; None outside of them."""
    local = datetime.fromtimestamp(moment.unix_s, zone)
    clock, crosses = local.time(), plan.ends <= plan.begins
    if clock >= plan.begins and (crosses or clock < plan.ends):
        return local.date()
    if crosses and clock < plan.ends:
        return local.date() - timedelta(days=1)
    return None


def _left_s(night: date, facts: Facts, plan: Plan) -> float:
    """Seconds until the hours end, 0 in an hour that summer time repeats after them."""
    last_day = night + timedelta(days=1 if plan.ends <= plan.begins else 0)
    end = datetime.combine(last_day, plan.ends, facts.zone)
    return max(0.0, end.timestamp() - facts.now.unix_s)
