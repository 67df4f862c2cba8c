"""Whether a night may run at this moment: asks the computer and the store, and lets the schedule decide."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from assistant.engine import hardware
from assistant.settings import Settings, settings_from
from assistant.training import waited
from assistant.training.needs import most_new, slider_to_learn
from assistant.training.schedule import Facts, Moment, Plan, Run, Skip, Wait, next_step

if TYPE_CHECKING:
    from assistant.store.store import Store

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def moment() -> Moment:
    """One look at both clocks."""
    try:
        boot = BOOT_ID.read_text(encoding="ascii").strip()
        steady = time.clock_gettime(time.CLOCK_BOOTTIME)
    except (OSError, AttributeError):
        # macOS and Windows: the time of the start, and how long ago that was
        boot, steady = f"{psutil.boot_time():.0f}", time.time() - psutil.boot_time()
    return Moment(unix_s=time.time(), steady_s=steady, boot=boot)


@dataclass
class Watch:
    """Asks again and again whether a night may run, and notices when the clock on the wall was set in between.

    Args:
        idle_s: asked for the seconds since the person last touched keyboard or mouse; None where nobody can tell.
        needed_bytes: memory a night would take.
        has_window: asked whether the window is open.
        base: fingerprint of the weights that are learned on; empty = no slider is to be learned.
        notes: what a look comes to is kept, so that it can be told by day.
    """

    store: Store
    idle_s: Callable[[], float | None]
    needed_bytes: int
    has_window: Callable[[], bool] = lambda: False
    clock: Callable[[], Moment] = moment
    base: str = ""
    notes: bool = False
    _before: Moment | None = None

    def __call__(self, is_running: bool) -> float | str:
        """Seconds until the night's hours end, or why not now.

        Args:
            is_running: a night is running, so it has its memory, and its ratings are not to be counted again.
        """
        before, self._before = self._before, self.clock()
        step = look(
            self.store,
            idle_s=self.idle_s(),
            needed_bytes=self.needed_bytes,
            now=self._before,
            before=before,
            has_window=self.has_window(),
            is_running=is_running,
            base=self.base,
        )
        if self.notes:
            waited.note(step, store=self.store, now=self._before.unix_s)
        return step.left_s if isinstance(step, Run) else step.reason


def look(
    store: Store,
    *,
    idle_s: float | None,
    needed_bytes: int,
    now: Moment | None = None,
    before: Moment | None = None,
    has_window: bool = False,
    is_running: bool = False,
    base: str = "",
) -> Wait | Run | Skip:
    """What the schedule makes of this moment.

    Args:
        idle_s: seconds since the person last touched keyboard or mouse; None where nobody can tell.
        needed_bytes: memory a night would take.
        now: this look at the clocks; None looks.
        before: the look before this one.
        has_window: the window is open.
        is_running: a night is running, so it has its memory, and its ratings are not to be counted again.
        base: fingerprint of the weights that are learned on; empty = no slider is to be learned.
    """
    settings = settings_from(store.settings.all())
    return next_step(
        Facts(
            now=now or moment(),
            before=before,
            zone=None,
            is_allowed=settings.night_allowed,
            has_window=has_window,
            idle_s=idle_s,
            on_mains=on_mains(),
            free_bytes=hardware.free_memory_bytes(),
            needed_bytes=0 if is_running else needed_bytes,
            # what only a beginning needs is not asked for every second of a night
            new_signals=0 if is_running else most_new(store, base)[1],
            last=None if is_running else _last(store),
            is_running=is_running,
            has_slider=bool(base) and not is_running and slider_to_learn(store, base) is not None,
        ),
        plan_from(settings),
    )


def _last(store: Store) -> Moment | None:
    """When the newest night that came to an end began, by the wall clock; one that was paused goes on."""
    reports = store.nights.list()
    return Moment(unix_s=reports[0].began, steady_s=0.0, boot="an earlier look") if reports else None


def plan_from(settings: Settings) -> Plan:
    """When the person wants nights."""
    return Plan(
        begins=clock_time.fromisoformat(settings.night_begins),
        ends=clock_time.fromisoformat(settings.night_ends),
        allows_battery=settings.night_on_battery,
    )


def on_mains() -> bool | None:
    """None when the computer does not say; those are computers without a battery."""
    battery = psutil.sensors_battery()
    return None if battery is None else bool(battery.power_plugged)
