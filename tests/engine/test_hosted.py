"""A process of its own: it may die, hang or be left behind, and nothing but a click is lost."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pytest

from assistant.engine import catalogue
from assistant.engine.base import Sampling
from assistant.engine.child import gathered
from assistant.engine.hosted import Hosted
from assistant.engine.speaker import HostedSpeaker
from assistant.errors import ModelMissing, ModelProblem, SpeakerDied
from assistant.records import Message
from tests.contracts.speaker_contract import QUESTION, say

ROOT = Path(__file__).parents[2]
TARGET = "assistant.engine.scripted:ScriptedSpeaker"
LONG = (Message("user", "Tell me a long story about the sea."),)
# long enough to be broken off: pieces that come fast arrive joined, so few of them are many words
SLOW = {"answers": ["one two three four five six seven eight nine ten"], "delay_s": 0.05}


@pytest.fixture
def slow() -> Iterator[HostedSpeaker]:
    speaker = HostedSpeaker(target=TARGET, kwargs=SLOW, next_deadline_s=1.0)
    yield speaker
    speaker.close()


@pytest.fixture
def hears_ctrl_c() -> Iterator[None]:
    """A shell that starts the tests in the background has them ignore Ctrl+C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def process_of(speaker: HostedSpeaker | Hosted) -> psutil.Process:
    assert speaker.pid is not None
    return psutil.Process(speaker.pid)


def break_after(speaker: HostedSpeaker, pieces: int, number: int) -> SpeakerDied:
    """The failure when the process gets a signal in the middle of its answer."""
    heard = 0
    with pytest.raises(SpeakerDied) as caught:
        for event in speaker.stream(LONG, Sampling(seed=1, max_tokens=400)):
            heard += isinstance(event, str)
            if heard == pieces:
                process_of(speaker).send_signal(number)
    assert heard >= pieces
    return caught.value


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGSEGV", "SIGABRT", "SIGSTOP"])
def test_death_and_hanging_are_a_sentence_and_it_speaks_again(slow: HostedSpeaker, number: str) -> None:
    problem = break_after(slow, 2, getattr(signal, number))
    assert problem.sentence.endswith(".")
    assert problem.advice
    text, _ = say(slow)
    assert text == SLOW["answers"][0]


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize(("number", "tokens"), [("SIGSEGV", 1000), ("SIGSTOP", 1000), ("SIGKILL", 4096)])
def test_what_broke_down_does_without_what_may_be_at_fault(number: str, tokens: int) -> None:
    gentler = {"context_tokens": 1000}
    speaker = HostedSpeaker(target=TARGET, kwargs=SLOW, gentler=gentler, next_deadline_s=1.0)
    assert speaker.info().context_tokens == 4096
    break_after(speaker, 2, getattr(signal, number))
    assert speaker.info().context_tokens == tokens, "memory that ran out is another matter"
    speaker.close()


@pytest.mark.trust
@pytest.mark.model
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_the_real_model_survives_being_killed(hosted: HostedSpeaker) -> None:
    break_after(hosted, 2, signal.SIGKILL)
    assert say(hosted)[0]


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.usefixtures("hears_ctrl_c")
def test_after_ctrl_c_in_an_answer_the_next_reply_is_the_next_requests(slow: HostedSpeaker) -> None:
    slow.info()
    child = slow.pid
    alarm = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    alarm.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in slow.stream(QUESTION, Sampling(seed=1, max_tokens=64)):
            pass
    alarm.join()
    assert slow.count(["two words"]) == [2]
    assert say(slow)[0] == SLOW["answers"][0]
    assert slow.pid == child


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_closing_an_answer_does_not_wait_for_a_busy_child(slow: HostedSpeaker) -> None:
    events = slow.stream(QUESTION, Sampling(seed=1, max_tokens=64))
    assert len(list(islice(events, 3))) == 3
    child = process_of(slow)
    child.suspend()
    events.close()
    child.resume()
    assert say(slow)[0] == SLOW["answers"][0]
    assert slow.pid == child.pid, "it was stopped, not killed"


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_a_child_that_hangs_after_its_answer_was_closed_is_replaced(slow: HostedSpeaker) -> None:
    events = slow.stream(QUESTION, Sampling(seed=1, max_tokens=64))
    assert len(list(islice(events, 3))) == 3
    child = process_of(slow)
    child.suspend()
    events.close()
    assert say(slow)[0] == SLOW["answers"][0]
    assert slow.pid != child.pid


def test_an_answer_left_open_gives_way_to_the_next_one(slow: HostedSpeaker) -> None:
    left = slow.stream(QUESTION, Sampling(seed=1, max_tokens=64))
    assert len(list(islice(left, 3))) == 3
    events = slow.stream(QUESTION, Sampling(seed=1, max_tokens=64))
    heard = list(islice(events, 2))
    left.close()
    heard += events
    assert "".join(event for event in heard if isinstance(event, str)) == SLOW["answers"][0]


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_ctrl_c_in_its_first_moments_does_not_reach_the_child(slow: HostedSpeaker) -> None:
    slow.start()
    process_of(slow).send_signal(signal.SIGINT)
    child = slow.pid
    assert slow.info().model == "scripted"
    assert slow.pid == child


def test_what_was_said_before_a_failure_is_not_held_back() -> None:
    def failing() -> Iterator[str]:
        yield from ("one", " two", " three")
        raise ModelProblem("It failed.")

    heard: list[str | None] = []
    items = gathered(failing())
    with pytest.raises(ModelProblem):
        while True:
            heard.append(next(items))
    assert "".join(item for item in heard if item) == "one two three"


@pytest.mark.trust
@pytest.mark.model
@pytest.mark.parametrize("blocks", [0, 65536, 2**31 - 1])
def test_a_model_file_that_ends_llama_cpp_costs_only_the_child(
    embedded: catalogue.Model, arguments: dict[str, Any], tmp_path: Path, blocks: int
) -> None:
    path = tmp_path / "damaged.gguf"
    shutil.copyfile(embedded.path, path)
    name = b"llama.block_count"
    with path.open("r+b") as file:
        place = file.read(1 << 20).index(name) + len(name) + 4
        file.seek(place)
        file.write(struct.pack("<I", blocks))
    speaker = HostedSpeaker(target="assistant.engine.llama:LlamaSpeaker", kwargs={**arguments, "path": path})
    with pytest.raises(ModelProblem) as caught:
        say(speaker)
    assert caught.value.sentence.endswith(".")
    speaker.close()


def test_a_part_that_cannot_be_built_says_why() -> None:
    speaker = HostedSpeaker(
        target="assistant.engine.llama:LlamaSpeaker",
        kwargs={"path": Path("nothing.gguf"), "context_tokens": 512, "threads": 1},
    )
    with pytest.raises(ModelMissing, match=r"nothing\.gguf"):
        speaker.info()
    speaker.close()


def test_a_failure_nobody_thought_of_carries_no_private_text() -> None:
    hosted = Hosted(target=TARGET, kwargs={"answers": ["x"]})
    with pytest.raises(ModelProblem) as caught:
        hosted.call("count", 7)
    assert "TypeError" in str(caught.value)
    assert "'int'" not in str(caught.value)
    assert hosted.call("count", ["still here"]) == [2]
    hosted.close()


@pytest.mark.trust
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX timers")
def test_an_interrupted_call_leaves_no_reply_for_the_next_one() -> None:
    hosted = Hosted(target="tests.engine.parts:Sleeper", kwargs={})
    assert hosted.call("rest", 0.0, "warm") == "warm"

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            hosted.call("rest", 1.0, "old")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert hosted.call("rest", 0.0, "new") == "new"
    hosted.close()


def test_a_begun_call_may_wait_and_one_that_nobody_finished_is_passed_over() -> None:
    hosted = Hosted(target="tests.engine.parts:Sleeper", kwargs={})
    finish = hosted.begin("rest", 0.0, "begun")
    assert finish() == "begun"
    left = hosted.begin("rest", 0.0, "left")
    assert hosted.call("rest", 0.0, "next") == "next"
    with pytest.raises(SpeakerDied):
        left()
    hosted.close()


def test_ready_never_waits_and_turns_true() -> None:
    hosted = Hosted(target=TARGET, kwargs={"answers": ["x"]})
    assert not hosted.ready()
    hosted.start()
    deadline = time.monotonic() + 60
    while not hosted.ready() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert hosted.ready()
    hosted.close()


def test_closing_leaves_no_process_behind(slow: HostedSpeaker) -> None:
    slow.info()
    process = process_of(slow)
    slow.close()
    assert not process.is_running()
    assert slow.pid is None


ORPHAN = """
import sys
from assistant.engine.speaker import HostedSpeaker
if __name__ == "__main__":
    speaker = HostedSpeaker(target="assistant.engine.scripted:ScriptedSpeaker",
                            kwargs={"answers": ["word " * 4000], "delay_s": 0.01})
    from assistant.engine.base import Sampling
    from assistant.records import Message
    for event in speaker.stream((Message("user", "hello"),), Sampling(seed=1, max_tokens=4000)):
        if isinstance(event, str):
            print(speaker.pid, flush=True)
            input()
"""


@pytest.mark.trust
def test_a_parent_that_is_killed_takes_its_child_along() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    gone, _ = psutil.wait_procs([child], timeout=20)
    assert gone or not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
