"""The embedded model, in this process and in one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.engine import catalogue
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.speaker import HostedSpeaker


@pytest.fixture(scope="session")
def arguments(embedded: catalogue.Model) -> dict[str, Any]:
    return {
        "path": embedded.path,
        "context_tokens": 2048,
        # threads wait for each other: with more of them than free cores, a busy machine makes tests crawl
        "threads": 1,
        "gpu_layers": "auto",
        "template_sha256": embedded.template_sha256,
    }


@pytest.fixture
def llama(arguments: dict[str, Any]) -> Iterator[LlamaSpeaker]:
    speaker = LlamaSpeaker(**arguments)
    yield speaker
    speaker.close()


@pytest.fixture
def hosted(arguments: dict[str, Any]) -> Iterator[HostedSpeaker]:
    speaker = HostedSpeaker(target="assistant.engine.llama:LlamaSpeaker", kwargs=arguments)
    yield speaker
    speaker.close()
