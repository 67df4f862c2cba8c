"""What was learned in another space speaks along, with a share of every word (MOD)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from assistant.cli.talk import sources_json
from assistant.engine.base import AdapterScale
from assistant.errors import UsageProblem
from assistant.memory.finder import NoFinder
from assistant.nightrecords import NOTHING_OF_THEIRS, PERSONAL, Purpose
from assistant.paths import Home
from assistant.records import Blend, Sources, Turn
from assistant.sources import Options
from assistant.store.keys import StoreKey
from assistant.store.store import Store
from assistant.why import why_lines
from assistant.wiring import Assistant, open_assistant
from tests.listening import Listening

WORK = Purpose("work")


@pytest.fixture
def speaker() -> Listening:
    return Listening(["One two three."], declines=["burgle"])


def learn(store: Store, purpose: Purpose, gguf: bytes, strength: float, *, base: str = "scripted") -> int:
    made = store.adapters.add(gguf, base=base, settings={}, origins=NOTHING_OF_THEIRS, purpose=purpose)
    return store.adapters.use(made.id, strength=strength).id


@pytest.fixture
def assistant(home: Home, key: StoreKey, speaker: Listening) -> Iterator[Assistant]:
    with closing(open_assistant(home, key, speaker=speaker, finder=NoFinder())) as made:
        yield made


def say(question: str, assistant: Assistant, space: str = "work") -> Turn:
    *_, last = assistant.ask(question, options=Options(blend=(space, 0.4)))
    assert isinstance(last, Turn)
    return last


def test_two_spaces_share_every_word(assistant: Assistant, speaker: Listening) -> None:
    store = assistant.store
    own = learn(store, PERSONAL, b"home", 0.5)
    other = learn(store, WORK, b"work", 0.75)
    store.settings.set("own_voice", 1.0)
    turn = say("What is tea?", assistant)
    (along,) = speaker.beside
    assert (along.weight, along.messages) == (0.4, speaker.heard[-1])
    assert along.adapters == (AdapterScale(str(other), b"work", 0.75),)
    assert speaker.acted == (AdapterScale(str(own), b"home", 0.5),)
    assert turn.sources.blend == Blend("work", other, 0.75, 0.4)
    assert turn.sources.own_voice == 0, "there is one context for other adapters"
    assert store.chats.turn(turn.id).sources == turn.sources
    assert sources_json(turn.sources)["blend"] == {"space": "work", "adapter": other, "strength": 0.75, "share": 0.4}
    assert any('From "work", 40%' in line for line in why_lines(turn))


def test_where_the_model_would_decline_nobody_speaks_along(assistant: Assistant, speaker: Listening) -> None:
    learn(assistant.store, WORK, b"work", 1.0)
    turn = say("How do I burgle a house?", assistant)
    assert turn.sources == Sources(set_aside=True)
    assert speaker.beside == ()


def test_there_must_be_something_to_blend_with(assistant: Assistant, speaker: Listening) -> None:
    with pytest.raises(UsageProblem, match="Nothing that was learned"):
        say("What is tea?", assistant)
    learn(assistant.store, PERSONAL, b"home", 1.0)
    with pytest.raises(UsageProblem, match="already"):
        say("What is tea?", assistant, "personal")
    with pytest.raises(UsageProblem, match="already"):
        list(assistant.ask("What is tea?", space="club", options=Options(blend=("personal", 0.4))))
    learn(assistant.store, WORK, b"work", 1.0, base="other weights")
    with pytest.raises(UsageProblem, match="on this model"):
        say("What is tea?", assistant)
    assert assistant.store.chats.list() == [], "no empty chat is left behind"


@pytest.mark.parametrize("how", [{"blend": ("work", 1.0)}, {"blend": ("work", 0.5), "plain": True}])
def test_a_blend_that_makes_no_sense_is_said(how: dict[str, object]) -> None:
    with pytest.raises(UsageProblem):
        Options(**how)  # type: ignore[arg-type]
