"""Few ratings foretell what a simulated person likes, shuffled ones nothing; no question is on both sides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.evaluation.protocols import PROTOCOLS
from assistant.evaluation.study import Study
from assistant.evaluation.taste import COUNTS, split, taste

PARTS = (
    "The bread is baked in a hot oven.",
    "You can keep it in a cloth for some days.",
    "It's best when it's still warm, and you'll like it!",
    "Thank you for asking, I'm so glad to help!",
    "- flour\n- water\n- salt",
    "Considerable fermentation necessitates experimentation and a sophisticated understanding of the ingredients.",
    "The people of the village do not know how it was done.",
    "It is not what you think, and they are not alone.",
)


def candidates(seed: int) -> dict[str, list[str]]:
    draw = random.Random(seed)
    return {
        f"Question {number}?": ["\n".join(draw.choices(PARTS, k=draw.randint(1, 9))) for _ in range(4)]
        for number in range(60)
    }


@pytest.fixture(scope="module")
def study() -> Study:
    made = Study(Path("nowhere"))
    made.__dict__["candidates"] = candidates(1)  # what a model would be asked for
    return made


def test_figures_grow_with_ratings_and_shuffled_ones_are_blind(study: Study) -> None:
    assert PROTOCOLS["taste"] is taste
    found = taste(study)
    values = [found[f"pairs.{count}"].value for count in COUNTS]
    assert values[0] >= 0.7
    assert values[-1] >= 0.85
    assert values == sorted(values)
    assert found["asked.10"].value > found["pairs.10"].value - 0.02
    asked = found["worth.80.questions"]
    assert found["worth.40.questions"].value < asked.value < asked.baseline == 80, (
        "questions that tell little are saved"
    )
    assert found["worth.80"].value > found["pairs.25"].value - 0.02
    best, ceiling = found["best_of.4"], found["best_of.ceiling"]
    assert 0.5 * ceiling.value < best.value <= ceiling.value
    assert best.value > best.baseline + 0.2, "more than picking the longest"
    assert 0.4 <= found["pairs.shuffled"].value <= 0.6
    assert found["pairs.shuffled"].baseline == 0.5
    assert found["chosen.100"].value <= found["chosen.ceiling"].value
    for name in study.names:
        assert found[f"pairs.100.{name}"].count == found["pairs.100"].count / len(study.names)
    assert found["pairs.100.short_and_plain"].baseline < 0.5 < found["pairs.100.long_and_structured"].baseline


def test_no_question_is_on_both_sides() -> None:
    learned, held_out = split(candidates(2), seed=3)
    assert not set(learned) & set(held_out)
    assert len(held_out) == 15
    assert split(candidates(2), seed=3) == (learned, held_out)
    assert split(candidates(2), seed=4) != (learned, held_out)
