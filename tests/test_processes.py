"""A process is found again after the clock was set, and is not taken for another one of its number."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from assistant import processes
from assistant.errors import UsageProblem
from assistant.store.nights import Lease
from assistant.store.store import Store
from assistant.training import night


@pytest.fixture
def pid() -> int:
    return os.getpid()


def set_clock(monkeypatch: pytest.MonkeyPatch, *, by_s: float) -> None:
    """As psutil sees it on Linux: the computer was started at another time."""
    began = psutil.boot_time()
    monkeypatch.setattr("psutil._pslinux.boot_time", lambda: began + by_s)


@pytest.mark.parametrize("by_s", [-86400.0, -2.0, 2.0, 3600.0])
@pytest.mark.skipif(sys.platform != "linux", reason="only there psutil counts from the start of the computer")
def test_setting_the_clock_makes_no_living_night_look_dead(
    by_s: float, pid: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, lease = psutil.Process(pid).create_time(), night._this_process()
    set_clock(monkeypatch, by_s=by_s)
    assert psutil.Process(pid).create_time() == pytest.approx(before + by_s), "what the clock says has changed"
    assert night._is_alive(lease)
    store.nights.take_lease(lease, is_alive=night._is_alive)
    with pytest.raises(UsageProblem, match="going on already"):
        store.nights.take_lease(Lease(1, 5.0), is_alive=night._is_alive)


def test_a_number_that_was_given_to_another_process_is_not_taken_for_it(pid: int) -> None:
    started = processes.started_s(pid)
    assert processes.found(pid, started) == psutil.Process()
    assert [processes.found(pid, started + later) for later in (-100, -2, 2, 100)] == [None] * 4


def test_a_process_that_ended_is_not_found() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        started = processes.started_s(child.pid)
        assert processes.found(child.pid, started) is not None
    assert processes.found(child.pid, started) is None


def test_what_an_earlier_version_kept_is_known_while_it_lives_and_stands_in_nobodys_way_afterwards(
    pid: int, store: Store
) -> None:
    by_the_clock = psutil.Process(pid).create_time()
    assert processes.found(pid, by_the_clock) is not None
    store.nights.take_lease(Lease(pid, by_the_clock - 9000), is_alive=night._is_alive)
    assert store.nights.take_lease(night._this_process(), is_alive=night._is_alive), "the one before broke down"
