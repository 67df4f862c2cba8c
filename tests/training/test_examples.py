"""Ratings become examples: what is learned from, what is not, and what never trains."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Best, Choice, Finish, Rating, Sources, Turn, Verdict
from assistant.taste.comparisons import HALF_LIFE_S
from assistant.training.examples import Examples, difference, examples, is_held_out, masked
from assistant.training.signal import compared
from assistant.training.task import Task

NOW = 2e9
LONG = "Bread is an old food that people have baked from flour and water for a very long time."
SHORT = "Flour, water, heat."
TRAINED = next(f"Question {n}?" for n in range(99) if not is_held_out(f"Question {n}?"))
ANOTHER = next(f"Another {n}?" for n in range(99) if not is_held_out(f"Another {n}?"))
HELD_OUT = next(f"Question {n}?" for n in range(99) if is_held_out(f"Question {n}?"))


def turn(
    identity: int, answer: str = LONG, *, question: str = TRAINED, parent: int | None = None, finish: Finish = "stop"
) -> Turn:
    return Turn(identity, 1, parent, question, answer, finish, NOW, 1, Sources())


def rating(turn_id: int, verdict: Verdict, better: str | None = None, *, made: float = NOW) -> Rating:
    return Rating(turn_id, turn_id, verdict, (), better, {}, "personal", made)


def choice(a: int, b: int, best: Best) -> Choice:
    return Choice(a, a, b, best, {}, "personal", NOW)


def learn(turns: list[Turn], ratings: list[Rating] = [], choices: list[Choice] = []) -> Examples:  # noqa: B006  # read only
    return examples(turns, ratings, choices, now=NOW)


def test_a_thumb_is_wanted_or_unwanted_and_nothing_else() -> None:
    found = learn([turn(1), turn(2, SHORT, question=ANOTHER)], [rating(1, "down"), rating(2, "up")])
    assert {(thumb.answer, thumb.is_wanted) for thumb in found.thumbs} == {(LONG, False), (SHORT, True)}
    assert found.pairs == ()


def test_thumbs_on_questions_that_are_held_out_are_looked_at_and_never_learned() -> None:
    questions = [f"What is thing {number}?" for number in range(40)]
    turns = [replace(turn(number), question=question) for number, question in enumerate(questions, 1)]
    found = learn(turns, [rating(each.id, "up" if each.id % 2 else "down") for each in turns])
    aside = {thumb.prompt.question for thumb in found.thumbs_held_out}
    assert aside == {question for question in questions if is_held_out(question)}
    assert not aside & {thumb.prompt.question for thumb in found.thumbs}
    task = Task(found)
    assert len(task.judged) == len(compared(found.thumbs)) + len(compared(found.thumbs_held_out))
    assert aside <= set(task.fresh)


def test_a_better_version_is_wanted_over_the_answer() -> None:
    (pair,) = learn([turn(1)], [rating(1, "down", SHORT)]).pairs
    assert (pair.wanted, pair.unwanted, pair.turns) == (SHORT, LONG, (1,))
    assert learn([turn(1)], [rating(1, "down", SHORT)]).thumbs == (), "one judgement counts once"


def test_a_better_version_is_imitated_too_unless_its_question_is_held_out() -> None:
    questions = [f"What is thing {number}?" for number in range(40)]
    turns = [replace(turn(number), question=question) for number, question in enumerate(questions, 1)]
    found = learn(turns, [rating(each.id, "down", f"{SHORT} Number {each.id}.") for each in turns])
    assert {written.prompt for written in found.written} == {pair.prompt for pair in found.pairs}
    assert not {written.prompt for written in found.written} & {pair.prompt for pair in found.held_out}
    assert found.held_out
    assert found.written[0].text.startswith(SHORT)


def test_a_choice_is_a_pair_and_neither_says_nothing() -> None:
    turns = [turn(1), turn(2, SHORT)]
    (pair,) = learn(turns, choices=[choice(1, 2, "B")]).pairs
    assert (pair.wanted, pair.unwanted) == (SHORT, LONG)
    neither = learn(turns, choices=[choice(1, 2, "neither")])
    assert (neither.pairs, neither.thumbs) == ((), ()), "no difference is no word against either"


def test_an_answer_that_was_gone_on_from_is_better_than_the_one_before_it_but_says_less() -> None:
    turns = [turn(1), turn(2, SHORT), turn(3, "More.", question="And?", parent=2)]
    (pair,) = learn(turns).pairs
    (said,) = learn(turns[:2], choices=[choice(1, 2, "B")]).pairs
    assert (pair.wanted, pair.unwanted) == (SHORT, LONG)
    assert pair.weight < said.weight


def test_one_version_up_and_one_down_is_a_pair() -> None:
    found = learn([turn(1), turn(2, SHORT)], [rating(1, "up"), rating(2, "down")])
    assert [(pair.wanted, pair.unwanted) for pair in found.pairs] == [(LONG, SHORT)]
    assert found.thumbs == ()


def test_an_answer_that_was_cut_is_never_an_example() -> None:
    for finish in ("length", "stopped", "failed", "pending"):
        turns = [turn(1, finish=finish), turn(2, SHORT)]
        found = learn(turns, [rating(1, "down", SHORT)], [choice(1, 2, "B")])
        assert (found.pairs, found.thumbs, found.held_out) == ((), (), ())
        assert [written.text for written in found.written] == [SHORT], "the person's own words are whole"


def test_answers_that_barely_differ_count_little_or_not_at_all() -> None:
    assert learn([turn(1)], [rating(1, "down", LONG.upper() + " ")]).pairs == ()
    (little,) = learn([turn(1)], [rating(1, "down", LONG.replace("old", "new").replace("very", "quite"))]).pairs
    (much,) = learn([turn(1)], [rating(1, "down", SHORT)]).pairs
    assert little.weight < much.weight == 1.0


def test_contradictions_teach_nothing() -> None:
    turns = [turn(1), turn(2, SHORT), turn(3), turn(4, SHORT)]
    assert learn(turns, choices=[choice(1, 2, "A"), choice(3, 4, "B")]).pairs == ()


def test_what_was_said_twice_counts_once_and_what_is_old_counts_less() -> None:
    turns = [turn(1), turn(2)]
    found = learn(turns, [rating(1, "down", SHORT, made=NOW - HALF_LIFE_S), rating(2, "down", SHORT)])
    assert [pair.weight for pair in found.pairs] == [1.0]
    (old,) = learn(turns, [rating(1, "down", SHORT, made=NOW - HALF_LIFE_S)]).pairs
    assert abs(old.weight - 0.5) < 1e-9


def test_a_prompt_that_is_held_out_never_trains() -> None:
    turns = [turn(1, question=HELD_OUT), turn(2, question=HELD_OUT), turn(3)]
    found = learn(turns, [rating(1, "down", SHORT), rating(2, "up"), rating(3, "down", SHORT)])
    assert [pair.turns for pair in found.held_out] == [(1,)]
    assert all(item.prompt.question != HELD_OUT for item in (*found.pairs, *found.thumbs))
    assert found.turns == {3}


@given(st.lists(st.text(max_size=40), max_size=30))
def test_about_a_quarter_is_held_out_whatever_the_spelling(questions: list[str]) -> None:
    for question in questions:
        assert is_held_out(question) == is_held_out(f"  {question.lower()}\n")


def test_a_quarter_of_many_questions_is_held_out() -> None:
    share = sum(is_held_out(f"What about {number}?") for number in range(4000)) / 4000
    assert 0.22 < share < 0.28


def test_the_past_is_part_of_the_prompt() -> None:
    turns = [turn(1, "Hi!", question="Hello?"), turn(2, parent=1)]
    (pair,) = learn(turns, [rating(2, "down", SHORT)]).pairs
    assert [(said.question, said.answer) for said in pair.prompt.past] == [("Hello?", "Hi!")]


def test_what_is_held_out_and_all_before_it_is_in_no_past_that_trains() -> None:
    turns = [
        turn(1, "Hi!", question="Hello?"),
        turn(2, "Secret.", question=HELD_OUT, parent=1),
        turn(3, "So it is.", question=ANOTHER, parent=2),
        turn(4, parent=3),
        turn(5, question=ANOTHER, parent=2),
    ]
    found = learn(turns, [rating(4, "down", SHORT), rating(5, "up"), rating(2, "down", SHORT)])
    assert [said.answer for said in found.pairs[0].prompt.past] == ["So it is."]
    assert found.written[0].prompt == found.pairs[0].prompt
    assert found.thumbs[0].prompt.past == ()
    assert [said.answer for said in found.held_out[0].prompt.past] == ["Hi!"], "it never trains"


def test_what_is_held_out_keeps_its_own_past() -> None:
    turns = [turn(1, "Hi!", question=HELD_OUT), turn(2, question=HELD_OUT, parent=1)]
    (pair,) = learn(turns, [rating(2, "down", SHORT)]).held_out
    assert [said.answer for said in pair.prompt.past] == ["Hi!"]


@given(st.permutations([TRAINED, ANOTHER, HELD_OUT, "Hello?", "And then?", "Why?"]))
def test_no_past_that_trains_holds_what_is_held_out(questions: list[str]) -> None:
    turns = [turn(n, f"{LONG} {n}", question=asked, parent=n - 1 or None) for n, asked in enumerate(questions, 1)]
    found = learn(turns, [rating(one.id, "down", SHORT) for one in turns])
    assert found.pairs
    for trained in (*found.pairs, *found.written):
        assert not any(is_held_out(said.question) for said in trained.prompt.past)


def test_addresses_keys_and_long_numbers_are_masked() -> None:
    text = "Write to ada.l@mail.example or +32 470 12 34 56, key sk-a8f3k2m9x7q4w1z0, born 1815, 3.5 cups, well-known."
    hidden = masked(text)
    for secret in ("ada.l", "470", "sk-a8"):
        assert secret not in hidden
    for kept_to_oneself in (
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "PrYt3/8aKqZ+9fLmWx0/Tu7vBn==",
        "sk-abcdefghijklmnop",
        "12/03/1985",
    ):
        assert kept_to_oneself not in masked(f"It is {kept_to_oneself}, of course.")
    for harmless in ("1815", "3.5 cups", "well-known"):
        assert harmless in hidden
    assert masked("He and/or she, 24/7, the well-known state-of-the-art") == (
        "He and/or she, 24/7, the well-known state-of-the-art"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_difference_is_a_share(one: str, other: str) -> None:
    assert 0 <= difference(one, other) <= 1
    assert difference(one, one) == 0
