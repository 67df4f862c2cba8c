"""The real finder, loaded once, and questions of our own writing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.memory.finder import HostedFinder

FIXTURES = Path(__file__).parent / "fixtures"


def lines_of(name: str) -> list[dict[str, str]]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="session")
def finder() -> Iterator[HostedFinder]:
    real = HostedFinder()
    real.wait()
    assert real.is_warm()
    yield real
    real.close()


@pytest.fixture(scope="session")
def pairs() -> list[dict[str, str]]:
    """Preferences, each with a question it matters for."""
    return lines_of("preferences.jsonl")


@pytest.fixture(scope="session")
def unrelated() -> list[str]:
    """Questions that none of the preferences matters for."""
    return [line["question"] for line in lines_of("unrelated.jsonl")]
