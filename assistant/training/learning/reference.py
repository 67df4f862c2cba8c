"""What the model says with the adapter off: what the adapter moves away from, and towards. It is read once a night."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.training.learning.batches import Lesson, length, reference_size, together
from assistant.training.learning.encode import EncodedWish, Text
from assistant.training.learning.forward import answer_states, log_probs
from assistant.training.learning.objectives import Example, Taught, steered_teachers

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Reference:
    """Of everything that a lesson holds."""

    log_probs: dict[Text, float]
    """Of judged answers."""
    teachers: Mapping[EncodedWish, Taught]
    states: Mapping[Text, Tensor]
    """Of the anchors."""


def read_reference(learned: Any, lesson: Lesson, farthest_pull: float) -> Reference:
    """Read all of it.

    Args:
        learned: a model with its adapter.
        farthest_pull: see `steered_teachers`.
    """
    import torch

    texts = [text for pair in (*lesson.pairs, *lesson.subjects) for text in (pair.wanted, pair.unwanted)]
    texts += [thumb.text for thumb in lesson.thumbs]
    judged: dict[Text, float] = {}
    with torch.inference_mode(), learned.disable_adapter():
        for part in together(texts, length):
            judged.update(zip(part, log_probs(learned, part).tolist(), strict=True))
    anchors = [text for kind in lesson.anchors for text in kind]
    return Reference(judged, teachers_of(learned, lesson.wishes, farthest_pull), anchor_states(learned, anchors))


def teachers_of(learned: Any, examples: Iterable[Example], farthest_pull: float) -> dict[EncodedWish, Taught]:
    """What each wish among them asks for."""
    found: dict[EncodedWish, Taught] = {}
    for part in together([each for each in examples if isinstance(each, EncodedWish)], reference_size):
        found.update(zip(part, steered_teachers(learned, part, farthest_pull), strict=True))
    return found


def anchor_states(learned: Any, texts: Iterable[Text]) -> dict[Text, Tensor]:
    """The states that foretell each text; see `forward.answer_states`."""
    import torch

    found: dict[Text, Tensor] = {}
    with torch.no_grad(), learned.disable_adapter():
        for part in together(texts, length):
            found.update(zip(part, answer_states(learned, part), strict=True))
    return found
