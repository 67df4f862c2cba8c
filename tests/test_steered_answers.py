"""What stands beside a question so that sliders, and what was learned, steer its answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import pytest

from assistant.ask import LONGEST_STEERED, ask
from assistant.errors import UsageProblem
from assistant.memory.finder import NoFinder
from assistant.nightrecords import NOTHING_OF_THEIRS, NightReport
from assistant.paths import Home
from assistant.records import Turn
from assistant.sources import Options
from assistant.store.keys import StoreKey
from assistant.store.nights import Learned
from assistant.store.store import Store
from assistant.taste.sliders import wishes
from assistant.wiring import open_assistant
from tests.listening import Listening
from tests.taste.judging import choose_short

ANSWER = "One two three four five six."


def say(question: str, store: Store, speaker: Listening, **how: object) -> Turn:
    *_, last = ask(question, store=store, speaker=speaker, finder=NoFinder(), **how)  # type: ignore[arg-type]
    assert isinstance(last, Turn)
    return last


def test_moved_sliders_steer_against_their_opposites(store: Store) -> None:
    speaker = Listening([ANSWER])
    store.sliders.set("length", -3)
    turn = say("What is tea?", store, speaker)
    (opposite,) = speaker.beside
    assert opposite.weight == -1
    assert "at least ten paragraphs" in opposite.messages[-1].content
    assert opposite.messages[-1].content.endswith("What is tea?")
    assert opposite.messages[:-1] == speaker.heard[-1][:-1], "all but the newest question is shared"
    assert store.chats.turn(turn.id).sources.steering == 1


@pytest.mark.parametrize("options", [Options(steering=0), Options(plain=True)])
def test_without_steering_nothing_stands_beside_the_question(store: Store, options: Options) -> None:
    speaker = Listening([ANSWER])
    store.sliders.set("length", -3)
    turn = say("What is tea?", store, speaker, options=options)
    assert speaker.beside == ()
    assert turn.sources.steering == 0


@pytest.mark.parametrize("tokens_a_letter", [1, 3])
def test_a_question_of_many_tokens_is_asked_in_words_and_says_so(store: Store, tokens_a_letter: int) -> None:
    class Wide(Listening):
        """Has many tokens for each letter, as models have of some scripts."""

        def count(self, texts: Sequence[str]) -> list[int]:
            return [tokens_a_letter * len(text) for text in texts]

    speaker = Wide([ANSWER])
    store.sliders.set("warmth", 3)
    leaning = {"formality": 0.9}
    letters = LONGEST_STEERED // tokens_a_letter
    short = say("?" * letters, store, speaker, taste=leaning)
    assert (short.sources.steering, short.sources.taste) == (1, leaning)
    assert len(speaker.beside) == 2
    long = say("?" * (letters + 1), store, speaker, taste=leaning)
    assert (long.sources.steering, long.sources.taste, speaker.beside) == (0.0, {}, ())
    assert long.sources.sliders == {"warmth": 3}
    assert wishes({"warmth": 3})[0] in speaker.heard[-1][-1].content
    assert store.chats.turn(long.id) == long


def test_a_strength_that_is_none_is_said_in_a_sentence() -> None:
    with pytest.raises(UsageProblem, match="not a strength"):
        Options(steering=3)


def test_the_adapters_voice_is_raised_against_the_model_without_it(store: Store) -> None:
    speaker = Listening([ANSWER])
    store.settings.set("own_voice", 1.0)
    made = store.adapters.add(b"learned", base=speaker.base, settings={}, origins=NOTHING_OF_THEIRS)
    store.adapters.use(made.id, strength=0.5)
    turn = say("What is tea?", store, speaker)
    (plain,) = speaker.beside
    assert (plain.weight, plain.adapters, plain.messages) == (-0.1, (), speaker.heard[-1])
    assert turn.sources.own_voice == 1


def test_ratings_that_lean_to_casual_are_said_in_words_and_what_was_said_stays(store: Store) -> None:
    speaker = Listening([ANSWER])
    casual, structured = wishes({"formality": -2}), wishes({"formality": -2, "structure": 2})
    first = say("What is tea?", store, speaker, taste={"formality": -0.9})
    assert speaker.beside == ()
    assert casual[0] in speaker.heard[-1][-1].content
    say("And coffee?", store, speaker, taste={"formality": -0.9, "structure": 0.8}, chat=first.chat)
    assert casual[0] in speaker.heard[-1][-3].content
    (toward,) = speaker.beside
    assert all(wish in toward.messages[-1].content for wish in structured)
    assert structured[1] not in speaker.heard[-1][-1].content


def test_ratings_of_one_space_steer_no_answer_of_another(home: Home, key: StoreKey) -> None:
    speaker = Listening([ANSWER])
    with closing(open_assistant(home, key, speaker=speaker, finder=NoFinder())) as assistant:
        choose_short(assistant.store, 20)
        assistant.change("steering_by_ratings", True)
        at_work = assistant.store.chats.start(space="work")
        list(assistant.ask("What is tea?", chat=at_work.id))
        assert speaker.beside == ()
        *_, there = assistant.ask("What is tea?", space="work")
        assert isinstance(there, Turn)
        list(assistant.ask("And then?", beside=there.id))
        assert speaker.beside == ()
        with pytest.raises(UsageProblem, match="nothing to rewrite"):
            list(assistant.rewrite(there.id))
        list(assistant.ask("What is tea?"))
        assert len(speaker.beside) == 1, "where they were given they steer"


def test_ratings_that_a_night_has_learned_do_not_steer_as_well(home: Home, key: StoreKey) -> None:
    speaker = Listening([ANSWER])
    with closing(open_assistant(home, key, speaker=speaker, finder=NoFinder())) as assistant:
        store = assistant.store
        choose_short(store, 20)
        assistant.change("steering_by_ratings", True)
        learned = Learned(b"learned", speaker.base, {}, 0.5)
        seen = store.choices.list()[-1].made
        store.nights.finish(NightReport(1.0, 2.0, "adopted", "It helped."), judged_until=seen, learned=learned)
        list(assistant.ask("What is tea?"))
        assert speaker.beside == (), "it acts through the adapter"
        list(assistant.ask("What is tea?", options=Options(use_adapter=False)))
        assert len(speaker.beside) == 1
        choose_short(store, 20)
        list(assistant.ask("What is tea?"))
        assert len(speaker.beside) == 1, "what was judged since is not learned yet"
        store.adapters.off()
        list(assistant.ask("What is tea?"))
        assert len(speaker.beside) == 1


def test_ratings_of_a_space_that_learns_apart_steer_beside_the_personal_adapter(home: Home, key: StoreKey) -> None:
    speaker = Listening([ANSWER])
    with closing(open_assistant(home, key, speaker=speaker, finder=NoFinder())) as assistant:
        store = assistant.store
        choose_short(store, 20, space="work")
        assistant.change("steering_by_ratings", True)
        learned = Learned(b"learned", speaker.base, {}, 0.5)
        store.nights.finish(NightReport(1.0, 2.0, "adopted", "It helped."), judged_until=4e9, learned=learned)
        at_work = store.chats.start(space="work")
        list(assistant.ask("What is tea?", chat=at_work.id))
        assert len(speaker.beside) == 1, "that adapter has not read them"
