"""Does a night help? Simulated persons rate, a night is had, and tomorrow's answers are put before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.engine import hardware
from assistant.engine.base import AdapterScale
from assistant.engine.llama import LlamaSpeaker
from assistant.evaluation.candidates import candidates
from assistant.evaluation.raters import TASTES, Rater, judged, rater
from assistant.metrics import bootstrap
from assistant.training.answers import Answer, answer_all
from assistant.training.examples import Examples, Pair
from assistant.training.lesson import CONTEXT_TOKENS, Desk, Task, Taught, teach
from assistant.training.questions import FRESH

RATINGS = 60
HELD_OUT = 12
BLIND_RATINGS = 24
BLIND_RUNS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its bounds, and what it is to be compared with."""

    value: float
    low: float
    high: float
    baseline: float
    count: int
    """Prompts, or runs, it was taken from."""


def nights(
    model: Path,
    questions: Sequence[str],
    *,
    seed: int,
    names: Iterable[str] = tuple(TASTES),
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Figure]:
    """Win rates of the answers after a night against those before, by hidden tastes; blind ratings beside them.

    Args:
        model: the GGUF file that is served.
        questions: what the simulated persons ask; the answers that are judged are to other questions.
        names: which raters.
        say: hears what is being done.
    """
    speaker = LlamaSpeaker(path=model, context_tokens=CONTEXT_TOKENS, threads=hardware.physical_cores())
    try:
        made = candidates(speaker, questions, seed=seed, done=lambda done: say(f"candidates {done}/{len(questions)}"))
        before = answer_all(speaker, FRESH, seed=seed)
        everything = [answer for answers in made.values() for answer in answers]
        figures: dict[str, Figure] = {}
        for name in names:
            person = rater(name, everything)
            say(f"{name}: a night")
            taught = _taught(model, judged(made, RATINGS, by=person, seed=seed), seed=seed)
            say(f"{name}: {taught.outcome}. {taught.reason}")
            after = before if taught.gguf is None else _after(speaker, taught, seed=seed)
            figures |= _figures(name, taught, person, before, after)
        say("blind ratings")
        figures["blind.rejected"] = _blind(model, made, seed=seed)
        return figures
    finally:
        speaker.close()


def _taught(model: Path, pairs: Sequence[Pair], *, seed: int) -> Taught:
    return teach(
        model, Task(Examples(pairs=tuple(pairs[HELD_OUT:]), held_out=tuple(pairs[:HELD_OUT])), seed=seed), Desk()
    )


def _after(speaker: LlamaSpeaker, taught: Taught, *, seed: int) -> list[Answer]:
    """Tomorrow's answers: with what was adopted, or as before."""
    acting = [AdapterScale("night", taught.gguf or b"", taught.strength)] if taught.strength else []
    return answer_all(speaker, FRESH, adapters=acting, seed=seed + 1000)


def _figures(
    name: str, taught: Taught, person: Rater, before: Sequence[Answer], after: Sequence[Answer]
) -> dict[str, Figure]:
    pairs = list(zip(after, before, strict=True))
    wins = bootstrap([_won(person.likes(new.text), person.likes(old.text)) for new, old in pairs], seed=0)
    shorter = bootstrap([_won(-len(new.text), -len(old.text)) for new, old in pairs], seed=0)
    strength = taught.strength or 0.0
    found = {
        f"{name}.win_rate": Figure(wins.value, wins.low, wins.high, 0.5, len(pairs)),
        f"{name}.shorter": Figure(shorter.value, shorter.low, shorter.high, 0.5, len(pairs)),
        f"{name}.strength": Figure(strength, strength, strength, 0.0, 1),
    }
    for metric, value in taught.metrics.items():
        low = value.after if value.low is None else value.low
        high = value.after if value.high is None else value.high
        found[f"{name}.{metric}"] = Figure(value.after, low, high, value.before, 1)
    return found


def _blind(model: Path, made: Mapping[str, Sequence[str]], *, seed: int) -> Figure:
    outcomes = [
        _taught(model, judged(made, BLIND_RATINGS, by=None, seed=seed * 100 + run), seed=run).outcome == "rejected"
        for run in range(BLIND_RUNS)
    ]
    share = bootstrap([float(outcome) for outcome in outcomes], seed=0)
    return Figure(share.value, share.low, share.high, 0.0, BLIND_RUNS)


def _won(new: float, old: float) -> float:
    return 1.0 if new > old else 0.5 if new == old else 0.0
