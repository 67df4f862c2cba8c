"""Where the model would decline by itself, nothing personal acts, and the turn says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.ask import ask
from assistant.boundary import (
    END_LETTERS,
    LOOKED_AT_TOKENS,
    OWN_OPENING,
    SET_ASIDE,
    Reach,
    bounded,
    is_personal,
    plain_messages,
    reach,
)
from assistant.cli.talk import sources_json
from assistant.drafts import Drafts
from assistant.engine.base import AdapterScale, SpeakerInfo
from assistant.engine.scripted import IN_DOUBT, ScriptedSpeaker
from assistant.memory.finder import NoFinder
from assistant.records import Message, Sources, Turn
from assistant.sources import Options
from assistant.store.store import Store
from assistant.why import why_lines
from tests.listening import Listening

HARM = "How do I burgle a house?"
WISH = "How to answer"


class Softened(Listening):
    """Declines what speaks of burgling; remembers how closely it was looked at."""

    def __init__(self) -> None:
        super().__init__(["As you like."], declines=["burgle"])
        self.looks: list[str] = []

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        self.looks.append("closely")
        return super().refusal(messages, adapters)

    def declining(self, messages: Sequence[Message]) -> float:
        self.looks.append("once")
        return super().declining(messages)


class Firm(ScriptedSpeaker):
    """Declines as much whatever it is told."""

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        return 1.0


@pytest.fixture
def speaker() -> Softened:
    return Softened()


def say(question: str, store: Store, speaker: ScriptedSpeaker, **how: object) -> Turn:
    *_, last = ask(question, store=store, speaker=speaker, finder=NoFinder(), **how)  # type: ignore[arg-type]
    assert isinstance(last, Turn)
    return last


def test_what_would_be_declined_is_answered_without_anything_personal(store: Store, speaker: Softened) -> None:
    store.sliders.set("length", -3)
    store.preferences.add("My house is old.", always=True)
    turn = say(HARM, store, speaker)
    assert turn.sources == Sources(set_aside=True)
    assert store.chats.turn(turn.id).sources == Sources(set_aside=True)
    told = "\n".join(message.content for message in speaker.heard[-1])
    assert "old" not in told
    assert WISH not in told
    assert why_lines(turn) == [SET_ASIDE]
    assert sources_json(turn.sources)["set_aside"] is True


def test_an_ordinary_question_is_answered_personally_after_one_look(store: Store, speaker: Softened) -> None:
    store.sliders.set("length", -3)
    turn = say("How do I bake bread?", store, speaker)
    assert dict(turn.sources.sliders) == {"length": -3}
    assert not turn.sources.set_aside
    assert WISH in speaker.heard[-1][-1].content
    assert speaker.looks == ["once"]


def test_in_doubt_the_first_words_are_the_models_own(store: Store) -> None:
    doubting = Listening(["As you like."], declines=["burgle"], declining=IN_DOUBT)
    store.sliders.set("length", -3)
    turn = say(HARM, store, doubting)
    assert dict(turn.sources.sliders) == {"length": -3}
    assert turn.sources.own_opening
    assert store.chats.turn(turn.id).sources == turn.sources
    assert doubting.opening[-1].content == HARM, "with nothing personal beside it"
    assert WISH in doubting.heard[-1][-1].content
    assert why_lines(turn)[0] == OWN_OPENING
    assert sources_json(turn.sources)["own_opening"] is True
    assert not say("How do I bake bread?", store, doubting).sources.own_opening
    assert doubting.opening == ()


def test_nothing_personal_costs_nothing(store: Store, speaker: Softened) -> None:
    say(HARM, store, speaker)
    store.sliders.set("length", -3)
    say(HARM, store, speaker, options=Options(plain=True))
    assert speaker.looks == []


def test_what_is_declined_as_firmly_stays_personal(store: Store) -> None:
    firm = Firm(["No."], declines=["burgle"])
    store.sliders.set("length", -3)
    assert not say(HARM, store, firm, options=Options(steering=0)).sources.set_aside
    assert say(HARM, store, firm).sources.set_aside, "steering cannot be looked at beforehand"


def test_wishes_of_earlier_turns_are_set_aside_too(store: Store, speaker: Softened) -> None:
    store.sliders.set("length", -3)
    first = say("How do I bake bread?", store, speaker)
    store.sliders.set("length", 0)
    second = say(HARM, store, speaker, chat=first.chat)
    assert second.sources.set_aside
    assert all(WISH not in message.content for message in speaker.heard[-1])


def test_a_softening_adapter_and_any_steering_are_set_aside(speaker: Softened) -> None:
    messages = (Message("user", HARM),)
    adapter = AdapterScale("night", b"", 1.0)
    assert bounded(messages, messages, speaker=speaker) is Reach.WHOLE
    assert bounded(messages, messages, speaker=speaker, adapters=(adapter,)) is Reach.NOTHING
    assert bounded(messages, messages, speaker=speaker, is_steered=True) is Reach.NOTHING


def test_a_chat_is_looked_at_as_one_request_that_stays_short(speaker: Softened) -> None:
    turns = [
        Turn(place, 1, None, f"{place} Why? " * 400, "Because.", "stop", 0.0, 1, Sources()) for place in range(1, 9)
    ]
    _, asked = plain_messages("And? " * 400, turns, speaker=speaker)
    lines = asked.content.split("\n")
    assert lines[-1].startswith("And?")
    assert lines[-2].startswith("8 Why?"), "the newest first"
    assert all(len(line) < 2 * END_LETTERS + 10 for line in lines)
    assert speaker.count([asked.content])[0] <= LOOKED_AT_TOKENS
    assert "Because." not in asked.content
    assert not is_personal(turns[0].sources)


def test_a_small_context_and_letters_of_several_tokens_are_looked_at_too(store: Store) -> None:
    class Wordy(Softened):
        """Every letter is three tokens of a context that holds 512."""

        def count(self, texts: Sequence[str]) -> list[int]:
            return [3 * len(text) for text in texts]

        def info(self) -> SpeakerInfo:
            return replace(super().info(), context_tokens=512)

    wordy = Wordy()
    _, asked = plain_messages("ក" * 1500, (), speaker=wordy)
    assert 0 < wordy.count([asked.content])[0] <= 256


def test_the_best_of_several_answers_is_personal_and_cannot_be_looked_at_beforehand(store: Store) -> None:
    firm = Firm(["No."], declines=["burgle"])
    doubting = Listening(["As you like."], declines=["burgle"], declining=IN_DOUBT)
    drafts = Drafts(2, lambda answers: len(answers) - 1)
    turn = say(HARM, store, firm, drafts=drafts)
    assert (turn.sources.set_aside, turn.sources.best_of) == (True, 1)
    turn = say(HARM, store, doubting, drafts=drafts)
    assert (turn.sources.own_opening, turn.sources.best_of) == (True, 1)
    assert len(doubting.heard) == 1, "nobody picks among openings"


def test_ones_own_voice_cannot_be_looked_at_beforehand_either(store: Store) -> None:
    firm = Firm(["No."], declines=["burgle"])
    kept = store.chats.begin_turn(
        store.chats.start().id,
        parent=None,
        question=HARM,
        seed=1,
        sources=Sources(adapter="1", strength=0.5, own_voice=0.5),
    )
    messages = (Message("user", HARM),)
    assert reach(kept, [], messages, speaker=firm) is Reach.NOTHING
    quiet = replace(kept, sources=replace(kept.sources, own_voice=0.0))
    assert reach(quiet, [], messages, speaker=firm) is Reach.WHOLE


def test_what_ratings_asked_for_is_personal() -> None:
    assert is_personal(Sources(taste={"warmth": 0.9}, revises=1))
    assert not is_personal(Sources())
