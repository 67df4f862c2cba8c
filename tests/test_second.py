"""A second answer is written beside the first, which stays shown; it differs on purpose, and it counts."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from assistant import second
from assistant.answering import Asked
from assistant.ask import ask
from assistant.cli.talk import why_lines
from assistant.engine.scripted import ScriptedSpeaker
from assistant.memory.finder import NoFinder
from assistant.rate import choose
from assistant.records import Sources, Turn
from assistant.store.store import Store
from assistant.taste import recent, verdict
from assistant.taste.contrast import SHOWN
from assistant.taste.questions import TALLY, Tally, Way, tally_from
from assistant.taste.sliders import wishes
from tests.listening import Listening
from tests.taste.judging import choose_short, long, short

TODAY = date(2026, 11, 25)
NOW = 2e9
FIRST, SECOND = long("tea"), short("tea")
SHORTER = Way("length", -1, 1.0)


@pytest.fixture
def speaker() -> Listening:
    return Listening([FIRST, SECOND, "third"])


def say(store: Store, speaker: ScriptedSpeaker, question: str = "What about tea?", **how: int) -> Turn:
    *_, last = ask(question, store=store, speaker=speaker, finder=NoFinder(), **how)  # type: ignore[arg-type]
    assert isinstance(last, Turn)
    return last


def write(first: Turn, store: Store, speaker: ScriptedSpeaker, how: Way = SHORTER) -> Turn:
    asked, *_, last = second.write(first, how, store=store, speaker=speaker, finder=NoFinder(), today=TODAY)
    assert isinstance(asked, Asked)
    assert isinstance(last, Turn)
    return last


def test_it_stands_beside_the_first_one_which_stays_shown(store: Store, speaker: Listening) -> None:
    first = say(store, speaker)
    other = write(first, store, speaker)
    assert (other.answer, other.parent, other.question) == (SECOND, first.parent, first.question)
    assert other.seed != first.seed
    assert store.chats.versions(first.id) == [first.id, other.id]
    assert [turn.id for turn in store.chats.branch(first.chat)] == [first.id]
    follow_up = say(store, speaker, "And then?", chat=first.chat)
    assert follow_up.parent == first.id
    assert SECOND not in "".join(message.content for message in speaker.heard[-1])


def test_it_is_written_as_if_a_slider_stood_elsewhere_and_none_is_moved(store: Store, speaker: Listening) -> None:
    store.sliders.set("warmth", 2)
    first = say(store, speaker)
    other = write(first, store, speaker)
    told = speaker.heard[-1][-1].content
    for wish in wishes({"length": -SHOWN, "warmth": 2}):
        assert wish in told
    (opposite,) = speaker.beside
    for wish in wishes({"length": 3, "warmth": -3}):
        assert wish in opposite.messages[-1].content
    assert (other.sources.compares, dict(other.sources.tried)) == (first.id, {"length": -SHOWN})
    assert dict(other.sources.sliders) == {"warmth": 2}
    assert store.sliders.levels() == {"warmth": 2}
    assert store.chats.turn(other.id) == other


def test_without_steering_words_alone_make_it_differ(store: Store, speaker: Listening) -> None:
    store.settings.set("steering", 0.0)
    other = write(say(store, speaker), store, speaker)
    assert speaker.beside == ()
    assert wishes({"length": -SHOWN})[0] in speaker.heard[-1][-1].content
    assert (other.sources.steering, dict(other.sources.tried)) == (0, {"length": -SHOWN})


def test_only_another_seed_is_a_second_answer_too(store: Store, speaker: Listening) -> None:
    first = say(store, speaker)
    other = write(first, store, speaker, Way(None, 0, 1.0))
    assert (other.sources.compares, dict(other.sources.tried)) == (first.id, {})
    assert [turn.id for turn in store.chats.branch(first.chat)] == [first.id]


def test_it_counts_once_it_is_begun_even_if_it_is_stopped(store: Store, speaker: Listening) -> None:
    first = say(store, speaker)
    with closing(second.write(first, SHORTER, store=store, speaker=speaker, finder=NoFinder(), today=TODAY)) as events:
        list(islice(events, 4))
    tally = tally_from(store.settings.get(TALLY))
    assert tally == Tally("2026-11-25", 1, first.id + 1)
    assert store.chats.turn(first.id + 1).finish == "stopped"
    assert store.chats.versions(first.id) == [first.id], "what was cut off is no version to look at"
    assert second.way(first, store=store, now=NOW, today=TODAY) is not None
    following = say(store, speaker, "And then?")
    assert second.way(following, store=store, now=NOW, today=TODAY) is None, "never two in a row"
    store.settings.set("choices_a_day", 1)
    after = say(store, speaker, "And then?")
    assert second.way(after, store=store, now=NOW, today=TODAY) is None, "once a day"
    assert second.way(after, store=store, now=NOW, today=date(2026, 11, 26)) is not None


def test_nobody_is_asked_where_it_is_not_wanted_or_not_the_first_answer(store: Store, speaker: Listening) -> None:
    first = say(store, speaker)
    assert second.way(first, store=store, now=NOW, today=TODAY) is not None
    again = say(store, Listening([FIRST]), beside=first.id)
    assert second.way(again, store=store, now=NOW, today=TODAY) is None
    store.settings.set("choices_a_day", 0)
    other = say(store, Listening([FIRST]), "Something else?")
    assert second.way(other, store=store, now=NOW, today=TODAY) is None


def test_where_the_model_declines_the_two_are_not_put_to_anybody(store: Store) -> None:
    speaker = ScriptedSpeaker([FIRST, SECOND], declines=["tea"])
    first = say(store, speaker)
    other = write(first, store, speaker)
    assert other.sources.set_aside
    assert other.sources.compares == first.id
    assert dict(other.sources.tried) == {}
    assert not second.is_worth_choosing(first, other, store=store, now=NOW)


def test_a_choice_between_them_is_learned_from_and_ends_such_questions(store: Store, speaker: Listening) -> None:
    first = say(store, speaker)
    other = write(first, store, speaker)
    assert second.is_worth_choosing(first, other, store=store, now=NOW)
    kept = choose(first.id, other.id, "B", store=store)
    found = verdict.verdict(store, now=kept.made)
    assert found.judgements == 1
    assert any(one.slider == "length" and one.weight < 0 for one in found.directions)
    choose_short(store, 20)
    assert not second.is_worth_choosing(first, other, store=store, now=kept.made)


def test_what_was_written_on_purpose_does_not_show_how_answers_are(store: Store, speaker: Listening) -> None:
    write(say(store, speaker), store, speaker)
    assert store.chats.newest_answers(recent.NEWEST) == [FIRST]


def test_why_says_what_it_was_written_for(store: Store, speaker: Listening) -> None:
    first = say(store, speaker)
    (said, *lines) = why_lines(write(first, store, speaker))
    assert said.startswith("A second answer, written so that you could choose between two.")
    assert "It was to be shorter on purpose" in said
    assert said.endswith(f"The other one is turn {first.id}.")
    assert not [line for line in lines if line.startswith("Sliders")]
    best = replace(first, sources=Sources(best_of=3))
    assert why_lines(best) == [
        "Of up to 3 answers that were written, this one suits you best by what your ratings say."
    ]
