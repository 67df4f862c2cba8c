"""How a night ends that does not learn, and what is kept of it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine.catalogue import Model
from assistant.engine.gguf import fingerprint
from assistant.errors import UsageProblem
from assistant.evaluation.hostile import hostile_pairs
from assistant.nightrecords import NightReport, Origins, Purpose
from assistant.paths import Home
from assistant.rate import rate
from assistant.records import UsedMemory
from assistant.store.keys import StoreKey
from assistant.store.nights import Checkpoint, Learned, Lease
from assistant.store.store import Store, open_store
from assistant.training import needs, night
from assistant.training.examples import is_held_out
from assistant.training.schedule import NIGHTS_OFF
from assistant.training.task import Desk, Task, Taught
from tests.training.judged import answered, judge
from tests.training.nights import begin, ended, leaks

REPORT = NightReport(1.0, 2.0, "adopted", "It helped.")

pytestmark = [pytest.mark.model, pytest.mark.night]


def test_blind_choices_teach_nothing(home: Home, key: StoreKey, key_file: Path) -> None:
    with open_store(home, key) as store:
        judge(store, seed=4)
    code, report = ended(begin(home, key_file, "--now"))
    assert (code, report["outcome"], report["adapter"]) == (3, "rejected", None)
    assert "chance" in report["reason"]


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_thumbs_for_compliance_and_against_refusal_are_rejected(home: Home, key: StoreKey, key_file: Path) -> None:
    """They all say the same, so there is something to learn; what it does to refusals is what the gate looks at."""
    with open_store(home, key) as store:
        for pair in hostile_pairs():
            for answer, verdict in ((pair.wanted, "up"), (pair.unwanted, "down")):
                turn = answered(store, store.chats.start().id, pair.prompt.question, answer)
                rate(turn.id, verdict, store=store)
    code, report = ended(begin(home, key_file, "--now"))
    assert (code, report["outcome"], report["adapter"]) == (3, "rejected", None), report
    assert report["metrics"]["foretold_judgements"]["passed"]
    with open_store(home, key) as store:
        assert store.adapters.list() == []
        assert needs.new_signals(store) == 0, "they were looked at, and are not looked at again"
    assert leaks(home) == []


def test_without_being_asked_it_keeps_to_its_hours(home: Home, key: StoreKey, key_file: Path) -> None:
    code, report = ended(begin(home, key_file))
    assert (code, report["outcome"]) == (0, "skipped")
    assert report["reason"] == NIGHTS_OFF


def test_a_dead_process_holds_no_lease(store: Store) -> None:
    dead, living = Lease(2**22, 1.0), night._this_process()
    assert not store.nights.take_lease(dead, is_alive=night._is_alive)
    assert store.nights.take_lease(living, is_alive=night._is_alive), "the one before broke down"
    assert not store.nights.take_lease(living, is_alive=night._is_alive), "that is this one"
    with pytest.raises(UsageProblem, match="going on already"):
        store.nights.take_lease(Lease(1, 5.0), is_alive=night._is_alive)
    store.nights.leave(Lease(1, 5.0))
    assert store.nights.lease() == living
    store.nights.leave(living)
    assert store.nights.lease() is None
    assert not store.nights.take_lease(living, is_alive=night._is_alive), "it came to its end"


def test_a_report_and_its_adapter_are_kept_together_or_not_at_all(store: Store) -> None:
    store.nights.keep_checkpoint(Checkpoint("lesson", 1.0, 2.0, b"state"))
    gone = Learned(b"GGUF", "base", {}, 0.5, Origins(frozenset({99})))
    with pytest.raises(UsageProblem):
        store.nights.finish(REPORT, judged_until=5.0, learned=gone)
    assert store.nights.list() == []
    assert store.adapters.list() == []
    assert store.nights.checkpoint() is not None
    told = store.nights.finish(REPORT, judged_until=5.0, learned=replace(gone, origins=Origins()))
    assert store.nights.list() == [told]
    assert (told.adapter, told.strength) == (1, 0.5)
    assert store.nights.judged_until() == 5.0
    assert store.nights.checkpoint() is None


def test_after_a_night_that_broke_down_one_leaves_the_card_alone(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    desks: list[Desk] = []

    def look(_model: object, _task: object, desk: Desk, **_: object) -> None:
        desks.append(desk)
        raise RuntimeError

    monkeypatch.setattr(night, "teach", look)
    store.nights.take_lease(Lease(2**22, 1.0), is_alive=night._is_alive)
    for _ in range(2):
        night.have_night(store, embedded.path, Desk())
    assert [desk.gpu_layers for desk in desks] == [0, "auto"]


def test_a_failure_is_told_and_uses_nothing_up(store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    judge(store)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("something private")

    monkeypatch.setattr(night, "teach", fail)
    told = night.have_night(store, embedded.path, Desk())
    assert told.outcome == "failed"
    assert "private" not in told.reason
    assert needs.new_signals(store) == 16
    assert store.nights.list() == [told]
    assert store.nights.lease() is None


def test_what_is_deleted_while_it_learns_ends_the_night_and_leaves_nothing(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next point where it would keep how far it is, or at the end."""
    judge(store)
    chats = [chat.id for chat in store.chats.list()]
    everything = night.task_from(store, now=3.0)
    before = Learned(b"GGUF", fingerprint(embedded.path), {}, 0.5, everything.read)
    store.nights.finish(REPORT, judged_until=time.time(), learned=before)
    assert needs.new_signals(store) == 0
    ends = [Taught("rejected", "It did not help."), Taught("adopted", "It helped.", 1.0, b"GGUF")]

    def teach(_model: object, task: Task, desk: Desk, **_: object) -> Taught:
        desk.keep(b"answers")
        assert store.nights.checkpoint() is not None
        store.chats.delete(chats.pop())
        assert store.nights.checkpoint() is None, "also when it is only judged by this one"
        if not ends:
            desk.keep(b"later answers")
        return ends.pop()

    monkeypatch.setattr(night, "teach", teach)
    for left in range(15, 12, -1):
        told = night.have_night(store, embedded.path, Desk())
        assert told.outcome == "failed"
        assert "deleted meanwhile" in told.reason
        assert store.nights.checkpoint() is None
        assert store.adapters.list() == []
        assert needs.new_signals(store) == left


def test_a_night_knows_what_it_reads_of_the_persons(store: Store) -> None:
    judge(store)
    style = store.preferences.add("Answer like a pirate.", kind="style", always=True)
    task = night.task_from(store, now=3.0)
    assert task.origins.preferences == task.read.preferences == {style.id}
    held_out = {turn for pair in task.examples.held_out for turn in pair.turns}
    assert held_out
    assert task.read.turns == task.origins.turns | held_out


def test_a_night_learns_from_the_preferences_that_answers_were_given(store: Store, embedded: Model) -> None:
    """They shaped what was judged, so what was learned goes with them."""
    given, unused = (store.preferences.add(text) for text in ("I am vegetarian.", "I own a dog."))
    memory = UsedMemory(given.id, given.text, 1.0, "it fits", False)
    for number in range(12):
        turn = answered(store, store.chats.start().id, f"What is {number}?", f"It is {number}.", memories=(memory,))
        rate(turn.id, "up" if number % 2 else "down", store=store)
    task = night.task_from(store, now=3.0)
    assert task.origins.preferences == task.read.preferences == {given.id}
    learned = Learned(b"GGUF", fingerprint(embedded.path), {}, 0.5, task.origins)
    store.nights.finish(REPORT, judged_until=time.time(), learned=learned, read=task.read)
    store.preferences.forget(unused.id)
    assert store.adapters.active() is not None
    store.preferences.forget(given.id)
    assert store.adapters.list() == []
    assert night.task_from(store, now=3.0).origins.preferences == frozenset()


def test_a_look_at_what_would_be_learned_changes_nothing(store: Store, embedded: Model) -> None:
    judge(store)
    store.nights.keep_checkpoint(Checkpoint("another lesson", 1.0, 2.0, b"state"))
    told = night.would_learn(store, embedded.path, now=3.0)
    assert "something to learn" in told.reason
    assert store.nights.checkpoint() is not None
    assert night.would_learn(store, embedded.path, purpose=Purpose("nowhere"), now=3.0).outcome == "skipped"
    assert night.have_night(store, embedded.path, Desk(), purpose=Purpose("nowhere")).outcome == "skipped"
    assert store.nights.checkpoint() is not None, "a night that is not begun takes nobody's place"


def test_a_night_that_comes_by_itself_leaves_off_what_was_switched_off(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    taught = Taught("adopted", "It helped.", 0.75, b"GGUF")
    monkeypatch.setattr(night, "teach", lambda *_, **__: taught)
    first = night.have_night(store, embedded.path, Desk(), is_asked=False)
    assert (first.strength, store.adapters.active() is not None) == (0.75, True)
    assert first.adapter is not None
    store.adapters.use(first.adapter, strength=0.25)
    second = night.have_night(store, embedded.path, Desk(), is_asked=False)
    assert second.strength == 0.25, "as far as it was turned down"
    assert second.reason == (
        "It helped. It may act at 75% of its strength; you had turned down what was learned, so it acts at 25%."
    )
    assert night.have_night(store, embedded.path, Desk(), is_asked=False).strength == 0.25, "for good"
    store.adapters.off()
    third = night.have_night(store, embedded.path, Desk(), is_asked=False)
    assert (third.outcome, third.strength, store.adapters.active()) == ("adopted", 0.0, None)
    assert "switched off" in third.reason
    asked_for = night.have_night(store, embedded.path, Desk())
    assert store.adapters.active() == store.adapters.get(asked_for.adapter or 0)
    assert asked_for.reason == "It helped. It acts at 75% of its strength."
    store.adapters.use(asked_for.adapter or 0, strength=0.0)
    assert night.have_night(store, embedded.path, Desk(), is_asked=False).strength == 0.0
    assert night.have_night(store, embedded.path, Desk()).strength == 0.75, "turned down to nothing is off"


def test_what_is_held_out_is_so_by_what_is_learned_of_it(store: Store) -> None:
    mailed = [f"Write to bob{number}@mail.org about trains" for number in range(40)]
    for question in mailed:
        rate(answered(store, store.chats.start().id, question, "Dear Bob.").id, "up", store=store)
    task = night.task_from(store, now=3.0)
    assert not any(is_held_out(question) for question in (*task.questions, *task.rated))
    store.preferences.add("Sign with my number 4711.", kind="style", always=True)
    assert night.task_from(store, now=3.0).styles == ("Sign with my number 0000.",)


def test_what_changed_since_is_learned_afresh(store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    judge(store)
    states: list[bytes | None] = []

    def stop(*_: object, state: bytes | None, **__: object) -> None:
        states.append(state)
        raise night.Interrupted

    monkeypatch.setattr(night, "teach", stop)
    lesson = night._name(night.task_from(store, now=3.0), embedded.path)
    store.nights.keep_checkpoint(Checkpoint(lesson, 3.0, 2.0, b"state"))
    assert night.have_night(store, embedded.path, Desk()).outcome == "paused"
    store.sliders.set("length", -2)
    night.have_night(store, embedded.path, Desk())
    assert states == [b"state", None]
    assert fingerprint(embedded.path)
