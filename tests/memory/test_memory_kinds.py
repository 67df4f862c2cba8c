"""A wish about answers is told from a fact about the person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.memory.kinds import guess_kind

STYLES = """Answer in short sentences.
Use metric units
Don't use emojis.
please don't use bullet points
No emojis, please.
I prefer short answers.
I want detailed explanations with examples.
Keep it brief.
Call me Sam.
I want you to be blunt.
I'd like you to explain things step by step
Write British English.
Always show me the result first.
Never apologise; answer directly.
Explain it like I'm five
I don't like exclamation marks.
You may joke a little.
Your answers should be honest and direct.
I like a friendly tone.""".splitlines()

FACTS = """I am vegetarian.
I love lentils
I use Vim and never touch the mouse.
I always use public transport.
I write all my programs in Rust.
I work night shifts as a nurse.
I don't eat pork.
My dog is called Rex.
I prefer trains to cars.
I have two children.
I like short walks after lunch.
I never drink coffee.
Allergic to peanuts
I live in a small flat.
I speak Spanish.
I prefer open source software.
We are a family of five.
I read only crime novels.""".splitlines()


@pytest.mark.parametrize("text", STYLES)
def test_a_wish_about_answers_is_style(text: str) -> None:
    assert guess_kind(text) == "style"


@pytest.mark.parametrize("text", FACTS)
def test_what_is_true_of_the_person_is_a_fact(text: str) -> None:
    assert guess_kind(text) == "fact"


@given(st.text())
def test_any_text_has_a_kind(text: str) -> None:
    assert guess_kind(text) in ("style", "fact")
