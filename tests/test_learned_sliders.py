"""A slider that was learned acts once: through its adapter, and neither in words nor by steering."""

from __future__ import annotations

import pytest

from assistant.ask import ask
from assistant.engine.base import AdapterScale
from assistant.memory.finder import NoFinder
from assistant.nightrecords import NOTHING_OF_THEIRS, PERSONAL, Purpose
from assistant.records import LearnedSlider, Turn
from assistant.rewrite import rewrite
from assistant.sources import Options
from assistant.store.store import Store
from assistant.taste.sliders import wishes
from tests.listening import Listening


@pytest.fixture
def speaker() -> Listening:
    return Listening(["One two three."])


def learn(
    store: Store, purpose: Purpose, *, gguf: bytes = b"GGUF", strength: float = 1.0, base: str = "scripted"
) -> int:
    made = store.adapters.add(gguf, base=base, settings={}, origins=NOTHING_OF_THEIRS, purpose=purpose)
    return store.adapters.use(made.id, strength=strength).id


def say(store: Store, speaker: Listening, *, space: str = "personal", chat: int | None = None, **how: object) -> Turn:
    options = Options(**how)  # type: ignore[arg-type]
    turn = list(ask("Why?", store=store, speaker=speaker, finder=NoFinder(), space=space, chat=chat, options=options))[
        -1
    ]
    assert isinstance(turn, Turn)
    return turn


SHORTER, LONGER = Purpose(slider="length", direction=-1), Purpose(slider="length", direction=1)


def test_its_words_and_its_steering_give_way(store: Store, speaker: Listening) -> None:
    made = learn(store, SHORTER, gguf=b"SHORT", strength=0.75)
    store.sliders.set("length", -2)
    turn = say(store, speaker)
    assert speaker.acted == (AdapterScale(str(made), b"SHORT", 0.5),)
    assert speaker.heard[-1][-1].content == "Why?"
    assert speaker.beside == ()
    assert turn.sources.slider_adapters == {"length": LearnedSlider(made, 0.5)}
    assert (dict(turn.sources.sliders), turn.sources.steering) == ({"length": -2}, 0)


def test_other_sliders_go_on_in_words_and_steering(store: Store, speaker: Listening) -> None:
    learn(store, SHORTER)
    store.sliders.set("length", -3)
    store.sliders.set("warmth", 2)
    say(store, speaker)
    (warm,), (cold,), (short,) = (wishes(each) for each in ({"warmth": 2}, {"warmth": -3}, {"length": -3}))
    told = [speaker.heard[-1], *(way.messages for way in speaker.beside)]
    assert [warm in told[0][-1].content, cold in told[1][-1].content, len(told)] == [True, True, 2]
    assert not any(short in messages[-1].content for messages in told)


def test_several_learned_sliders_and_the_night_add_up(store: Store, speaker: Listening) -> None:
    own = learn(store, PERSONAL, gguf=b"NIGHT", strength=0.5)
    short = learn(store, SHORTER, gguf=b"SHORT")
    warm = learn(store, Purpose(slider="warmth", direction=1), gguf=b"WARM", strength=0.5)
    store.sliders.set("length", -3)
    store.sliders.set("warmth", 3)
    store.settings.set("own_voice", 1.0)
    say(store, speaker)
    mix = (AdapterScale(str(short), b"SHORT", 1.0), AdapterScale(str(warm), b"WARM", 0.5))
    assert speaker.acted == (AdapterScale(str(own), b"NIGHT", 0.5), *mix)
    (against,) = speaker.beside
    assert against.adapters == mix, "only the night's voice is raised, the sliders are not applied twice"


@pytest.mark.parametrize("how", [{"use_adapter": False}, {"plain": True}])
def test_without_adapters_none_acts(store: Store, speaker: Listening, how: dict[str, bool]) -> None:
    learn(store, SHORTER)
    store.sliders.set("length", -3)
    turn = say(store, speaker, **how)
    assert (speaker.acted, dict(turn.sources.slider_adapters)) == ((), {})
    (short,) = wishes({"length": -3})
    assert (short in speaker.heard[-1][-1].content) is ("use_adapter" in how)


@pytest.mark.parametrize(
    ("purpose", "base", "strength"),
    [(LONGER, "scripted", 1.0), (SHORTER, "other weights", 1.0), (SHORTER, "scripted", 0.0)],
)
def test_words_act_where_nothing_was_learned(
    store: Store, speaker: Listening, purpose: Purpose, base: str, strength: float
) -> None:
    learn(store, purpose, base=base, strength=strength)
    store.sliders.set("length", -3)
    say(store, speaker)
    assert speaker.acted == ()
    assert wishes({"length": -3})[0] in speaker.heard[-1][-1].content
    assert len(speaker.beside) == 1


def test_switched_off_its_words_come_back(store: Store, speaker: Listening) -> None:
    learn(store, SHORTER)
    store.sliders.set("length", -3)
    first = say(store, speaker)
    store.adapters.off(SHORTER)
    say(store, speaker, chat=first.chat)
    assert speaker.acted == ()
    assert wishes({"length": -3})[0] in speaker.heard[-1][-1].content
    assert speaker.heard[-1][1].content == "Why?", "what was given then stays as it was given"


def test_where_the_model_would_decline_no_slider_acts(store: Store) -> None:
    speaker = Listening(["I cannot help."], declines=("Why",))
    learn(store, SHORTER)
    store.sliders.set("length", -3)
    turn = say(store, speaker)
    assert speaker.acted == ()
    assert turn.sources.set_aside
    assert dict(turn.sources.slider_adapters) == {}


def test_a_rewriting_is_asked_for_in_words(store: Store, speaker: Listening) -> None:
    learn(store, SHORTER)
    first = say(store, speaker)
    store.sliders.set("length", -3)
    list(rewrite(first.id, store=store, speaker=speaker, finder=NoFinder()))
    assert speaker.acted == ()
    assert wishes({"length": -3})[0] in speaker.heard[-1][-1].content


def test_a_space_has_its_own_adapter_or_the_personal_one(store: Store, speaker: Listening) -> None:
    own = learn(store, PERSONAL)
    assert say(store, speaker, space="work").sources.adapter == str(own)
    work = learn(store, Purpose("work"))
    assert say(store, speaker, space="work").sources.adapter == str(work)
    assert say(store, speaker).sources.adapter == str(own)
    store.adapters.use(work, strength=0.0)
    assert say(store, speaker, space="work").sources.adapter is None, "none at all was chosen there"
    store.adapters.off(Purpose("work"))
    assert say(store, speaker, space="work").sources.adapter == str(own)
