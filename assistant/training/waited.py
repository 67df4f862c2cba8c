"""Why no night was had: what held it up in its hours is kept, so that it can be told by day."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from assistant.settings import settings_from
from assistant.training.schedule import Run, Skip, Wait

if TYPE_CHECKING:
    from assistant.store.store import Store

SETTING = "night_held_up"
"""Keeps [Unix time in seconds, reason] of the last look that found a hindrance; None once a night could begin."""
AGAIN_S = 600.0
"""The same reason is written down anew after so long: every look would wake the disk."""


def note(step: Wait | Run | Skip, *, store: Store, now: float) -> None:
    """Keep what a look within the night's hours came to.

    Args:
        now: Unix time in seconds.
    """
    kept = _kept(store)
    if isinstance(step, Run):
        forget_reason(store)
    elif step.is_hindrance and (kept is None or not _alike(kept[1], step.reason) or now - kept[0] >= AGAIN_S):
        keep_reason(step.reason, store=store, now=now)


def keep_reason(reason: str, *, store: Store, now: float) -> None:
    """Keep why no night was had. `now` is Unix time in seconds."""
    store.settings.set(SETTING, [now, reason])


def told(store: Store) -> str:
    """What held the last night up, in a sentence or two; empty where nothing did, or a night was had since."""
    kept, reports = _kept(store), store.nights.list()
    is_allowed = settings_from(store.settings.all()).night_allowed
    if kept is None or not is_allowed or (reports and reports[0].began > kept[0]):
        return ""
    at, reason = kept
    when = time.localtime(at)
    day = f"{when.tm_mday} {time.strftime('%B at %H:%M', when)}"
    return f"A night was held up on {day}. {reason}"


def forget_reason(store: Store) -> None:
    """A night was had."""
    if _kept(store) is not None:
        store.settings.set(SETTING, None)


def _alike(one: str, other: str) -> bool:
    """The same but for figures, such as how much memory is free."""
    return re.sub(r"[\d.]+", "", one) == re.sub(r"[\d.]+", "", other)


def _kept(store: Store) -> tuple[float, str] | None:
    value = store.settings.get(SETTING)
    if isinstance(value, list) and len(value) == 2:
        at, reason = value
        if isinstance(at, int | float) and isinstance(reason, str):
            return float(at), reason
    return None
