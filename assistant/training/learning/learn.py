"""One night's learning: judged answers and wishes pull an adapter, and general text holds it back."""

from __future__ import annotations

import io
import math
import random
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.training.learning import losses, objectives
from assistant.training.learning.batches import (
    Lesson,
    batches,
    evened,
    length,
    parts,
    reference_size,
    shortened,
    size,
    together,
)
from assistant.training.learning.encode import EncodedPair, EncodedThumb, EncodedWish, EncodedWritten, Text
from assistant.training.learning.forward import learning
from assistant.training.learning.objectives import Example
from assistant.training.learning.reference import Reference, anchor_states, read_reference, teachers_of

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Pace:
    """How boldly a night learns: few passes and gentle steps; a harsh night breaks answers."""

    passes: int = 3
    learning_rate: float = 5e-5
    beta: float = 0.1
    anchor: float = 0.1
    """Weight of the divergence on general text."""
    batch: int = 4
    least_steps: int = 1
    """A short lesson is gone through more often, until it has had so many steps, or `most_passes`."""
    most_passes: int = 6
    longest_step: float = 1.0
    """Norm at which a step is clipped."""
    farthest_pull: float = math.inf
    """Nats that a teacher's steering pulls one token farther than the others, at most, the end of the answer too."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken."""

    number: int
    steps: int
    loss: float
    correct: float | None
    """Share of the step's pairs that the model now puts in the right order, relative to the reference."""


class Learner:
    """An adapter in the making. It may be left after any step, or in the midst of one, and gone on with later.

    Args:
        learned: from `lora.with_adapter`, whose adapter is still no change.
        seed: of the order; the same lesson, pace and seed take the same steps.
        check: called many times in each step; what it raises ends the step as if it had not been begun.
    """

    def __init__(
        self, learned: Any, lesson: Lesson, *, pace: Pace, seed: int, check: Callable[[], None] = lambda: None
    ) -> None:
        import torch

        self._learned = learned
        self._lesson = evened(lesson)
        self._pace = pace
        self._seed = seed
        self._check = check
        self._taken = self._times_shortened = 0
        self._adapter = {name: each for name, each in learned.named_parameters() if each.requires_grad}
        self._optimiser = torch.optim.AdamW(self._adapter.values(), lr=pace.learning_rate, weight_decay=0.0, fused=True)
        self._batches = batches(self._lesson.examples, of=pace.batch)
        # by the whole lesson: where one is shortened, what is left is not gone through the more often
        needed = math.ceil(pace.least_steps / max(1, len(self._batches)))
        self._passes = max(pace.passes, min(needed, pace.most_passes))
        thumbs = [
            sum(thumb.weight for thumb in self._lesson.thumbs if thumb.is_wanted is wanted) for wanted in (True, False)
        ]
        self._thumb_weights = losses.kto_weights(*thumbs)

    def run(self) -> Generator[Step, None, None]:
        """Take the steps that are left; where none are, nothing is read."""
        import torch

        steps = self.steps
        if self._taken == steps:
            return
        with learning(self._learned, self._check):
            reference = read_reference(self._learned, self._lesson, self._pace.farthest_pull)
            while self._taken < steps:
                batch, anchors = self._next()
                self._optimiser.zero_grad(set_to_none=True)
                value, correct = self._pull(batch, reference)
                value += self._hold(anchors, reference.states)
                torch.nn.utils.clip_grad_norm_(list(self._adapter.values()), self._pace.longest_step)
                self._optimiser.step()
                self._taken += 1
                yield Step(self._taken, steps, value, correct)

    def fit(self, left_s: float) -> float:
        """Leave out the last examples of each kind until what is left takes `left_s` seconds at most.

        Nothing is left out of a lesson that was gone on with: it would be another one.

        Returns:
            The seconds that it will take, by one step that is measured, of its learning and its holding back.
        """
        if self._taken == self.steps:
            return 0.0
        batch = sorted(self._batches, key=lambda items: sum(map(size, items)))[len(self._batches) // 2]
        with learning(self._learned, self._check):
            teachers = teachers_of(self._learned, batch, self._pace.farthest_pull)
            begun = time.monotonic()
            self._pull(batch, Reference(_Nothing(), teachers, {}))
            rate = sum(map(size, batch)) / (time.monotonic() - begun)
            anchors = [kind[len(kind) // 2] for kind in self._lesson.anchors]
            states = anchor_states(self._learned, anchors)
            begun = time.monotonic()
            self._hold(anchors, states)
            holding_s = time.monotonic() - begun
        self._optimiser.zero_grad(set_to_none=True)

        def needed_s() -> float:
            return self._tokens / rate + (self.steps - self._taken) * holding_s

        if not self._taken:
            while needed_s() > left_s and shortened(self._lesson) != self._lesson:
                self._shorten()
        return needed_s()

    @property
    def _tokens(self) -> float:
        """What the steps that are left read; the reference, read once, takes a third of the time for each token."""
        once = sum(size(item) for items in self._batches for item in items)
        done = self._taken / len(self._batches)
        return once * (self._passes - done) + sum(map(reference_size, self._lesson.examples)) / 3

    @property
    def steps(self) -> int:
        """How many it takes in all."""
        return self._passes * len(self._batches)

    def _shorten(self) -> None:
        self._lesson = shortened(self._lesson)
        self._batches = batches(self._lesson.examples, of=self._pace.batch)
        self._times_shortened += 1

    def state(self) -> bytes:
        """All that is needed to go on after the last whole step."""
        import torch

        buffer = io.BytesIO()
        torch.save(
            {
                "taken": self._taken,
                "times_shortened": self._times_shortened,
                "adapter": {name: each.detach() for name, each in self._adapter.items()},
                "optimiser": self._optimiser.state_dict(),
            },
            buffer,
        )
        return buffer.getvalue()

    def go_on(self, state: bytes) -> None:
        """Stand where `state` was taken, with the same lesson, pace and seed."""
        import torch

        kept = torch.load(io.BytesIO(state), map_location="cpu", weights_only=True)  # wherever it was kept
        with torch.no_grad():
            for name, each in self._adapter.items():
                each.copy_(kept["adapter"][name])
        self._optimiser.load_state_dict(kept["optimiser"])
        self._taken = kept["taken"]
        for _ in range(kept["times_shortened"]):
            self._shorten()

    def _next(self) -> tuple[list[Example], list[Text]]:
        """The batch and the anchors of the next step; they depend on its number alone."""
        once, place = divmod(self._taken, len(self._batches))
        # orders, not secrets
        order = random.Random(f"{self._seed} {once}").sample(range(len(self._batches)), len(self._batches))
        draw = random.Random(f"{self._seed} {self._taken} anchor")
        return self._batches[order[place]], [draw.choice(kind) for kind in self._lesson.anchors]

    def _pull(self, batch: Sequence[Example], reference: Reference) -> tuple[float, float | None]:
        """Gather the gradients of a batch part by part: what the parts need of memory is free again in between."""
        value, orders = 0.0, []
        for part, share in parts(batch):
            loss, correct = self._judged(part, reference)
            (share * loss).backward()
            value += share * float(loss.detach())
            if correct is not None:
                orders.append(correct)
        return value, sum(orders) / len(orders) if orders else None

    def _hold(self, anchors: Sequence[Text], states: Mapping[Text, Tensor]) -> float:
        """Gather the gradients of what is to stay as it was."""
        value = 0.0
        for part in together(anchors, length):
            held = self._pace.anchor * objectives.held(self._learned, part, [states[text] for text in part])
            held.backward()
            value += float(held.detach())
        return value

    def _judged(self, batch: Sequence[Example], reference: Reference) -> tuple[Tensor, float | None]:
        pairs = [item for item in batch if isinstance(item, EncodedPair)]
        if pairs:
            return objectives.judged_pairs(self._learned, pairs, reference.log_probs, beta=self._pace.beta)
        written = [item for item in batch if isinstance(item, EncodedWritten)]
        if written:
            return objectives.imitated(self._learned, written), None
        wishes = [item for item in batch if isinstance(item, EncodedWish)]
        if wishes:
            return objectives.distilled(self._learned, wishes, reference.teachers), None
        thumbs = [item for item in batch if isinstance(item, EncodedThumb)]
        is_few = len(self._lesson.thumbs) < objectives.FEW_THUMBS
        loss = objectives.judged_thumbs(
            self._learned, thumbs, reference.log_probs, beta=self._pace.beta, weights=self._thumb_weights, is_few=is_few
        )
        return loss, None


class _Nothing(dict[Text, float]):
    """References of a step that is only timed."""

    def __missing__(self, _text: Text) -> float:
        return 0.0
