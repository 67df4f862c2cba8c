"""An answer that repeats itself is led to its end, and ended where it goes round in circles; a little of it is fine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine import catalogue, native
from assistant.engine.base import Beside, Finished, Sampling
from assistant.engine.circles import (
    LEAST_TOKENS,
    LONGEST_ROUND,
    MOST_NATS,
    ROUNDS,
    RUN,
    Repeating,
    goes_in_circles,
)
from assistant.engine.llama import LlamaSpeaker
from assistant.records import Message

BEGINNING = list(range(5000, 5040))
POEM = "Write a very long poem about rain."
FREE = Sampling(seed=1, max_tokens=800, temperature=0, repeat_penalty=1.0)


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


def urges(said: Sequence[int]) -> list[float]:
    repeating, found = Repeating(lambda _: b"word"), list[float]()
    for token in said:
        repeating.hear(token)
        found.append(repeating.urge)
    return found


def test_what_is_said_for_the_first_time_urges_to_nothing() -> None:
    assert not any(urges(range(2000)))
    assert Repeating(lambda _: b"word").urge == 0


def test_a_refrain_is_fine() -> None:
    song = [token for verse in range(8) for token in (*range(20), *range(1000 + 50 * verse, 1050 + 50 * verse))]
    assert not any(urges(song))


def most_urge(model: native.Model, text: str) -> float:
    repeating, found = Repeating(model.piece), 0.0
    for token in model.tokenize(text, parse_special=False):
        repeating.hear(token)
        found = max(found, repeating.urge)
    return found


@pytest.mark.model
def test_a_list_that_says_the_same_under_other_numbers_is_led_to_its_end(embedded: catalogue.Model) -> None:
    with closing(native.Model(embedded.path, gpu_layers=0)) as model:
        items = "".join(f"\n{number}. Replace the rear axle with a new one" for number in range(1, 8))
        assert most_urge(model, items) == MOST_NATS
        assert most_urge(model, items.replace(".", ")")) == MOST_NATS


@pytest.mark.model
def test_counting_and_tables_of_numbers_are_fine(embedded: catalogue.Model) -> None:
    with closing(native.Model(embedded.path, gpu_layers=0)) as model:
        assert not most_urge(model, ", ".join(map(str, range(1, 60))))
        assert not most_urge(model, "\n".join(map(str, range(1, 60))))
        assert not most_urge(model, "\n".join(f"7 x {number} = {7 * number}" for number in range(1, 11)))


def test_the_urge_grows_round_by_round_up_to_its_bound_and_fades_when_new_things_are_said() -> None:
    said = [*BEGINNING, *(list(range(10)) * 12), *range(9000, 9600)]
    found = urges(said)
    circles = found[len(BEGINNING) + 10 : len(BEGINNING) + 120]
    assert circles == sorted(circles)
    assert (circles[0], circles[-1]) == (0, MOST_NATS)
    assert found[-1] == 0


@given(st.lists(st.integers(0, 3), max_size=400))
def test_the_urge_is_never_below_nothing_nor_above_its_bound(said: list[int]) -> None:
    found = urges(said)
    assert all(0 <= nats <= MOST_NATS for nats in found)
    assert not any(found[: RUN + 1])


def times_said(said: str) -> int:
    """How often the four words said most often in a row were said: what they are differs with the processor."""
    words = said.split()
    return max(Counter(zip(words, words[1:], words[2:], words[3:], strict=False)).values())


@pytest.mark.model
def test_the_model_is_led_out_of_its_circle_to_the_end_of_a_sentence(llama: LlamaSpeaker) -> None:
    *words, last = llama.stream([Message("user", POEM)], FREE)
    assert isinstance(last, Finished)
    said = "".join(word for word in words if isinstance(word, str))
    assert (last.finish, last.stats.generated_tokens < 300) == ("stop", True)
    assert times_said(said) > 2
    *lines, ended = (line.rstrip(" ,") for line in said.rstrip().splitlines())
    assert ended.endswith((".", "!")) or ended in lines, "no sentence or line is cut"


@pytest.mark.model
def test_steered_answers_are_led_out_of_it_as_well(llama: LlamaSpeaker) -> None:
    beside = [Beside((Message("user", POEM + " "),), 0.0)]
    *_, last = llama.stream([Message("user", POEM)], FREE, (), beside)
    assert isinstance(last, Finished)
    assert (last.finish, last.stats.generated_tokens < 300) == ("stop", True)


@pytest.mark.model
def test_an_answer_that_cannot_be_led_out_is_ended(llama: LlamaSpeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Repeating, "urge", 0.0)
    *words, last = llama.stream([Message("user", POEM)], FREE)
    assert isinstance(last, Finished)
    assert (last.finish, last.stats.generated_tokens < 400) == ("length", True)
    assert times_said("".join(word for word in words if isinstance(word, str))) > 3
