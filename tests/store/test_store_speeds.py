"""How fast the newest answers came is read from the turns."""

from __future__ import annotations

from dataclasses import replace

from assistant.records import Finish, LearnedSlider, Sources, Stats, UsedMemory
from assistant.store.store import Store


def answered(
    store: Store, sources: Sources, speed: float | None, *, base: str = "ours", finish: Finish = "stop"
) -> None:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=sources)
    stats = None if speed is None else Stats(1, 0, 0, 9, 0.5, speed, base=base)
    store.chats.finish_turn(turn.id, answer="y", finish=finish, stats=stats)


def test_the_newest_whole_answers_of_one_model_come_first(store: Store) -> None:
    memory = UsedMemory(store.preferences.add("I bake").id, "I bake", 0.9, "shares a word")
    acted = Sources(sliders={"length": 1}, steering=1.5, taste={"warmth": 0.5}, adapter="2", strength=0.5, own_voice=1)
    acted = replace(acted, slider_adapters={"length": LearnedSlider("3", 0.5)})
    answered(store, Sources(memories=(memory,)), 1.0)
    answered(store, acted, 2.0, finish="length")
    answered(store, Sources(), 3.0, base="another")
    answered(store, Sources(), 4.0, base="")
    answered(store, Sources(), 5.0, finish="stopped")
    answered(store, Sources(), 6.0, finish="failed")
    answered(store, Sources(), None)
    found = store.speeds.newest(9, base="ours")
    assert [stats.tokens_per_s for _, stats in found] == [2.0, 1.0]
    assert [sources for sources, _ in found] == [acted, Sources()], "memories act on the prompt alone"
    assert [stats.tokens_per_s for _, stats in store.speeds.newest(1, base="ours")] == [2.0]
