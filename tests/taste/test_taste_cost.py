"""What steering costs is measured on real answers, and nothing is said before there are enough of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.ask import ask
from assistant.engine.scripted import ScriptedSpeaker
from assistant.memory.finder import NoFinder
from assistant.records import Sources, Stats
from assistant.store.store import Store
from assistant.taste.cost import LEAST, MOST, NOT_YET, Cost, costs, said
from assistant.wiring import Assistant

PLAIN = Sources()
MOVED = Sources(sliders={"length": -2}, steering=1.0)
Timed = tuple[Sources, Stats]


def timed(sources: Sources, *speeds: float, tokens: int = 50) -> list[Timed]:
    """Answers that came at these tokens per second."""
    return [(sources, Stats(9, 0, 0, tokens, 0.1, speed, base="weights")) for speed in speeds]


def shown(count: int, *, levels: Mapping[str, int] | None = None) -> Sources:
    names = ("warmth", "formality", "directness", "structure")[:count]
    return Sources(sliders=levels or {}, taste=dict.fromkeys(names, 0.9), steering=1.0)


def test_the_median_time_per_word_is_compared() -> None:
    found = costs([*timed(PLAIN, 40, 41, 400, 39), *timed(MOVED, 20, 22, 2)])
    assert [(one.ways, one.is_pushed, one.has_sliders, one.answers) for one in found] == [(1, False, True, 7)]
    assert found[0].ratio == pytest.approx(40.5 / 20, rel=0.01)
    assert found[0].sentence == (
        "Answers with moved sliders (length or formality among them) take 2.0 times as long per word here "
        "(measured on 7 of your last answers)."
    )


def test_too_few_of_either_kind_say_nothing() -> None:
    few = [10.0] * (LEAST - 1)
    assert costs(timed(PLAIN, *few, 10)) == ()
    assert costs([*timed(PLAIN, *few), *timed(MOVED, *few, 10)]) == ()
    assert costs([*timed(PLAIN, *few, 10), *timed(MOVED, *few)]) == ()
    assert said(()) == (NOT_YET,)


def test_only_the_newest_of_each_kind_count() -> None:
    newest = [*timed(PLAIN, *[40.0] * MOST), *timed(MOVED, *[20.0] * MOST)]
    older = [*timed(PLAIN, *[4000.0] * 30), *timed(MOVED, *[1.0] * 30)]
    assert costs([*newest, *older]) == costs(newest)
    assert costs(newest)[0].answers == 2 * MOST


def test_answers_whose_speed_is_chance_do_not_count() -> None:
    assert costs([*timed(PLAIN, 40, 40, 40, tokens=3), *timed(MOVED, 20, 20, 20)]) == ()
    assert costs([*timed(PLAIN, 40, 40, 0), *timed(MOVED, 20, 20, 20)]) == ()


def test_each_kind_is_named_by_what_acted() -> None:
    among = " (length or formality among them)"
    pushed = Sources(adapter="1", strength=0.5, own_voice=1.0)
    kinds = (
        (MOVED, f"moved sliders{among}"),
        (Sources(sliders={"warmth": 2, "structure": 1}, steering=1.0), "moved sliders"),
        (shown(1, levels={"length": -1}), f"moved sliders and one thing your ratings show{among}"),
        (shown(4, levels={"length": -1}), f"moved sliders and two things your ratings show{among}"),
        (shown(4), f"three things your ratings show{among}"),
        (shown(1, levels={"length": 3}), "one thing your ratings show"),
        (pushed, "more of you"),
        (Sources(sliders={"length": -1}, steering=2.0, adapter="1", own_voice=0.5), "moved sliders and more of you"),
    )
    for sources, name in kinds:
        (cost,) = costs([*timed(PLAIN, 40, 40, 40), *timed(sources, 20, 20, 20)])
        assert f"Answers with {name} take 2.0 times" in cost.sentence


def test_what_lasts_is_counted_apart_from_what_lets_go() -> None:
    lets_go = Sources(sliders={"warmth": 2}, steering=1.0)
    found = costs([*timed(PLAIN, 40, 40, 40), *timed(lets_go, 36, 36, 36), *timed(MOVED, 20, 20, 20)])
    assert [(one.lasts, one.ratio) for one in found] == [(False, pytest.approx(40 / 36)), (True, 2.0)]


def test_what_acts_in_words_only_is_like_what_does_not_act() -> None:
    in_words = Sources(sliders={"length": -2}, adapter="1", strength=1.0)
    (cost,) = costs([*timed(in_words, 40, 40, 40), *timed(MOVED, 20, 20, 20)])
    assert cost.ratio == pytest.approx(2)


def test_no_difference_is_said_as_none() -> None:
    assert "take no longer per word here" in Cost(1, False, True, 0.97, 6).sentence


def test_kinds_come_in_the_order_of_their_cost() -> None:
    pairs = shown(1, levels={"length": -1})
    found = costs([*timed(pairs, 15, 15, 15), *timed(PLAIN, 40, 40, 40), *timed(MOVED, 20, 20, 20)])
    assert [one.ways for one in found] == [1, 2]
    assert len(said(found)) == 2


def test_real_answers_are_counted_for_the_model_that_gave_them(store: Store, home: object) -> None:
    speaker = ScriptedSpeaker(["one two three four five six seven eight nine ten"])
    assistant = Assistant(home=home, store=store, speaker=speaker, finder=NoFinder())  # type: ignore[arg-type]
    for level in (0, -3):
        store.sliders.set("length", level)
        for _ in range(LEAST):
            list(ask("Hello?", store=store, speaker=speaker, finder=NoFinder()))
    (cost,) = assistant.steering_costs()
    assert (cost.ways, cost.answers) == (1, 2 * LEAST)
    assert cost.ratio > 0
    assert store.speeds.newest(99, base="another") == []
