"""A stop is heard at once, but never in the midst of what must not be broken off."""

from __future__ import annotations

import os
import signal

import pytest

from assistant.training.pause import Interrupted, Pause


def test_outside_of_guarded_work_it_stops_at_once() -> None:
    pause = Pause()
    with pytest.raises(Interrupted), pause.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        pytest.fail("it went on")


def test_guarded_work_goes_on_to_its_next_check() -> None:
    pause = Pause()
    with pause.listening(), pause.guarded():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted):
            pause.check()


def test_within_guarded_work_a_part_may_be_broken_off() -> None:
    pause = Pause()
    with pytest.raises(Interrupted), pause.listening(), pause.guarded(), pause.unguarded():
        os.kill(os.getpid(), signal.SIGTERM)
        pytest.fail("it went on")


def test_a_second_stop_does_not_break_off_what_the_first_one_began() -> None:
    pause = Pause()
    with pause.listening():
        with pytest.raises(Interrupted):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)


def test_afterwards_signals_are_what_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Pause().listening():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
