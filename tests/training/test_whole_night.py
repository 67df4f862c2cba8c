"""A night from dusk to dawn: whatever happens to it the judgements stay, and what was judged acts tomorrow."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.catalogue import Model
from assistant.engine.gguf import fingerprint
from assistant.engine.scorer import Scorer
from assistant.nightrecords import NOTHING_OF_THEIRS
from assistant.paths import Home, prepare
from assistant.records import Message, Turn
from assistant.sources import Options
from assistant.store import keys
from assistant.store.keys import StoreKey
from assistant.store.store import Store, open_store
from assistant.training import needs
from assistant.wiring import Assistant, open_assistant
from tests.conftest import new_key_file
from tests.engine.tiny_adapter import lora_gguf
from tests.training.judged import judge, tell
from tests.training.nights import begin, ended, leaks, wait_for

pytestmark = [pytest.mark.model, pytest.mark.night]


@dataclass(frozen=True, slots=True)
class Tonight:
    """One night: what is left of it after a stop and ten kills goes on to its end."""

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
def tonight(tmp_path_factory: pytest.TempPathFactory, embedded: Model) -> Tonight:
    folder = tmp_path_factory.mktemp("tonight")
    home, key_file = Home(folder / "home"), new_key_file(folder)
    prepare(home)
    made = Tonight(home, keys.create(home, key_file=key_file).key, key_file)
    with made.open() as store:
        judge(store)
        tell(store)
        gguf = lora_gguf(layers=2, hidden=576, rows=1536, seed=1)
        old = store.adapters.add(gguf, base=fingerprint(embedded.path), settings={}, origins=NOTHING_OF_THEIRS)
        store.adapters.use(old.id, strength=0.5)
    return made


def kill(tonight: Tonight, stages: Sequence[str], *, seed: int) -> None:
    """Begin it once for each stage and kill it a little after it came there: nothing is lost, nothing has changed.

    Args:
        stages: in the order of a night, so that each kill finds work that was not done yet.
        seed: of how long after.
    """
    draw = random.Random(seed)
    with tonight.open() as store:
        kept, used, new = store.choices.list(), store.adapters.active(), needs.new_signals(store)
        rated = store.ratings.list()
        assert used is not None
        gguf = store.adapters.gguf(used.id)
    for stage in stages:
        process = tonight.begin()
        wait_for(process, stage)
        time.sleep(draw.uniform(0, 4))
        process.kill()
        process.communicate()
        with tonight.open() as store:
            assert (store.choices.list(), store.ratings.list()) == (kept, rated)
            assert needs.new_signals(store) == new
            assert store.nights.list() == []
            assert store.adapters.active() == used
            assert store.adapters.gguf(used.id) == gguf
    assert leaks(tonight.home) == []


@pytest.mark.timeout(900)
def test_five_kills_before_it_learns_lose_nothing(tonight: Tonight) -> None:
    kill(tonight, ["reading", "reading", "preparing", "preparing", "preparing"], seed=10)


@pytest.mark.timeout(900)
def test_it_is_stopped_while_it_learns_and_goes_on_there(tonight: Tonight) -> None:
    with tonight.open() as store:
        kept, new = store.choices.list(), needs.new_signals(store)
    first = tonight.begin()
    wait_for(first, "learning", done=1)
    assert leaks(tonight.home) == []
    assert ended(tonight.begin())[0] == 1, "one night at a time"
    first.send_signal(signal.SIGTERM)
    assert ended(first)[1]["outcome"] == "paused"
    with tonight.open() as store:
        assert store.nights.checkpoint() is not None
        assert store.choices.list() == kept
        assert needs.new_signals(store) == new > len(kept)
    kill(tonight, ["learning"], seed=11)
    with tonight.open() as store:
        assert store.nights.checkpoint() is not None


@pytest.mark.timeout(900)
def test_four_kills_while_it_learns_and_later_lose_nothing(tonight: Tonight) -> None:
    kill(tonight, ["learning", "learning", "writing", "checking"], seed=12)


def answered(assistant: Assistant) -> Turn:
    """One question, always sampled alike."""
    turn = list(assistant.ask("What is a hammer?", options=Options(seed=1, max_tokens=60)))[-1]
    assert isinstance(turn, Turn)
    return turn


@pytest.mark.timeout(1800)
def test_what_was_judged_today_acts_tomorrow(tonight: Tonight, scorer: Scorer) -> None:
    home, key = tonight.home, tonight.key
    with tonight.open() as store:
        kept = store.choices.list()
        store.adapters.roll_back()
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
