"""Adapters: every version kept, one acting, a way back, and gone with what they learned from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.errors import UsageProblem
from assistant.nightrecords import NOTHING_OF_THEIRS, Adapter, NightReport, Origins, Purpose, Sample
from assistant.records import LearnedSlider, Sources
from assistant.store.adapters import SAID
from assistant.store.nights import Checkpoint, Learned
from assistant.store.store import Store


def learn(store: Store, origins: Origins = NOTHING_OF_THEIRS, *, gguf: bytes = b"GGUF\x00one") -> Adapter:
    return store.adapters.add(gguf, base="weights", settings={"rank": 8}, origins=origins)


def asked(store: Store) -> tuple[int, int]:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="Tea?", seed=1, sources=Sources())
    return turn.id, chat.id


def test_a_new_version_changes_nothing_until_it_is_used(store: Store) -> None:
    kept = learn(store)
    assert store.adapters.active() is None
    assert store.adapters.gguf(kept.id) == b"GGUF\x00one"
    used = store.adapters.use(kept.id, strength=0.5)
    assert (used.strength, used.active, used.base) == (0.5, True, "weights")
    assert store.adapters.active() == used


def test_a_version_acts_as_it_last_did_or_as_its_night_said_or_fully(store: Store) -> None:
    plain = learn(store)
    said = store.adapters.add(b"GGUF", base="weights", settings={SAID: 0.625}, origins=NOTHING_OF_THEIRS)
    assert store.adapters.use(plain.id).strength == 1.0
    assert store.adapters.use(said.id).strength == 0.625
    store.adapters.use(said.id, strength=0.25)
    store.adapters.off()
    assert store.adapters.use(said.id).strength == 0.25


def test_one_acts_at_a_time_and_a_step_goes_back(store: Store) -> None:
    first, second = learn(store), learn(store)
    store.adapters.use(first.id, strength=0.5)
    store.adapters.use(second.id, strength=0.75)
    store.adapters.use(second.id, strength=0.25)
    assert [(item.id, item.strength, item.active) for item in store.adapters.list()] == [
        (second.id, 0.25, True),
        (first.id, 0.5, False),
    ]
    back = store.adapters.roll_back()
    assert back is not None
    assert (back.id, back.strength) == (first.id, 0.5)
    store.adapters.off()
    assert store.adapters.active() is None
    assert store.adapters.roll_back() == store.adapters.active() == store.adapters.get(first.id)


def test_going_back_again_goes_back_further_until_nothing_acts(store: Store) -> None:
    versions = [learn(store) for _ in range(3)]
    for version in versions:
        store.adapters.use(version.id, strength=0.5)
    went = [store.adapters.roll_back() for _ in versions]
    assert [found and found.id for found in went] == [versions[1].id, versions[0].id, None]
    assert not store.adapters.is_off(), "nothing was switched off"
    with pytest.raises(UsageProblem):
        store.adapters.roll_back()
    store.adapters.use(versions[0].id, strength=0.5)
    store.adapters.use(versions[2].id, strength=0.5)
    back = store.adapters.roll_back()
    assert back is not None
    assert back.id == versions[0].id, "to what acted before, not to what was made before"


def test_what_the_person_switched_off_or_turned_down_is_known(store: Store) -> None:
    version = store.adapters.add(b"GGUF", base="weights", settings={SAID: 0.75}, origins=NOTHING_OF_THEIRS)
    assert store.adapters.turned_down_to() is None
    store.adapters.use(version.id, strength=0.75)
    assert (store.adapters.is_off(), store.adapters.turned_down_to()) == (False, None)
    store.adapters.use(version.id, strength=0.25)
    assert store.adapters.turned_down_to() == 0.25
    store.adapters.off()
    assert (store.adapters.is_off(), store.adapters.turned_down_to()) == (True, None)


def test_a_reports_answers_go_with_what_the_night_read(store: Store) -> None:
    turn, chat = asked(store)
    wish = store.preferences.add("Call me Captain.", kind="style", always=True)
    sample = Sample("Hello?", "Hello.", "Hello, Captain.")
    for began, read in ((1.0, Origins(frozenset({turn}))), (2.0, Origins(preferences=frozenset({wish.id})))):
        report = NightReport(began, 2.0, "rejected", "It did not help.", samples=(sample,))
        store.nights.finish(report, judged_until=5.0, read=read)
    assert [report.samples for report in store.nights.list()] == [(sample,), (sample,)]
    store.preferences.forget(wish.id)
    assert [report.samples for report in store.nights.list()] == [(), (sample,)]
    store.chats.delete(chat)
    assert [report.samples for report in store.nights.list()] == [(), ()]
    assert [report.reason for report in store.nights.list()] == ["It did not help."] * 2


def test_the_first_one_goes_back_to_none(store: Store) -> None:
    with pytest.raises(UsageProblem):
        store.adapters.roll_back()
    store.adapters.use(learn(store).id, strength=1.0)
    assert store.adapters.roll_back() is None
    assert store.adapters.active() is None


def test_an_adapter_goes_with_what_it_learned_from_and_nothing_takes_its_place(store: Store) -> None:
    turn, chat = asked(store)
    other, _ = asked(store)
    harmless = learn(store, Origins(frozenset({other})))
    store.adapters.use(harmless.id, strength=1.0)
    telling = learn(store, Origins(frozenset({turn, other})))
    store.adapters.use(telling.id, strength=1.0)
    store.chats.delete(chat)
    assert [item.id for item in store.adapters.list()] == [harmless.id]
    assert store.adapters.active() is None


def test_what_was_deleted_during_the_night_is_not_learned(store: Store) -> None:
    turn, chat = asked(store)
    store.chats.delete(chat)
    with pytest.raises(UsageProblem):
        learn(store, Origins(frozenset({turn})))
    assert store.adapters.list() == []


def test_an_adapter_goes_with_a_preference_it_learned_from_in_any_version(store: Store) -> None:
    plain = store.preferences.add("Answer like a pirate.")
    other = store.preferences.add("Answer in rhymes.")
    telling = learn(store, Origins(preferences=frozenset({plain.id})))
    store.adapters.use(telling.id, strength=1.0)
    harmless = learn(store, Origins(preferences=frozenset({other.id})))
    edited = store.preferences.edit(plain.id, "Answer like a captain.")
    assert store.adapters.active() is not None, "another wording is learned the next night"
    store.preferences.forget(edited.id)
    assert [item.id for item in store.adapters.list()] == [harmless.id]
    assert store.adapters.active() is None
    with pytest.raises(UsageProblem):
        learn(store, Origins(preferences=frozenset({edited.id})))


def test_what_a_forgotten_adapter_learned_from_beside_is_learned_again(store: Store) -> None:
    turn, chat = asked(store)
    report = NightReport(1.0, 2.0, "adopted", "It helped.")
    store.nights.finish(
        report, judged_until=5.0, learned=Learned(b"GGUF", "weights", {}, 1.0, Origins(frozenset({turn})))
    )
    store.nights.finish(replace(report, purpose=Purpose(space="work")), judged_until=6.0)
    assert store.nights.judged_until() == 5.0
    store.chats.delete(chat)
    assert (store.nights.judged_until(), store.nights.judged_until("work")) == (0.0, 6.0)


def test_an_interrupted_night_goes_with_what_it_learns_from(store: Store) -> None:
    turn, chat = asked(store)
    _, other = asked(store)
    preference = store.preferences.add("Answer like a pirate.")
    left = Checkpoint("lesson", 1.0, 2.0, b"state", Origins(frozenset({turn}), frozenset({preference.id})))
    store.nights.keep_checkpoint(left)
    store.nights.keep_checkpoint(replace(left, state=b"newer"))
    store.chats.delete(other)
    found = store.nights.checkpoint()
    assert found is not None, "it learns nothing from another chat"
    assert found.state == b"newer"
    store.preferences.forget(preference.id)
    assert store.nights.checkpoint() is None
    with pytest.raises(UsageProblem, match="deleted meanwhile"):
        store.nights.keep_checkpoint(left)
    assert store.nights.checkpoint() is None
    store.nights.keep_checkpoint(replace(left, origins=Origins(frozenset({turn}))))
    store.chats.delete(chat)
    assert store.nights.checkpoint() is None


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_impossible_strengths_and_versions_are_refused(store: Store, strength: float) -> None:
    kept = learn(store)
    with pytest.raises(UsageProblem):
        store.adapters.use(kept.id, strength=strength)
    with pytest.raises(UsageProblem):
        store.adapters.use(99, strength=0.5)
    with pytest.raises(UsageProblem):
        store.adapters.gguf(99)
    assert store.adapters.active() is None


def test_each_purpose_has_its_own_history(store: Store) -> None:
    shorter, work = Purpose(slider="length", direction=-1), Purpose(space="work")
    own = store.adapters.use(learn(store).id, strength=0.5)
    made = {
        purpose: store.adapters.add(b"GGUF", base="weights", settings={}, origins=NOTHING_OF_THEIRS, purpose=purpose)
        for purpose in (shorter, work)
    }
    store.adapters.use(made[shorter].id, strength=0.75)
    assert store.adapters.active() == own, "a slider's adapter takes no other's place"
    assert store.adapters.active(work) is None
    store.adapters.use(made[work].id, strength=0.25)
    assert store.adapters.list() == [own]
    assert [one.id for one in store.adapters.list(work)] == [made[work].id]
    assert {one.id for one in store.adapters.all() if one.active} == {own.id, *(one.id for one in made.values())}
    store.adapters.off(shorter)
    assert store.adapters.active(shorter) is None
    assert store.adapters.active(work) is not None
    assert store.adapters.roll_back() is None, "the person's own history has one step"
    assert store.adapters.active(work) is not None
    assert store.adapters.active(Purpose(slider="length", direction=1)) is None


def test_a_turn_keeps_which_sliders_acted_by_adapters(store: Store) -> None:
    chat = store.chats.start()
    used = Sources(sliders={"length": -3, "warmth": 2}, slider_adapters={"length": LearnedSlider(4, 0.75)})
    turn = store.chats.begin_turn(chat.id, parent=None, question="Tea?", seed=1, sources=used)
    assert store.chats.turn(turn.id).sources == used
    assert used.worded == {"warmth": 2}
    assert store.chats.set_aside(turn.id).sources.slider_adapters == {}


def test_a_night_of_one_space_uses_up_no_other_judgements(store: Store) -> None:
    report = NightReport(1.0, 2.0, "rejected", "It did not help.", purpose=Purpose(space="work"))
    store.nights.finish(report, judged_until=5.0)
    assert store.nights.list() == [report]
    assert (store.nights.judged_until("work"), store.nights.judged_until()) == (5.0, 0.0)
