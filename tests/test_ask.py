"""A question becomes a kept turn, whatever happens on the way."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from itertools import islice

import pytest

from assistant.answering import Asked
from assistant.ask import LONGEST_STEERED, ask
from assistant.engine.base import AdapterScale, Beside, Event, Sampling
from assistant.engine.scripted import ScriptedSpeaker
from assistant.errors import SpeakerDied, UsageProblem
from assistant.memory.finder import NoFinder
from assistant.nightrecords import NOTHING_OF_THEIRS
from assistant.rate import rate
from assistant.records import Message, Turn
from assistant.sources import Options
from assistant.store.store import Store
from tests.listening import Listening

ANSWER = "One two three four five six."


@pytest.fixture
def speaker() -> Listening:
    return Listening([ANSWER])


def say(question: str, store: Store, speaker: ScriptedSpeaker, **how: object) -> Turn:
    events = list(ask(question, store=store, speaker=speaker, finder=NoFinder(), **how))  # type: ignore[arg-type]
    assert isinstance(events[0], Asked)
    last = events[-1]
    assert isinstance(last, Turn)
    return last


def test_a_question_is_kept_before_it_is_answered(store: Store, speaker: Listening) -> None:
    with closing(ask("Hello?", store=store, speaker=speaker, finder=NoFinder())) as events:
        asked = next(events)
        assert isinstance(asked, Asked)
        assert store.chats.turn(asked.turn.id).finish == "pending"
        assert store.chats.turn(asked.turn.id).question == "Hello?"


def test_the_finished_turn_is_what_was_said(store: Store, speaker: Listening) -> None:
    turn = say("Hello?", store, speaker, options=Options(seed=3))
    assert (turn.answer, turn.finish, turn.seed) == (ANSWER, "stop", 3)
    assert turn.stats is not None
    assert turn.stats.generated_tokens > 0
    assert store.chats.turn(turn.id) == turn


def test_closing_keeps_what_was_said_as_stopped(store: Store, speaker: Listening) -> None:
    events = ask("Hello?", store=store, speaker=speaker, finder=NoFinder())
    seen = list(islice(events, 4))
    events.close()
    turn = store.chats.branch(store.chats.list()[0].id)[-1]
    assert turn.finish == "stopped"
    assert turn.answer == "".join(piece for piece in seen if isinstance(piece, str))
    assert turn.answer


def test_a_dying_speaker_loses_nothing_and_the_question_can_be_asked_again(store: Store) -> None:
    with pytest.raises(SpeakerDied):
        say("Hello?", store, ScriptedSpeaker([ANSWER], dies_after=2))
    failed = store.chats.branch(store.chats.list()[0].id)[-1]
    assert failed.finish == "failed"
    assert failed.answer
    assert ANSWER.startswith(failed.answer)
    again = say("Hello?", store, ScriptedSpeaker([ANSWER]), beside=failed.id)
    assert again.parent == failed.parent
    assert store.chats.versions(again.id) == [failed.id, again.id]


def test_versions_and_branches(store: Store, speaker: Listening) -> None:
    first = say("Hello?", store, speaker)
    second = say("And then?", store, speaker, chat=first.chat)
    assert second.parent == first.id
    edited = say("Hello, you?", store, speaker, beside=first.id)
    assert edited.parent is None
    assert [turn.id for turn in store.chats.branch(first.chat)] == [edited.id]
    store.chats.show(first.id)
    assert [turn.id for turn in store.chats.branch(first.chat)] == [first.id, second.id]


def test_a_slider_and_a_preference_reach_the_next_prompt_and_the_sources(store: Store, speaker: Listening) -> None:
    kept = store.preferences.add("I love lentil soup")
    before = say("How do I cook lentil soup?", store, speaker)
    store.sliders.set("length", -3)
    after = say("How do I cook lentil soup?", store, speaker)
    assert dict(before.sources.sliders) == {}
    assert dict(after.sources.sliders) == {"length": -3}
    assert [memory.id for memory in after.sources.memories] == [kept.id]
    assert "I love lentil soup" in speaker.heard[-1][-1].content
    assert speaker.heard[-1][-1].content != speaker.heard[-2][-1].content


def test_plain_and_no_memory_use_nothing(store: Store, speaker: Listening) -> None:
    store.preferences.add("I love lentil soup", always=True)
    store.sliders.set("length", -3)
    plain = say("Lentil soup?", store, speaker, options=Options(plain=True))
    assert (plain.sources.memories, dict(plain.sources.sliders)) == ((), {})
    assert "lentil soup" not in speaker.heard[-1][0].content
    unremembering = say("Lentil soup?", store, speaker, options=Options(use_memory=False))
    assert (unremembering.sources.memories, dict(unremembering.sources.sliders)) == ((), {"length": -3})


def test_nothing_is_injected_when_nothing_matters(store: Store, speaker: Listening) -> None:
    store.preferences.add("I love lentil soup")
    turn = say("Who wrote Hamlet?", store, speaker)
    assert turn.sources.memories == ()
    assert speaker.heard[-1][-1].content == "Who wrote Hamlet?"


def test_a_follow_up_extends_exactly_what_was_told(store: Store, speaker: Listening) -> None:
    store.preferences.add("I love lentil soup", always=True)
    store.sliders.set("length", 2)
    first = say("Hello?", store, speaker)
    store.sliders.set("length", -2)
    store.preferences.add("I live in Lisbon", always=True)
    say("And then?", store, speaker, chat=first.chat)
    one, two = speaker.heard
    assert two[: len(one)] == one
    assert two[len(one)] == Message("assistant", ANSWER)
    assert "I live in Lisbon" in two[-1].content, "a later standing preference is appended, never spliced in"


def test_an_edited_standing_preference_is_replaced_and_a_forgotten_one_is_gone(
    store: Store, speaker: Listening
) -> None:
    diet = store.preferences.add("I eat no meat", always=True)
    name = store.preferences.add("My name is Ada", always=True)
    first = say("Hello?", store, speaker)
    edited = store.preferences.edit(diet.id, "I eat no meat and no fish")
    store.preferences.forget(name.id)
    say("And then?", store, speaker, chat=first.chat)
    system = speaker.heard[-1][0].content
    assert "I eat no meat and no fish" in system
    assert "Ada" not in system
    store.preferences.forget(edited.id)
    say("And now?", store, speaker, chat=first.chat)
    assert "meat" not in "".join(message.content for message in speaker.heard[-1])


def test_empty_questions_and_unknown_places_are_refused_in_a_sentence(store: Store, speaker: Listening) -> None:
    for how in ({"chat": 99}, {"beside": 99}):
        with pytest.raises(UsageProblem, match="99"):
            say("Hello?", store, speaker, **how)
    with pytest.raises(UsageProblem, match="empty"):
        say(" \n", store, speaker)
    assert store.chats.list() == []


def test_a_rating_is_kept_with_the_sliders_of_its_moment(store: Store, speaker: Listening) -> None:
    turn = say("Hello?", store, speaker)
    store.sliders.set("warmth", 2)
    kept = rate(turn.id, "down", store=store, reasons=[" too long ", ""], better="  Hi.  ")
    assert (kept.reasons, kept.better, dict(kept.sliders)) == (("too long",), "Hi.", {"warmth": 2})
    assert store.ratings.of_turn(turn.id) == kept
    replaced = rate(turn.id, "up", store=store)
    assert [rating.verdict for rating in store.ratings.list()] == ["up"]
    assert replaced.made <= time.time()


def test_an_answer_that_never_came_cannot_be_rated(store: Store) -> None:
    with pytest.raises(SpeakerDied):
        say("Hello?", store, ScriptedSpeaker([ANSWER], dies_after=0))
    turn = store.chats.branch(store.chats.list()[0].id)[-1]
    with pytest.raises(UsageProblem, match="no answer"):
        rate(turn.id, "up", store=store)


def heard(speaker: Listening) -> str:
    return "\n".join(message.content for message in speaker.heard[-1])


def test_what_is_always_kept_in_mind_is_named_for_every_answer(store: Store, speaker: Listening) -> None:
    first = store.preferences.add("My name is Ada", always=True)
    begun = say("Hello?", store, speaker)
    second = store.preferences.add("I live in Ghent", always=True)
    then = say("And then?", store, speaker, chat=begun.chat)
    last = say("And now?", store, speaker, chat=begun.chat)
    assert [(memory.id, memory.is_standing) for memory in begun.sources.memories] == [(first.id, True)]
    assert [(memory.id, memory.is_standing) for memory in then.sources.memories] == [
        (first.id, True),
        (second.id, False),
    ]
    assert all(memory.is_standing for memory in last.sources.memories)
    assert heard(speaker).count("I live in Ghent") == heard(speaker).count("My name is Ada") == 1
    assert store.chats.turn(last.id) == last


def test_no_memory_leaves_out_what_was_told_earlier_too(store: Store, speaker: Listening) -> None:
    store.preferences.add("I love lentil soup")
    first = say("How do I cook lentil soup?", store, speaker)
    assert "I love lentil soup" in heard(speaker)
    say("And then?", store, speaker, chat=first.chat, options=Options(use_memory=False))
    assert "I love lentil soup" not in heard(speaker)
    store.sliders.set("length", -3)
    say("And now?", store, speaker, chat=first.chat)
    say("And at last?", store, speaker, chat=first.chat, options=Options(plain=True))
    assert "How to answer" not in heard(speaker)


def test_what_had_no_room_is_not_named_and_takes_no_room_from_others(store: Store) -> None:
    speaker = Listening([ANSWER])
    room = speaker.info().context_tokens
    store.preferences.add("Mine is 1.", always=True)
    long = store.preferences._connection
    with long.transaction():
        long.run("UPDATE preferences SET text = ?", "word " * room)
    store.preferences.add("I like honey.", always=True)
    turn = say("Hello?", store, speaker)
    assert [memory.text for memory in turn.sources.memories] == ["I like honey."]
    assert "I like honey." in speaker.heard[-1][0].content


def test_nothing_needs_the_model_before_the_question_is_kept(store: Store) -> None:
    class Missing(Listening):
        """Cannot even count."""

        def count(self, texts: Sequence[str]) -> list[int]:
            raise SpeakerDied("The model's process ended.", "Ask again.")

    store.sliders.set("warmth", 3)
    with pytest.raises(SpeakerDied):
        list(ask("Why? " * 2 * LONGEST_STEERED, store=store, speaker=Missing([ANSWER]), finder=NoFinder()))
    assert store.chats.turn(1).finish == "failed"


def test_what_is_always_kept_in_mind_survives_a_failed_turn_and_a_full_context(store: Store) -> None:
    begun = say("Hello?", store, Listening([ANSWER]))
    store.preferences.add("I live in Ghent", always=True)
    with pytest.raises(SpeakerDied):
        say("And then?", store, ScriptedSpeaker(["word " * 9], dies_after=0), chat=begun.chat)
    speaker = Listening(["word " * 300])
    say("And now?", store, speaker, chat=begun.chat)
    assert "I live in Ghent" in heard(speaker)
    for _ in range(24):
        say("More?", store, speaker, chat=begun.chat)
        assert heard(speaker).count("I live in Ghent") == 1
    assert len(speaker.heard[-1]) < 40, "the oldest turns were to be left out"


class Broken(ScriptedSpeaker):
    """Fails in a way nobody thought of."""

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        yield "One "
        raise ValueError


def test_an_unforeseen_failure_is_kept_as_failed(store: Store) -> None:
    with pytest.raises(ValueError):
        say("Hello?", store, Broken([ANSWER]))
    assert [(turn.finish, turn.answer) for turn in store.chats.branch(store.chats.list()[0].id)] == [("failed", "One ")]


def test_the_adapter_in_use_acts_and_is_named(store: Store) -> None:
    speaker = Listening([ANSWER])
    adapter = store.adapters.add(b"learned", base=speaker.base, settings={}, origins=NOTHING_OF_THEIRS)
    assert say("Hello?", store, speaker).sources.adapter is None
    store.adapters.use(adapter.id, strength=0.75)
    turn = say("Hello?", store, speaker)
    assert (turn.sources.adapter, turn.sources.strength) == (str(adapter.id), 0.75)
    assert [(one.gguf, one.scale) for one in speaker.acted] == [(b"learned", 0.75)]
    for options in (Options(plain=True), Options(use_adapter=False)):
        assert say("Hello?", store, speaker, options=options).sources.adapter is None
        assert speaker.acted == ()


def test_an_adapter_for_other_weights_does_not_act(store: Store) -> None:
    speaker = Listening([ANSWER])
    other = store.adapters.add(b"learned", base="other weights", settings={}, origins=NOTHING_OF_THEIRS)
    store.adapters.use(other.id, strength=1.0)
    assert say("Hello?", store, speaker).sources.adapter is None
    assert speaker.acted == ()
