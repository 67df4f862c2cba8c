"""What ratings say is shown with its certainty; where they disagree with a slider it is asked, never moved."""

from __future__ import annotations

from assistant.store.store import Store
from assistant.taste import recent, verdict
from assistant.taste.comparisons import Comparison
from assistant.taste.sliders import SLIDERS
from assistant.taste.verdict import AT_THE_END, LEAST, question
from tests.taste.judging import THINGS, asked, choose_short, long, rewrite_short, short

NOW = 2e9


def shorter(count: int, *, level: int = 0) -> list[Comparison]:
    return [
        Comparison(short(thing), long(thing), "choice", (), (), NOW, sliders={"length": level})
        for thing in THINGS[:count]
    ]


def test_nothing_was_judged_and_nothing_is_said(store: Store) -> None:
    found = verdict.verdict(store, now=NOW)
    assert (found.directions, found.judgements, found.question) == ((), 0, None)


def test_a_direction_is_said_with_its_certainty_and_what_made_it_so(store: Store) -> None:
    choose_short(store, 12)
    turn = rewrite_short(store, "an oven")
    found = verdict.verdict(store, now=store.ratings.list()[0].made)
    first = found.directions[0]
    assert (first.trait, first.slider, first.words, first.judgements) == ("length", "length", "shorter", 13)
    assert first.low < first.weight < first.high
    assert first.sentence == f"shorter: {first.how_sure}, from 13 judgements"
    assert first.how_sure in ("quite sure", "very sure")
    assert any(turn in one.turns for one in first.made_by)
    assert list(found.directions) == sorted(found.directions, key=lambda one: -one.certainty)


def test_it_asks_where_ratings_lean_away_from_the_slider_and_moves_nothing(store: Store) -> None:
    store.sliders.set("length", 1)
    choose_short(store, 20)
    found = verdict.verdict(store, now=store.choices.list()[-1].made).question
    assert found is not None
    assert (found.slider, found.level, found.proposed) == ("length", 1, 0)
    assert found.sentence == "Your ratings lean shorter than your length slider. Move it?"
    assert store.sliders.levels() == {"length": 1}


def test_it_asks_only_when_it_is_sure_and_the_slider_can_move_and_stood_there() -> None:
    assert question(shorter(LEAST - 1), {}, now=NOW) is None
    asked = question(shorter(20), {}, now=NOW)
    assert asked is not None
    assert (asked.slider, asked.proposed) == ("length", -1)
    assert question(shorter(20), {"length": 2}, now=NOW) is None, "it may have been moved because of them"
    assert question(shorter(20, level=-AT_THE_END), {"length": -AT_THE_END}, now=NOW) is None, "it is there already"
    mixed = [one for pair in zip(shorter(10), map(turned, shorter(10)), strict=True) for one in pair]
    assert question(mixed, {}, now=NOW) is None


def turned(one: Comparison) -> Comparison:
    return Comparison(one.worse, one.better, one.kind, (), (), NOW, sliders=one.sliders)


def test_what_was_left_is_asked_again_only_after_new_ratings(store: Store) -> None:
    choose_short(store, 13)
    now = store.choices.list()[-1].made
    first = verdict.verdict(store, now=now).question
    assert first is not None
    verdict.leave(store, first.slider)
    left = verdict.verdict(store, now=now).question
    assert left is None or left.slider != first.slider
    choose_short(store, LEAST - 1, first=13)
    waiting = verdict.verdict(store, now=now).question
    assert waiting is None or waiting.slider != first.slider
    choose_short(store, 1, first=13 + LEAST - 1)
    again = verdict.verdict(store, now=now).question
    assert again is not None
    assert again.slider == first.slider


def test_a_setting_that_is_not_as_it_should_be_is_passed_over() -> None:
    assert verdict.left_alone(None) == verdict.left_alone([1]) == {}
    assert verdict.left_alone({"length": 3.5, "warmth": "x"}) == {"length": 3.5}


def test_the_model_knows_the_sliders_too(store: Store) -> None:
    store.sliders.set("warmth", 3)
    choose_short(store, 3)
    model = verdict.user_model(store, now=NOW)
    assert model.weight("warmth") > 0.5
    assert model.weight("length") < 0


def test_the_newest_answers_are_measured_in_plain_words(store: Store) -> None:
    assert set(recent.sentences([]).values()) == {""}
    for number in range(recent.NEWEST + 5):
        asked(store, f"Question {number}?", "one two three four" if number < 5 else "It's the word of the day.")
    answers = store.chats.newest_answers(recent.NEWEST)
    assert set(answers) == {"It's the word of the day."}
    asked(store, "Cut?", "never counted", finish="length")
    assert store.chats.newest_answers(recent.NEWEST) == answers
    found = recent.sentences(answers)
    assert set(found) == {slider.name for slider in SLIDERS}
    assert found["length"] == "Last 20 answers: 6 words on average"
    assert found["formality"] == "Last 20 answers: “it’s” for “it is” 10 times in 10"
    assert found["structure"] == "Last 20 answers: no list items"
    assert found["playfulness"] == recent.NOT_MEASURED
    assert recent.sentences(["- a\n- b"])["structure"] == "Last answer: 100.0 list items in 100 words"


def test_only_what_is_sure_may_steer_and_only_where_no_slider_was_moved(store: Store) -> None:
    choose_short(store, 2)
    now = store.choices.list()[-1].made
    assert "length" not in verdict.leanings(verdict.verdict(store, now=now).directions, {}), "two say too little"
    choose_short(store, 18, first=2)
    directions = verdict.verdict(store, now=now).directions
    found = verdict.leanings(directions, {})
    assert -1 <= found["length"] < -0.8
    for moved in ("length", "detail"):
        assert "length" not in verdict.leanings(directions, {moved: 1}), "either says how long answers are to be"
    assert verdict.verdict(store, now=now, since=store.choices.list()[-1].made + 1).directions == (), "all older"
