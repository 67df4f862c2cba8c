"""Several answers are written in silence; the best is said, kept and named, and every one of them can be stopped."""

from __future__ import annotations

from contextlib import closing

import pytest

from assistant.answering import Asked
from assistant.ask import ask
from assistant.drafts import Drafting, Drafts
from assistant.engine.base import Reading
from assistant.engine.scripted import ScriptedSpeaker
from assistant.errors import SpeakerDied, UsageProblem
from assistant.memory.finder import NoFinder
from assistant.paths import Home
from assistant.records import Turn
from assistant.sources import Options
from assistant.store.keys import StoreKey
from assistant.store.store import Store
from assistant.taste.verdict import PICKS_FROM
from assistant.wiring import Assistant, open_assistant
from tests.listening import Listening
from tests.taste.judging import choose_short, long, short

ANSWERS = ("one two three", "one", "one two")
SHORTEST = Drafts(3, lambda answers: min(range(len(answers)), key=lambda place: len(answers[place])))


def events_of(store: Store, speaker: ScriptedSpeaker, drafts: Drafts = SHORTEST, **how: int) -> list[object]:
    options = Options(seed=7, **how)
    return list(ask("Hello?", store=store, speaker=speaker, finder=NoFinder(), options=options, drafts=drafts))


def kept(store: Store) -> Turn:
    return store.chats.branch(store.chats.list()[0].id)[-1]


def test_the_best_is_said_once_all_are_written_and_is_the_only_one_kept(store: Store) -> None:
    speaker = Listening(ANSWERS)
    asked, reading, *rest, last = events_of(store, speaker)
    assert isinstance(asked, Asked)
    assert isinstance(reading, Reading)
    said = [event for event in rest if isinstance(event, str)]
    drafting = [event for event in rest if isinstance(event, Drafting)]
    assert said == ["one"]
    assert rest == [*drafting, "one"], "nothing is said before all are written"
    assert [event.number for event in drafting] == [1, 1, 1, 2, 3, 3]
    assert [event.best for event in drafting] == ["", "", "", "one two three", "one", "one"]
    assert speaker.seeds == [7, 8, 9]
    assert isinstance(last, Turn)
    assert (last.answer, last.finish, last.seed, last.sources.best_of) == ("one", "stop", 7, 3)
    assert last.stats is not None
    assert last.stats.generated_tokens == 1
    assert store.chats.versions(last.id) == [last.id]
    assert store.chats.turn(last.id) == last


def test_whole_answers_go_before_cut_and_empty_ones(store: Store) -> None:
    longest = Drafts(3, lambda answers: max(range(len(answers)), key=lambda place: len(answers[place])))
    events_of(store, ScriptedSpeaker(["one two three four", "", "one two"]), longest, max_tokens=3)
    assert (kept(store).answer, kept(store).finish) == ("one two", "stop")
    events_of(store, ScriptedSpeaker(["one two three four five"]), longest, max_tokens=3)
    assert (kept(store).answer, kept(store).finish) == ("one two three", "length")


@pytest.mark.parametrize(("until", "answer"), [(1, ""), (2, "one two three"), (3, "one")])
def test_stopped_in_the_middle_the_best_so_far_is_kept(store: Store, until: int, answer: str) -> None:
    with closing(
        ask("Hello?", store=store, speaker=ScriptedSpeaker(ANSWERS), finder=NoFinder(), drafts=SHORTEST)
    ) as events:
        for event in events:
            if isinstance(event, Drafting) and event.number == until:
                break
    assert (kept(store).answer, kept(store).finish) == (answer, "stopped")


def test_one_that_breaks_off_leaves_what_was_written(store: Store) -> None:
    with pytest.raises(SpeakerDied):
        events_of(store, ScriptedSpeaker(["one", "one two three"], dies_after=2))
    assert (kept(store).answer, kept(store).finish) == ("one", "failed")


def test_where_nothing_personal_may_act_one_answer_is_said_as_it_comes(store: Store) -> None:
    store.sliders.set("length", -3)
    events = events_of(store, ScriptedSpeaker(ANSWERS, declines=["Hello"]))
    assert not [event for event in events if isinstance(event, Drafting)]
    assert (kept(store).answer, kept(store).sources.set_aside, kept(store).sources.best_of) == (ANSWERS[0], True, 1)


@pytest.mark.parametrize("count", [0, 5])
def test_so_many_cannot_be_written(count: int) -> None:
    with pytest.raises(UsageProblem, match="cannot be written"):
        Options(best_of=count)


def opened(home: Home, key: StoreKey, speaker: ScriptedSpeaker) -> Assistant:
    return open_assistant(home, key, speaker=speaker, finder=NoFinder())


def test_ratings_pick_as_set_or_as_asked_and_only_once_there_are_some(home: Home, key: StoreKey) -> None:
    answers = [long("salt"), short("salt"), long("honey"), long("wool")]
    with closing(opened(home, key, ScriptedSpeaker(answers))) as assistant:

        def answer(**how: int) -> Turn:
            *_, last = assistant.ask("What about it?", options=Options(**how))
            assert isinstance(last, Turn)
            return last

        assistant.store.settings.set("best_of", 2)
        choose_short(assistant.store, PICKS_FROM - 1)
        first = answer()
        assert (first.answer, first.sources.best_of) == (long("salt"), 1), "too little is known to pick"
        choose_short(assistant.store, 10, first=PICKS_FROM - 1)
        assert (second := answer()).answer == short("salt")
        assert second.sources.best_of == 2
        assert answer(best_of=1).sources.best_of == 1
        assert answer(best_of=4).sources.best_of == 4
        assistant.store.settings.set("best_of", 1)
        assert answer().sources.best_of == 1


def test_the_others_are_not_kept(home: Home, key: StoreKey) -> None:
    with closing(opened(home, key, ScriptedSpeaker(["a worse draft of it", "better"]))) as assistant:
        choose_short(assistant.store, 12)
        list(assistant.ask("Hello?", options=Options(best_of=2)))
        assert [one.excerpt for one in assistant.store.search.turns("draft")] == []
        assert len(assistant.store.search.turns("better")) == 1
