"""Reading a text to judge it: part by part, so that it can be left."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assistant.engine.catalogue import Model
from assistant.engine.context import PART_TOKENS
from assistant.engine.scorer import Scorer
from assistant.errors import PromptTooLong

pytestmark = pytest.mark.model


class Left(Exception):
    pass


@pytest.fixture(scope="module")
def checks() -> list[bool]:
    """Whether each check that is still to come says to leave."""
    return []


@pytest.fixture(scope="module")
def scorer(embedded: Model, checks: list[bool]) -> Iterator[Scorer]:
    def check() -> None:
        if checks and checks.pop(0):
            raise Left

    made = Scorer(path=embedded.path, context_tokens=512, threads=2, check=check)
    yield made
    made.close()


def test_a_long_text_is_left_between_two_parts_and_read_anew(scorer: Scorer, checks: list[bool]) -> None:
    tokens = scorer.tokenize("The baker counts the loaves of bread on the long table. " * 40)[: 2 * PART_TOKENS + 44]
    whole = scorer.logits(tokens)
    checks.extend([False, True])
    scorer.logits(scorer.tokenize("Something else."))  # takes the first of them, and what was read is forgotten
    with pytest.raises(Left):
        scorer.logits(tokens)
    checks.extend([False, False, True])
    with pytest.raises(Left):
        scorer.logits(tokens)
    assert checks == [], "one for each part"
    assert np.array_equal(scorer.logits(tokens), whole)
    assert len(whole) == len(tokens)


def test_what_was_read_is_not_read_again_and_says_the_same(scorer: Scorer) -> None:
    tokens = scorer.tokenize("The baker counts the loaves of bread on the long table. " * 20)[: PART_TOKENS + 30]
    whole = scorer.logits(tokens)
    for begin in (1, PART_TOKENS - 1, PART_TOKENS, PART_TOKENS + 1, len(tokens) - 1):
        part = scorer.logits(tokens, begin=begin)
        assert part.shape == (len(tokens) - begin, whole.shape[1])
        assert np.sqrt(np.mean((part - whole[begin:]) ** 2)) < 0.08 * whole.std(), "added up in another order"


def test_a_text_that_does_not_fit_is_a_sentence(scorer: Scorer) -> None:
    with pytest.raises(PromptTooLong, match="512 are read"):
        scorer.logits([1] * 513)
