"""What is said before a night: whether there is enough, from what it would learn, and how long the last one took."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine.catalogue import Model
from assistant.nightrecords import Metric, NightReport
from assistant.paths import Home
from assistant.rate import choose, rate
from assistant.records import Verdict
from assistant.store.keys import StoreKey
from assistant.store.store import Store, open_store
from assistant.training import beforehand, needs, night
from assistant.training.room import seconds_left
from assistant.training.task import Desk, Taught
from tests.training.judged import answered, judge, tell
from tests.training.learning import tiny
from tests.training.nights import begin, ended

REPORT = NightReport(1.0, 2.0, "adopted", "It helped.")

pytestmark = [pytest.mark.model, pytest.mark.night]


def test_too_little_is_said_and_kept(home: Home, key: StoreKey, key_file: Path) -> None:
    code, report = ended(begin(home, key_file, "--now"))
    assert (code, report["outcome"]) == (0, "skipped")
    assert "too little" in report["reason"]


def test_a_dry_run_says_what_it_would_learn_from(home: Home, key: StoreKey, key_file: Path) -> None:
    with open_store(home, key) as store:
        judge(store)
    code, report = ended(begin(home, key_file, "--dry-run"))
    assert (code, report["outcome"]) == (0, "skipped")
    assert "something to learn" in report["reason"]
    assert "lean to shorter" in report["reason"]
    assert sum(report["learned_from"][name] for name in ("pairs", "held_out_pairs")) == 16


def test_a_model_that_cannot_be_learned_on_is_refused_before_anything_is_done(store: Store, tmp_path: Path) -> None:
    judge(store)
    other = tiny.write(tmp_path / "other.gguf", "gemma3")
    for report in (night.have_night(store, other, Desk()), night.would_learn(store, other, now=3.0)):
        assert (report.outcome, "of the kind gemma3" in report.reason) == ("skipped", True), report.reason
    other.write_bytes(other.read_bytes()[:60])
    assert "cannot be read for learning" in night.have_night(store, other, Desk()).reason
    assert needs.new_signals(store) == 16


def test_a_question_more_leaves_a_night_that_was_stopped_where_it_was(store: Store, embedded: Model) -> None:
    judge(store)
    tell(store)
    store.sliders.set("length", -2)
    before = night._name(night.task_from(store, now=3.0), embedded.path)
    first = store.choices.list()[0]
    chat = store.chats.turn(first.turn_a).chat
    answered(store, chat, "What else is there to say?", "Nothing.")
    asked = night.task_from(store, now=3.0)
    assert night._name(asked, embedded.path) == before
    assert "What else is there to say?" not in asked.questions
    choose(first.turn_a, first.turn_b, "neither", store=store)
    assert night._name(night.task_from(store, now=3.0), embedded.path) != before, "another judgement, another lesson"


def test_it_says_how_long_the_last_one_took_and_how_it_ended(home: Home, key: StoreKey, key_file: Path) -> None:
    none = ended(begin(home, key_file, "--report"))
    assert (none[0], none[1]["reason"]) == (0, "No night has been had yet.")
    with open_store(home, key) as store:
        judge(store)
        whole = replace(REPORT, outcome="rejected", seconds=660.0, metrics={"perplexity": Metric(1.0, 1.0, True)})
        store.nights.finish(whole, judged_until=0.0)
        store.nights.finish(replace(REPORT, seconds=1.0), judged_until=0.0)
    code, report = ended(begin(home, key_file, "--report"))
    assert (code, report["outcome"], report["seconds"]) == (0, "adopted", 1.0)
    code, report = ended(begin(home, key_file, "--dry-run"))
    assert "The last such night took about 11 minutes." in report["reason"]


def test_until_a_step_was_measured_the_last_night_says_what_is_left(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    heard: list[float | None] = []

    def teach(_model: object, _task: object, desk: Desk, **_: object) -> Taught:
        desk.tell("reading", 0, 1, None)
        desk.tell("learning", 0, 9, 33.0)
        return Taught("rejected", "It did not help.")

    monkeypatch.setattr(night, "teach", teach)
    for _ in range(2):
        night.have_night(store, embedded.path, Desk(tell=lambda _stage, _done, _of, left_s: heard.append(left_s)))
        whole = replace(REPORT, seconds=660.0, metrics={"perplexity": Metric(1.0, 1.0, True)})
        store.nights.finish(whole, judged_until=0.0)
    first, measured, later, again = heard
    assert first is None
    assert measured == again == 33.0
    assert later is not None
    assert 600 < later <= 660


@pytest.mark.parametrize(("verdict", "told"), [("up", "rated up. Rate a few down"), ("down", "rated down. Rate a few")])
def test_with_thumbs_of_one_kind_it_says_what_is_missing(
    store: Store, embedded: Model, verdict: Verdict, told: str
) -> None:
    for number in range(12):
        turn = answered(store, store.chats.start().id, f"What is {number}?", f"It is {number}.")
        rate(turn.id, verdict, store=store)
    assert told in night.would_learn(store, embedded.path, now=3.0).reason


def test_memory_that_would_not_suffice_is_said_first(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    monkeypatch.setattr(beforehand.hardware, "free_memory_bytes", lambda: 10**9)
    told = night.have_night(store, embedded.path, Desk())
    assert told.outcome == "skipped"
    assert "1.0 GB are free" in told.reason
    assert store.nights.list() == []


def test_what_is_left_is_not_told_by_the_first_step_which_reads_the_reference() -> None:
    assert seconds_left([45.0], 159, needed_s=800.0) == 795.0
    assert seconds_left([45.0, 50.0, 55.0], 157, needed_s=800.0) == 785.0
    assert seconds_left([45.0], 0, needed_s=30.0) == 0.0
