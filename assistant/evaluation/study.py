"""What several protocols need: a model that speaks and one that scores, candidates, raters, and their nights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from statistics import fmean

from assistant.engine import hardware
from assistant.engine.base import AdapterScale
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.scorer import Scorer
from assistant.errors import UsageProblem
from assistant.evaluation.candidates import candidates
from assistant.evaluation.data import Data
from assistant.evaluation.questions import ASKED
from assistant.evaluation.raters import TASTES, Rater, judged, rater
from assistant.training.answers import Answer, answer_all
from assistant.training.examples import Examples, Pair
from assistant.training.lesson import teach
from assistant.training.progress import AnswerCache
from assistant.training.questions import FRESH
from assistant.training.room import CONTEXT_TOKENS
from assistant.training.task import Desk, Task, Taught

BETWEEN = 10
"""Added to it from one hearing to the next."""
RATINGS = 60
HELD_OUT = 12
LATER = 1000
"""Added to the seed of what is asked after a night."""
HEARINGS = 3
"""Answers to each question of tomorrow, by seeds of their own: of forty answers alone a win rate may be ten points
off."""


@dataclass
class Study:
    """One run of evaluations; what one protocol made, the next ones use.

    Args:
        model: the GGUF file that is served.
        data: the folder of evaluation data; None takes small texts of our own where there are some.
        seed: of everything that is drawn.
        names: which simulated persons.
        sliders: which sliders; none means all that have a meter of their own.
        say: hears what is being done.
    """

    model: Path
    data: Data | None = None
    seed: int = 1
    names: Sequence[str] = tuple(TASTES)
    sliders: Sequence[str] = ()
    say: Callable[[str], None] = lambda _: None
    _nights: dict[str, Taught] = field(default_factory=dict)
    _answered: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def folder(self) -> Data:
        """The evaluation data. Raises UsageProblem when none was given."""
        if self.data is None:
            raise UsageProblem("This needs evaluation data.", "Give its folder with --data.")
        return self.data

    @cached_property
    def speaker(self) -> LlamaSpeaker:
        """Answers."""
        return LlamaSpeaker(path=self.model, context_tokens=CONTEXT_TOKENS, threads=hardware.physical_cores())

    @cached_property
    def scorer(self) -> Scorer:
        """Says how likely texts are."""
        return Scorer(path=self.model, context_tokens=CONTEXT_TOKENS, threads=hardware.physical_cores())

    @cached_property
    def candidates(self) -> dict[str, list[str]]:
        """Question -> several answers, which all simulated persons judge."""
        asked = ASKED if self.data is None else self.data.questions()
        return candidates(
            self.speaker, asked, seed=self.seed, done=lambda done: self.say(f"candidates {done}/{len(asked)}")
        )

    @cached_property
    def tomorrow(self) -> tuple[str, ...]:
        """What is asked after the night; without data it is what the gate asks too."""
        return (FRESH if self.data is None else self.data.tomorrow()) or FRESH

    @cached_property
    def before(self) -> list[Answer]:
        """Their answers by the model as it is: to all of them, and again for each hearing."""
        return self._heard((), self.seed)

    @cached_property
    def fresh(self) -> dict[str, Answer]:
        """What the gate asks, answered by the model as it is and named as nights name it: the same for every night."""
        cache = AnswerCache(self.speaker)
        cache.answers(FRESH)
        return cache.given

    def after(self, taught: Taught) -> list[Answer]:
        """As `before`, with what was adopted, or by the model as it is."""
        return self._heard(acting(taught), self.seed + LATER)

    def _heard(self, adapters: tuple[AdapterScale, ...], seed: int) -> list[Answer]:
        seeds = (seed + hearing * BETWEEN for hearing in range(HEARINGS))
        return [one for each in seeds for one in answer_all(self.speaker, self.tomorrow, adapters=adapters, seed=each)]

    def by_question(self, values: Sequence[float]) -> list[float]:
        """One value an answer, in the order of `before`, as one mean a question of tomorrow."""
        return [fmean(values[place :: len(self.tomorrow)]) for place in range(len(self.tomorrow))]

    def answered(self, name: str) -> list[Answer]:
        """Tomorrow's answers after this person's night; had once."""
        if name not in self._answered:
            self._answered[name] = self.after(self.night(name))
        return self._answered[name]

    def rater(self, name: str) -> Rater:
        """A simulated person, in units of these candidates."""
        return rater(name, [answer for answers in self.candidates.values() for answer in answers])

    def judged(self, count: int, *, by: Rater | None, seed: int | None = None) -> list[Pair]:
        """What somebody chose among the candidates; None chooses blindly."""
        return judged(self.candidates, count, by=by, seed=self.seed if seed is None else seed)

    def kept_aside(self, name: str) -> tuple[list[Pair], list[Pair]]:
        """This person's choices: those that are held out, and those that are learned from."""
        pairs = self.judged(RATINGS, by=self.rater(name))
        return pairs[:HELD_OUT], pairs[HELD_OUT:]

    def night(self, name: str) -> Taught:
        """A night on this person's ratings; had once."""
        if name not in self._nights:
            held_out, learned = self.kept_aside(name)
            self.say(f"{name}: a night")
            taught = self.taught(learned, held_out=held_out)
            self.say(f"{name}: {taught.outcome}. {taught.reason}")
            self._nights[name] = taught
        return self._nights[name]

    def taught(
        self, pairs: Sequence[Pair], *, held_out: Sequence[Pair] = (), in_use: AdapterScale | None = None, seed: int = 0
    ) -> Taught:
        """A night on these pairs. With the seed of real nights, 0, the gate knows the model's own answers already."""
        task = Task(Examples(pairs=tuple(pairs), held_out=tuple(held_out)), seed=seed)
        return teach(self.model, task, Desk(given={} if seed else self.fresh), in_use=in_use)

    def again(self, seed: int) -> Study:
        """The same study with another seed: other choices, nights and answers, the same candidates and models."""
        other = replace(self, seed=seed, _nights={}, _answered={})
        shared = ("speaker", "scorer", "candidates", "before", "fresh")
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name in shared})
        return other

    def adapters(self) -> dict[str, tuple[AdapterScale, ...]]:
        """Name -> what acts after the night of each person whose adapter was adopted."""
        return {name: found for name in self.names if (found := acting(self.night(name)))}

    def close(self) -> None:
        """Free what was loaded."""
        for name in ("speaker", "scorer"):
            if name in self.__dict__:
                self.__dict__[name].close()


def acting(taught: Taught) -> tuple[AdapterScale, ...]:
    """What a night left to act by day."""
    if taught.strength is None or taught.gguf is None:
        return ()
    return (AdapterScale("night", taught.gguf, taught.strength),)
