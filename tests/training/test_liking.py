"""An answer suits by the taste that judgements show and by where the sliders stand, in units that compare."""

from __future__ import annotations

from assistant.training.liking import is_measured, liking
from assistant.training.signal import Taste

BASE = ("One short line.", "Two lines with a few more words in them, all in all.", "word " * 30)


def test_a_slider_to_short_likes_short_answers() -> None:
    score = liking(None, {"length": -2}, BASE)
    assert score("Yes.") > score("word " * 50)
    assert liking(None, {"length": 2}, BASE)("Yes.") < liking(None, {"length": 2}, BASE)("word " * 50)


def test_what_cannot_be_measured_says_nothing() -> None:
    assert not is_measured({"playfulness": 3})
    assert not is_measured({"length": 0})
    assert is_measured({"warmth": 1})
    assert liking(None, {"playfulness": 3}, BASE)("Yes.") == 0


def test_taste_and_sliders_add_up() -> None:
    short = Taste((-1.0, *[0.0] * 8))
    both, one = liking(short, {"length": -1}, BASE), liking(short, {}, BASE)
    assert both("Yes.") - both("word " * 50) > one("Yes.") - one("word " * 50)
