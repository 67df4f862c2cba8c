"""Waits for the night's hours and an unused computer, has the night in a process of its own, and ends it politely."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import assistant
from assistant.errors import AttuneError
from assistant.paths import Home

if TYPE_CHECKING:
    from assistant.store.storekey import StoreKey

LOOK_S = 60.0
WATCH_S = 1.0
"""While a night runs: the person who comes back waits no longer for the computer. A look takes milliseconds."""
ENDING_S = 10.0
REST_S = 3600.0
"""A night that ended by itself while it might go on is not begun again sooner: a failure must not repeat fast."""
May = Callable[[bool], float | str]


def keep(
    home: Home,
    key: StoreKey,
    may: May,
    *,
    is_wanted: Callable[[], bool],
    check: Callable[[], None],
    command: Sequence[str] = (sys.executable, "-m", "assistant"),
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Have nights for as long as they are wanted. Ends a running night before it ends itself.

    A night also looks for itself whether it may go on, so one whose keeper was killed makes room for the person too,
    and ends with its hours.

    Args:
        may: seconds until the night's hours end, or why not now; it is told whether a night is running.
        is_wanted: whether the person still allows nights.
        check: called between any two looks; what it raises ends it all.
        command: the program; home and words are added, and the key goes into its standard input.
    """
    night: subprocess.Popen[bytes] | None = None
    rests_s = 0.0
    try:
        while _is_wanted(is_wanted):
            check()
            is_time = rests_s <= 0 and is_time_for(may, is_running=night is not None)
            if night is not None and night.poll() is not None:
                # one that made room for the person may be gone on with as soon as they leave
                night, rests_s = None, REST_S if is_time else 0.0
            elif is_time and night is None:
                night = _begin(home, key, command)
            elif not is_time and night is not None:
                _end(night)
                night = None
            wait_s = WATCH_S if night is not None else LOOK_S
            sleep(wait_s)
            rests_s -= wait_s
    finally:
        if night is not None:
            _end(night)


def _begin(home: Home, key: StoreKey, command: Sequence[str]) -> subprocess.Popen[bytes]:
    night = subprocess.Popen(  # noqa: S603  # our own program
        [*command, "--home", str(home.root.absolute()), "--json", "night", "--key-stdin"],
        # modules are looked for in this folder first: it must be ours, not wherever the keeper was started
        cwd=Path(assistant.__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if night.stdin is not None:
        with suppress(BrokenPipeError):
            night.stdin.write(f"{key.hexadecimal()}\n".encode("ascii"))
            night.stdin.close()
    return night


def _end(night: subprocess.Popen[bytes]) -> None:
    """It keeps where it stands, in seconds; one that does not is hanging."""
    night.terminate()
    try:
        night.wait(ENDING_S)
    except subprocess.TimeoutExpired:
        night.kill()
        night.wait()


def is_time_for(may: May, *, is_running: bool) -> bool:
    """Whether a night may begin, or go on.

    What cannot be told for a moment, because the store is locked for example, is asked again at the next look.
    """
    try:
        return not isinstance(may(is_running), str)
    except AttuneError:
        return is_running


def _is_wanted(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except AttuneError:
        return True
