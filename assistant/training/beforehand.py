"""What can be said before a night is begun: why none is, from what it would learn, and how long the last one took."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.engine import hardware
from assistant.errors import AttuneError
from assistant.nightfigures import learned_from
from assistant.nightrecords import Purpose
from assistant.training import leaning
from assistant.training.learning import weights
from assistant.training.liking import is_measured
from assistant.training.needs import needed_bytes
from assistant.training.signal import LEAST_QUESTIONS, find_signal
from assistant.training.slidertask import SliderTask
from assistant.training.task import Task

if TYPE_CHECKING:
    from assistant.store.store import Store


def refusal(task: Task | SliderTask, model: Path) -> str | None:
    """Why no night is begun; what was judged stays for the next one."""
    questions = set() if isinstance(task, SliderTask) else {pair.prompt.question for pair in task.judged}
    if isinstance(task, Task) and len(questions) < LEAST_QUESTIONS and not is_measured(task.told):
        return _too_little(task, len(questions))
    needed, free = needed_bytes(model), hardware.free_memory_bytes()
    if free < needed:
        return f"A night with this model needs {needed / 1e9:.1f} GB of free memory, and {free / 1e9:.1f} GB are free."
    try:
        weights.check_kind(model)
    except AttuneError as problem:
        return str(problem)
    return None


def sources_and_leaning(task: Task | SliderTask) -> str:
    """From what it would learn, whether that says anything, and what it leans to."""
    if isinstance(task, SliderTask):
        return f"It would learn to give {task.words} answers, as the slider {task.slider} asks, without being told."
    sources = learned_from(task.counts, begins="It would learn from")
    signal = find_signal(task.judged, seed=task.seed)
    leans = leaning.sentence(task.leanings) if signal.is_there else ""
    return f"{sources} {signal.sentence} {leans}".strip()


def usual_s(store: Store, purpose: Purpose, base: str) -> float | None:
    """Seconds that the last whole night of the kind took on these weights; None before there was one."""
    whole = (
        one.seconds
        for one in store.nights.list()
        if "perplexity" in one.metrics and bool(one.purpose.slider) is bool(purpose.slider) and one.base in ("", base)
    )
    return next(whole, None)


def took(seconds: float | None) -> str:
    """It as a sentence that may follow another; empty where nothing is known."""
    return "" if seconds is None else f" The last such night took about {max(1, round(seconds / 60))} minutes."


def _too_little(task: Task, questions: int) -> str:
    found = task.examples
    verdicts = {thumb.is_wanted for thumb in (*found.thumbs, *found.thumbs_held_out)}
    if len(verdicts) == 1 and not (found.pairs or found.held_out):
        given, lacking = ("up", "down") if True in verdicts else ("down", "up")
        return (
            f"There is nothing to compare yet: answers were only rated {given}. Rate a few {lacking}, or choose "
            "between two answers."
        )
    return (
        f"There is too little to learn from yet: answers to {questions} questions can be compared, and it takes "
        f"{LEAST_QUESTIONS}."
    )
