"""Each trait tells a pair of texts apart that differ in it, and abstains where it cannot know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.taste import traits

PLAIN = "The bread is in the oven, and it will be done in an hour. You can take it out then."
PAIRS: dict[str, tuple[str, str]] = {
    "length": (f"{PLAIN} {PLAIN}", PLAIN),
    "warmth": (
        "Thank you for asking! I am so happy that you enjoy it, and I hope that the bread is a delight to you.",
        PLAIN,
    ),
    "hedges": ("Perhaps the bread is done in about an hour, but it could possibly take a little longer.", PLAIN),
    "questions": ("What is in the oven? Is it the bread? Can you take it out?", PLAIN),
    "lists": ("You need:\n\n- the flour\n- the salt\n- the water", "You need the flour, the salt and the water."),
    "code": ("This is how you do it:\n\n```python\nprint('bread')\n```\n", PLAIN),
    "contractions": ("It's in the oven, you don't need to wait. We'll take it out.",
                     "It is in the oven, you do not need to wait. We will take it out."),
    "grade": ("The considerable complexity of the fermentation is of significance for the characteristics.", PLAIN),
    "word_length": ("Considerable fermentation characteristics necessitate experimentation.", PLAIN),
}  # fmt: skip


def test_every_trait_has_a_pair() -> None:
    assert PAIRS.keys() == traits.TRAITS.keys()


@pytest.mark.parametrize("name", PAIRS)
def test_it_tells_its_pair_apart(name: str) -> None:
    more, less = (traits.TRAITS[name](text) for text in PAIRS[name])
    assert more is not None
    assert less is not None
    assert more > less


@pytest.mark.parametrize("name", ["grade", "contractions", "warmth", "hedges"])
@pytest.mark.parametrize(
    "text",
    ["Das Brot ist im Ofen und wird in einer Stunde fertig sein.", "Le pain est dans le four.", "面包在烤箱里。", ""],
)
def test_english_traits_abstain_elsewhere(name: str, text: str) -> None:
    assert traits.TRAITS[name](text) is None


def test_repetition_and_variety() -> None:
    stuck = "it is what it is and " * 20
    assert traits.repetition(stuck) > 0.8
    assert traits.repetition(PLAIN) < 0.1
    varied, same = traits.distinct_3(PLAIN), traits.distinct_3(stuck)
    assert varied is not None
    assert same is not None
    assert varied > 0.9
    assert same < 0.2
    assert traits.distinct_3("two words") is None


@given(st.text(max_size=300))
@pytest.mark.parametrize("meter", [traits.code_share, traits.repetition], ids=["code_share", "repetition"])
def test_shares_are_shares_for_any_text(meter: Callable[[str], float], text: str) -> None:
    assert 0 <= meter(text) <= 1


@given(st.text(max_size=300))
def test_any_text_has_traits(text: str) -> None:
    assert set(traits.traits(text)) == set(traits.TRAITS)
