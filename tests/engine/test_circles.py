"""An answer that goes round in circles is ended; what only repeats itself a little goes on."""

from __future__ import annotations

import pytest

from assistant.engine.base import Finished, Sampling
from assistant.engine.circles import LEAST_TOKENS, LONGEST_ROUND, ROUNDS, goes_in_circles
from assistant.engine.llama import LlamaSpeaker
from assistant.records import Message

BEGINNING = list(range(5000, 5040))


@pytest.mark.parametrize("length", [1, 7, 32, 33, LONGEST_ROUND])
def test_a_round_is_noticed_when_it_was_said_often_enough_and_not_before(length: int) -> None:
    said = BEGINNING + [number % length for number in range(max(LEAST_TOKENS, ROUNDS * length))]
    assert goes_in_circles(said)
    assert not goes_in_circles(said[:-1])


def test_other_words_in_between_are_no_circle() -> None:
    verses = [token for verse in range(12) for token in (*range(20), 100 + verse)]
    assert not goes_in_circles(BEGINNING + verses)
    assert not goes_in_circles(BEGINNING + [number % (LONGEST_ROUND + 1) for number in range(1000)])
    assert not goes_in_circles(list(range(2000)))
    assert not goes_in_circles([])


@pytest.mark.model
def test_the_model_is_not_let_run_to_its_cap(llama: LlamaSpeaker) -> None:
    free = Sampling(seed=1, max_tokens=800, temperature=0, repeat_penalty=1.0)
    *words, last = llama.stream([Message("user", "Write a very long poem about rain.")], free)
    assert isinstance(last, Finished)
    assert (last.finish, last.stats.generated_tokens < 400) == ("length", True)
    assert "".join(word for word in words if isinstance(word, str)).count("poem of pure rain") > 3
