"""One end of one slider as a thing to learn: answers as its strongest wish asks for them, without the wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import UsageProblem
from assistant.nightrecords import NOTHING_OF_THEIRS, Origins, Purpose
from assistant.taste import sliders
from assistant.taste.slider_traits import SLIDER_TRAITS, end_word
from assistant.training.questions import FOR_SLIDERS, FRESH, TAUGHT
from assistant.training.wishes import Manner, manner

FARTHEST = 3
"""The level whose wish is learned; lower ones are the adapter at less of its strength."""


@dataclass(frozen=True, slots=True)
class SliderTask:
    """What is learned of one end of a slider. Nothing of it is the person's: our wish, our everyday questions."""

    slider: str
    direction: int
    """-1 or 1."""
    dial: str = "normal"
    seed: int = 0
    questions: tuple[str, ...] = (*TAUGHT, *FOR_SLIDERS)
    fresh: tuple[str, ...] = FRESH
    """Questions by whose answers it is judged; none is learned on."""

    @property
    def purpose(self) -> Purpose:
        """What its adapter is for."""
        return Purpose(slider=self.slider, direction=self.direction)

    @property
    def manner(self) -> Manner:
        """How answers are to become."""
        return manner({self.slider: FARTHEST * self.direction})

    @property
    def wishes(self) -> tuple[str, ...]:
        """The wish that is learned."""
        return self.manner.words

    @property
    def origins(self) -> Origins:
        """It is learned from nothing of the person's."""
        return NOTHING_OF_THEIRS

    @property
    def read(self) -> Origins:
        """Nor is anything of theirs read for it."""
        return NOTHING_OF_THEIRS

    @property
    def words(self) -> str:
        """What answers are to become: "shorter"."""
        return end_word(sliders.find(self.slider), self.direction)

    @property
    def counts(self) -> Mapping[str, int]:
        """How much of what there is to learn from."""
        return {"wishes": len(self.wishes), "questions": len(self.questions)}


def slider_task(name: str, levels: Mapping[str, int], *, dial: str = "normal", end: str | None = None) -> SliderTask:
    """The end of a slider that is to be learned.

    Args:
        levels: where the sliders stand: the end it was moved to.
        end: "low" or "high"; None = where it stands.

    Raises:
        UsageProblem: no such slider, one without a meter, or one that was not moved while no end is named.
    """
    slider = sliders.find(name)
    if slider.name not in SLIDER_TRAITS:
        raise UsageProblem(
            f"What {slider.name} does to an answer cannot be measured, so it stays with its words.",
            f"These can be learned: {', '.join(SLIDER_TRAITS)}.",
        )
    level = {"low": -1, "high": 1, None: levels.get(slider.name, 0)}[end]
    if not level:
        raise UsageProblem(
            f"The slider {slider.name} is not moved, so it is not known which end to learn.",
            f"Add --end low ({slider.low}) or --end high ({slider.high}).",
        )
    return SliderTask(slider.name, 1 if level > 0 else -1, dial=dial)
