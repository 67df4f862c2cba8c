"""A night as a process: judged answers act tomorrow, and whatever happens to it the judgements stay."""

from __future__ import annotations

import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.demo import files_with
from assistant.engine.base import AdapterScale
from assistant.engine.catalogue import Model
from assistant.engine.gguf import fingerprint
from assistant.engine.scorer import Scorer
from assistant.errors import UsageProblem
from assistant.nightrecords import NightReport
from assistant.paths import Home, prepare
from assistant.records import Message, Turn
from assistant.sources import Options
from assistant.store import keys
from assistant.store.keys import StoreKey
from assistant.store.nights import Checkpoint, Learned, Lease
from assistant.store.store import Store, open_store
from assistant.training import needs, night
from assistant.training.task import Desk
from assistant.wiring import Assistant, open_assistant
from tests.engine.tiny_adapter import lora_gguf
from tests.training.judged import judge
from tests.training.tastes import short_is_better

ROOT = Path(__file__).parent.parent.parent
SENTENCES = tuple(pair.wanted for pair in short_is_better())
REPORT = NightReport(1.0, 2.0, "adopted", "It helped.")

pytestmark = [pytest.mark.model, pytest.mark.night]


def begin(home: Home, key_file: Path, *words: str) -> subprocess.Popen[str]:
    """A night whose temporary folder is one of the test's own, beside the home."""
    temporary = home.root.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "assistant", "--home", str(home.root), "--key-file", str(key_file), "--json"]
    return subprocess.Popen(
        [*command, "night", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )


def leaks(home: Home, sentences: tuple[str, ...] = SENTENCES) -> list[Path]:
    """Files of the home and the temporary folders in which a sentence, or an adapter, can be read."""
    looked_for = (*sentences, "blk.0.attn_q.weight.lora_a")
    shared = Path("/dev/shm")  # noqa: S108  # it is read, not written
    return [*files_with(home.root.parent, looked_for), *(files_with(shared, looked_for) if shared.is_dir() else [])]


def ended(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    said, told = process.communicate(timeout=900)
    assert said, told
    return process.returncode, json.loads(said)


def wait_for(process: subprocess.Popen[str], stage: str, *, done: int = 0) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        told = json.loads(line)
        if told["stage"] == stage and told["done"] >= done:
            return
    pytest.fail(f"it never came to {stage}")


def answered(assistant: Assistant) -> Turn:
    """One question, always sampled alike."""
    turn = list(assistant.ask("What is a hammer?", options=Options(seed=1, max_tokens=60)))[-1]
    assert isinstance(turn, Turn)
    return turn


@dataclass(frozen=True, slots=True)
class Tonight:
    """One night for the tests below: each goes on where the one before left it, or begins it."""

    home: Home
    key: StoreKey
    key_file: Path

    def open(self) -> Store:
        """What is kept by day."""
        return open_store(self.home, self.key)

    def begin(self) -> subprocess.Popen[str]:
        """The night, or what is left of it."""
        return begin(self.home, self.key_file, "--now")


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Tonight:
    folder = tmp_path_factory.mktemp("tonight")
    home, key_file = Home(folder / "home"), folder / "key"
    prepare(home)
    key_file.touch(mode=0o600)
    key_file.write_text(secrets.token_hex(32), encoding="ascii")
    made = Tonight(home, keys.create(home, key_file=key_file).key, key_file)
    with made.open() as store:
        judge(store)
    return made


@pytest.mark.timeout(900)
def test_a_night_is_stopped_and_killed_and_loses_nothing(tonight: Tonight) -> None:
    with tonight.open() as store:
        kept = store.choices.list()
    first = tonight.begin()
    wait_for(first, "learning", done=1)
    assert leaks(tonight.home) == []
    assert ended(tonight.begin())[0] == 1, "one night at a time"
    first.send_signal(signal.SIGTERM)
    assert ended(first)[1]["outcome"] == "paused"
    with tonight.open() as store:
        begun = store.nights.checkpoint()
        assert begun is not None
        assert store.choices.list() == kept
        assert needs.new_signals(store) == len(kept)
    second = tonight.begin()
    wait_for(second, "learning")
    second.kill()
    second.communicate()
    with tonight.open() as store:
        assert store.nights.checkpoint() is not None
        assert store.choices.list() == kept
        assert store.nights.list() == []
    assert leaks(tonight.home) == []


MOMENTS = (*["reading"] * 2, *["preparing"] * 3, *["learning"] * 3, "writing", "checking")


@pytest.mark.timeout(900)
def test_ten_kills_at_any_moment_lose_nothing(tonight: Tonight, embedded: Model) -> None:
    with tonight.open() as store:
        kept = store.choices.list()
        gguf = lora_gguf(layers=2, hidden=576, rows=1536, seed=1)
        old = store.adapters.add(gguf, base=fingerprint(embedded.path), settings={}, turns=())
        used = store.adapters.use(old.id, strength=0.5)
    draw = random.Random(10)
    for stage in draw.sample(MOMENTS, len(MOMENTS)):
        process = tonight.begin()
        wait_for(process, stage)
        time.sleep(draw.uniform(0, 4))
        process.kill()
        process.communicate()
        with tonight.open() as store:
            assert store.choices.list() == kept
            assert needs.new_signals(store) == len(kept)
            assert store.nights.list() == []
            assert store.adapters.active() == used
            assert store.adapters.gguf(old.id) == gguf
    assert leaks(tonight.home) == []
    with tonight.open() as store:
        store.adapters.off()


@pytest.mark.timeout(1800)
def test_what_was_judged_today_acts_tomorrow(tonight: Tonight, scorer: Scorer) -> None:
    home, key = tonight.home, tonight.key
    with tonight.open() as store:
        kept = store.choices.list()
    with closing(open_assistant(home, key)) as assistant:
        before = answered(assistant)
    process = tonight.begin()
    wait_for(process, "checking")
    assert leaks(home) == [], "while it is judged"
    code, report = ended(process)
    assert (code, report["outcome"]) == (0, "adopted"), report
    assert report["metrics"]["perplexity"]["passed"]
    assert report["metrics"]["taste_of_answers"]["low"] > 0
    assert report["metrics"]["held_out_margin"]["after"] > 0
    with closing(open_assistant(home, key)) as assistant:
        store = assistant.store
        active = store.adapters.active()
        assert active is not None
        assert (str(active.id), active.strength) == (report["adapter"], report["strength"])
        assert needs.new_signals(store) == 0
        assert store.choices.list() == kept
        assert store.nights.list()[0].outcome == "adopted"
        assert store.nights.checkpoint() is None
        after = answered(assistant)
        assert after.sources.adapter == str(active.id)
        assert after.answer != before.answer
        acting = (AdapterScale("night", store.adapters.gguf(active.id), active.strength),)
        asked = scorer.conversation((Message("user", before.question),))
        assert abs(scorer.logits(asked, acting)[-1] - scorer.logits(asked)[-1]).max() > 0.1
        store.adapters.roll_back()
        assert store.adapters.active() is None
        assert answered(assistant).answer == before.answer
    assert leaks(home) == []


def test_blind_choices_teach_nothing(home: Home, key: StoreKey, key_file: Path) -> None:
    with open_store(home, key) as store:
        judge(store, seed=4)
    code, report = ended(begin(home, key_file, "--now"))
    assert (code, report["outcome"], report["adapter"]) == (3, "rejected", None)
    assert "chance" in report["reason"]


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


def test_without_being_asked_it_keeps_to_its_hours(home: Home, key: StoreKey, key_file: Path) -> None:
    code, report = ended(begin(home, key_file))
    assert (code, report["outcome"]) == (0, "skipped")
    assert report["reason"] == "Nights are switched off."


def test_a_dead_process_holds_no_lease(store: Store) -> None:
    dead, living = Lease(2**22, 1.0), night._this_process()
    store.nights.take_lease(dead, is_alive=night._is_alive)
    store.nights.take_lease(living, is_alive=night._is_alive)
    with pytest.raises(UsageProblem, match="going on already"):
        store.nights.take_lease(Lease(1, 5.0), is_alive=night._is_alive)
    store.nights.leave(Lease(1, 5.0))
    assert store.nights.lease() == living
    store.nights.leave(living)
    assert store.nights.lease() is None


def test_a_report_and_its_adapter_are_kept_together_or_not_at_all(store: Store) -> None:
    store.nights.keep_checkpoint(Checkpoint("lesson", 1.0, 2.0, b"state"))
    gone = Learned(b"GGUF", "base", {}, frozenset({99}), 0.5)
    with pytest.raises(UsageProblem):
        store.nights.finish(REPORT, judged_until=5.0, learned=gone)
    assert store.nights.list() == []
    assert store.adapters.list() == []
    assert store.nights.checkpoint() is not None
    told = store.nights.finish(REPORT, judged_until=5.0, learned=replace(gone, turns=frozenset()))
    assert store.nights.list() == [told]
    assert (told.adapter, told.strength) == (1, 0.5)
    assert store.nights.judged_until() == 5.0
    assert store.nights.checkpoint() is None


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


def test_memory_that_would_not_suffice_is_said_first(
    store: Store, embedded: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(store)
    monkeypatch.setattr(night.hardware, "free_memory_bytes", lambda: 10**9)
    told = night.have_night(store, embedded.path, Desk())
    assert told.outcome == "skipped"
    assert "1.0 GB are free" in told.reason
    assert store.nights.list() == []


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
