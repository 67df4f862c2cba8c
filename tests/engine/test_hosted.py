"""A process of its own: it may die, hang or be left behind, and nothing but a click is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assistant.engine.base import Sampling
from assistant.engine.hosted import Hosted, HostedSpeaker
from assistant.errors import ModelMissing, ModelProblem, SpeakerDied
from tests.contracts.speaker_contract import QUESTION, say

ROOT = Path(__file__).parents[2]
TARGET = "assistant.engine.scripted:ScriptedSpeaker"
SLOW = {"answers": ["one two three four five six seven eight nine ten"], "delay_s": 0.05}


@pytest.fixture
def slow() -> Iterator[HostedSpeaker]:
    speaker = HostedSpeaker(target=TARGET, kwargs=SLOW, next_deadline_s=1.0)
    yield speaker
    speaker.close()


def process_of(speaker: HostedSpeaker | Hosted) -> psutil.Process:
    assert speaker.pid is not None
    return psutil.Process(speaker.pid)


def break_after(speaker: HostedSpeaker, words: int, number: int) -> SpeakerDied:
    """The failure when the process gets a signal in the middle of its answer."""
    said = 0
    with pytest.raises(SpeakerDied) as caught:
        for event in speaker.stream(QUESTION, Sampling(seed=1, max_tokens=64)):
            said += isinstance(event, str)
            if said == words:
                process_of(speaker).send_signal(number)
    assert said >= words
    return caught.value


@pytest.mark.trust
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("number", ["SIGKILL", "SIGSEGV", "SIGABRT", "SIGSTOP"])
def test_death_and_hanging_are_a_sentence_and_it_speaks_again(slow: HostedSpeaker, number: str) -> None:
    problem = break_after(slow, 3, getattr(signal, number))
    assert problem.sentence.endswith(".")
    assert problem.advice
    text, _ = say(slow)
    assert text == SLOW["answers"][0]


@pytest.mark.trust
@pytest.mark.model
@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_the_real_model_survives_being_killed(hosted: HostedSpeaker) -> None:
    break_after(hosted, 2, signal.SIGKILL)
    assert say(hosted)[0]


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
from assistant.engine.hosted import HostedSpeaker
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
