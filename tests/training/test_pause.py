"""A stop is heard at once, but never in the midst of what must not be broken off."""

from __future__ import annotations

import os
import signal
import threading

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


def test_it_looks_once_a_second_whether_the_night_may_go_on() -> None:
    now, answers = [100.0], [False, True, True]
    pause = Pause(clock=lambda: now[0])
    pause.check()
    pause.watch(answers.pop)
    for seconds in (0.0, 0.3, 0.9):
        now[0] = 100.0 + seconds
        pause.check()
    assert len(answers) == 2, "looked once"
    now[0] = 101.0
    pause.check()
    now[0] = 102.5
    for _ in range(2):
        with pytest.raises(Interrupted):
            pause.check()
    assert answers == [], "and a no is never asked for again"


def test_a_stop_that_comes_while_it_looks_is_heard() -> None:
    def look() -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    pause = Pause()
    pause.watch(look)
    with pause.listening(), pause.guarded(), pytest.raises(Interrupted):
        pause.check()


def test_other_threads_hear_a_stop_and_look_at_nothing() -> None:
    looked: list[int] = []
    pause, heard = Pause(clock=lambda: 7.0), [False]
    pause.watch(lambda: bool(looked.append(threading.get_ident())))

    def work() -> None:
        try:
            pause.check()
        except Interrupted:
            heard[0] = True

    for is_stopped in (False, True):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert heard[0] is is_stopped
        if not is_stopped:
            with pytest.raises(Interrupted):
                pause.check()
    assert looked == [threading.get_ident()]


def test_afterwards_signals_are_what_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Pause().listening():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
