"""By whose answers a night is judged: everyday questions and the person's own, none of them learned on."""

from __future__ import annotations

from assistant.training.examples import Examples, Exchange, Pair, Prompt
from assistant.training.questions import FRESH
from assistant.training.task import LONGEST_QUESTION, MOST_HELD_OUT, Task


def pair(question: str, *past: Exchange) -> Pair:
    return Pair(Prompt(past, question), "Yes.", "No, not at all.", 1.0, (1,))


def test_without_judgements_kept_aside_it_is_judged_by_our_questions() -> None:
    assert Task(Examples()).fresh == FRESH


def test_the_persons_questions_that_are_kept_aside_come_last_and_take_the_place_of_ours() -> None:
    fresh = Task(Examples(held_out=(pair("Is tea good?"), pair("Is tea good?"), pair("Is rain wet?")))).fresh
    assert fresh == (*FRESH[:-2], "Is tea good?", "Is rain wet?")


def test_no_question_is_among_them_that_is_learned_on() -> None:
    examples = Examples(pairs=(pair(f" {FRESH[0].upper()}"),), held_out=(pair("Is tea good?"), pair("Why?")))
    fresh = Task(examples, questions=("is  tea good?",)).fresh
    assert fresh == (*FRESH[1:], "Why?")


def test_what_cannot_be_asked_alone_or_is_long_is_left_out() -> None:
    long = "a" * (LONGEST_QUESTION + 1)
    assert Task(Examples(held_out=(pair("And then?", Exchange("Why?", "So.")), pair(long)))).fresh == FRESH


def test_at_most_half_of_them_are_the_persons() -> None:
    fresh = Task(Examples(held_out=tuple(pair(f"What is {number}?") for number in range(100)))).fresh
    assert len(fresh) == len(FRESH)
    assert len(set(fresh) - set(FRESH)) == MOST_HELD_OUT


def test_one_of_ours_that_the_person_asked_is_there_once() -> None:
    fresh = Task(Examples(held_out=(pair(FRESH[3]),))).fresh
    assert sorted(fresh) == sorted(FRESH)
