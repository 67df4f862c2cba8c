"""On the real model, the length slider moves the length of answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from assistant import prompt
from assistant.engine import catalogue
from assistant.engine.base import Sampling
from assistant.engine.llama import LlamaSpeaker
from assistant.paths import Home
from assistant.records import Message
from assistant.taste.meters import words
from assistant.taste.sliders import wishes

pytestmark = pytest.mark.model

QUESTIONS = ("Why is the sky blue?", "How do I keep a houseplant healthy?")
MOST_TOKENS = 160


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaSpeaker]:
    home = Home(Path(tmp_path_factory.mktemp("home")))
    model = catalogue.find("smollm2-135m-instruct", home)
    loaded = LlamaSpeaker(path=model.path, context_tokens=1024, threads=2, gpu_layers=0)
    yield loaded
    loaded.close()


def mean_words(speaker: LlamaSpeaker, levels: dict[str, int]) -> float:
    counts = []
    for seed, question in enumerate(QUESTIONS):
        messages = prompt.build(
            question,
            given=prompt.given_text([], wishes(levels)),
            standing=[],
            history=[],
            budget_tokens=700,
            count=speaker.count,
        )
        counts.append(words(answer(speaker, messages, seed=seed)))
    return mean(counts)


def answer(speaker: LlamaSpeaker, messages: tuple[Message, ...], *, seed: int) -> str:
    events = speaker.stream(messages, Sampling(seed=seed, max_tokens=MOST_TOKENS))
    return "".join(event for event in events if isinstance(event, str))


def test_short_is_much_shorter_than_long(speaker: LlamaSpeaker) -> None:
    short, middle, long = (mean_words(speaker, {"length": level}) for level in (-3, -1, 3))
    assert short < middle < long
    assert short <= 0.4 * long
