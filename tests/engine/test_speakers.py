"""The contract, fulfilled by the model, by the model in its own process, and by the scripted speaker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scripted import ScriptedSpeaker
from assistant.engine.speaker import HostedSpeaker
from tests.contracts.speaker_contract import SpeakerContract

ANSWER = "Red, green and blue are three colours of light."


@pytest.mark.model
class TestLlama(SpeakerContract):
    """llama.cpp in this process."""

    @pytest.fixture
    def speaker(self, llama: LlamaSpeaker) -> LlamaSpeaker:
        return llama


@pytest.mark.model
class TestHosted(SpeakerContract):
    """llama.cpp in a process of its own."""

    @pytest.fixture
    def speaker(self, hosted: HostedSpeaker) -> HostedSpeaker:
        return hosted


class TestScripted(SpeakerContract):
    """The stand-in for tests of other things."""

    @pytest.fixture
    def speaker(self) -> ScriptedSpeaker:
        return ScriptedSpeaker([ANSWER])


class TestHostedScripted(SpeakerContract):
    """The stand-in in a process of its own."""

    @pytest.fixture
    def speaker(self) -> Iterator[HostedSpeaker]:
        speaker = HostedSpeaker(target="assistant.engine.scripted:ScriptedSpeaker", kwargs={"answers": [ANSWER]})
        yield speaker
        speaker.close()
