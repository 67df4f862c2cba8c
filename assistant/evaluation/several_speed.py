"""What a night gains by hearing answers side by side: against the same answers one after another, in one run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from assistant.engine import hardware
from assistant.engine.base import Sampling
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.several import MOST
from assistant.records import Message
from assistant.training.answers import messages
from assistant.training.questions import FRESH

ROUNDS = 3
SAMPLING = Sampling(seed=1, max_tokens=64)


def several_speed(model: Path) -> float:
    """How many times as fast; the median over interleaved runs."""
    speaker = LlamaSpeaker(path=model, context_tokens=1024, threads=hardware.physical_cores())
    asked = [messages(question, ()) for question in FRESH[:MOST]]
    ratios = []
    try:
        speaker.answers(asked[:1], SAMPLING)  # memory is there from now on
        for _ in range(ROUNDS):
            alone = sum(_seconds(speaker, [each]) for each in asked)
            ratios.append(alone / _seconds(speaker, asked))
    finally:
        speaker.close()
    return median(ratios)


def _seconds(speaker: LlamaSpeaker, asked: Sequence[Sequence[Message]]) -> float:
    began = time.perf_counter()
    speaker.answers(asked, SAMPLING)
    return time.perf_counter() - began
