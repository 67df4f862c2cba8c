"""The night's process as the window has it: the key unseen, progress, a polite end, and what outlives the window."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from assistant.paths import Home
from assistant.settings import Settings, changed
from assistant.store.keys import StoreKey
from assistant.store.nights import Lease
from assistant.store.store import Store
from tests.ui.conftest import Nights, Open, is_alive
from ui import night as module
from ui.learning import PROCESS
from ui.night import COMMAND, NOW, Ending, NightProcess, Progress, Run, end_left_behind, ending_from, progress_from
from ui.nightplan import NightPlan, lease_from
from ui.window import MainWindow

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(os.name != "posix", reason="the stand-in hears SIGTERM, which only POSIX has"),
]
ALLOWED = changed(Settings(), "night_allowed", True)
OUTLIVING = changed(ALLOWED, "night_when_closed", True)


Make = Callable[[str], NightProcess]


@pytest.fixture
def make(nights: Nights, home: Home, key: StoreKey) -> Iterator[Make]:
    made: list[NightProcess] = []

    def process(mode: str) -> NightProcess:
        made.append(NightProcess(home, key, nights.command(mode)))
        return made[-1]

    yield process
    for one in made:
        one.stop()
        one.leave(wait=True)


class Heard:
    """What was told."""

    def __init__(self, source: NightProcess | NightPlan) -> None:
        self.progress: list[Progress] = []
        self.endings: list[Ending] = []
        source.progressed.connect(self.progress.append)
        source.ended.connect(self.endings.append)


def test_the_key_goes_in_by_standard_input_and_nowhere_else(
    make: Make, nights: Nights, home: Home, key: StoreKey, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    process = make("skipped")
    heard = Heard(process)
    process.start(NOW)
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=20_000)
    (had,) = nights.had
    assert had["options"] == ["--home", str(home.root), "--json", "night", "--now", "--key-stdin"]
    assert (had["key"], had["is_told_more"]) == (key.raw.hex(), False)
    assert key.raw.hex() not in json.dumps([had["options"], had["environment"]])
    assert Path(had["folder"]) == ROOT, "modules that lie where the window was started are not taken for ours"
    assert list(COMMAND) == [sys.executable, "-m", "assistant"]


def test_progress_is_told_line_by_line_and_then_the_end(make: Make, qtbot: QtBot) -> None:
    process = make("skipped")
    heard = Heard(process)
    process.start(NOW)
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=20_000)
    assert [one.stage for one in heard.progress] == ["reading", "preparing", "learning", "checking"]
    assert heard.progress[2] == Progress("learning", 0.3, 340.0)
    assert heard.endings == [Ending("skipped", "There is too little to learn from yet.")]
    assert not process.is_running


@pytest.mark.parametrize(
    ("mode", "outcome", "words"),
    [
        ("rejected", "rejected", "This is why."),
        ("failed", "failed", "This is why."),
        ("refused", "failed", "Another night is going on. Wait."),
        ("killed", "failed", module.DIED),
    ],
)
def test_every_end_is_told(mode: str, outcome: str, words: str, make: Make, qtbot: QtBot) -> None:
    process = make(mode)
    heard = Heard(process)
    process.start(NOW)
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=20_000)
    assert [(one.outcome, one.reason) for one in heard.endings] == [(outcome, words)]


def test_a_program_that_is_not_there_is_told(home: Home, key: StoreKey, qtbot: QtBot) -> None:
    process = NightProcess(home, key, ("/no/such/program",))
    heard = Heard(process)
    process.start(NOW)
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=20_000)
    assert heard.endings == [Ending("failed", module.NOT_STARTED)]
    assert not process.is_running


def test_stopping_pauses_and_a_deaf_one_is_killed(
    make: Make, nights: Nights, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = make("long")
    heard = Heard(process)
    process.start(NOW)
    qtbot.waitUntil(lambda: len(heard.progress) > 5, timeout=20_000)
    process.stop()
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=5000)
    assert heard.endings[0].outcome == "paused"
    monkeypatch.setattr(module, "KILL_MS", 300)
    deaf = make("deaf")
    heard = Heard(deaf)
    deaf.start(NOW)
    qtbot.waitUntil(lambda: len(heard.progress) > 5, timeout=20_000)
    deaf.stop()
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=5000)
    assert heard.endings == [Ending("paused")]
    assert nights.pids == []


def test_the_plan_follows_the_switch_and_makes_room_for_a_night_now(make: Make, nights: Nights, qtbot: QtBot) -> None:
    plan = NightPlan(make("long"))
    heard = Heard(plan)
    plan.plan(Settings())
    assert nights.had == []
    plan.plan(ALLOWED)
    plan.plan(ALLOWED)
    qtbot.waitUntil(lambda: len(nights.pids) == 1, timeout=20_000)
    assert "--wait" in nights.had[0]["options"]
    plan.learn_now()
    qtbot.waitUntil(lambda: len(nights.had) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: bool(heard.progress), timeout=20_000)
    assert "--now" in nights.had[1]["options"]
    assert nights.pids == [nights.had[1]["pid"]], "never two at once"
    assert heard.endings == [], "making room is nothing to tell"
    plan.stop()
    qtbot.waitUntil(lambda: len(nights.had) == 3, timeout=20_000)
    assert "--wait" in nights.had[2]["options"]
    assert [one.outcome for one in heard.endings] == ["paused"]
    plan.plan(Settings())
    qtbot.waitUntil(lambda: nights.pids == [], timeout=5000)
    assert len(nights.had) == 3


def test_one_that_ended_by_itself_is_not_started_again_at_once(
    home: Home, key: StoreKey, nights: Nights, qtbot: QtBot
) -> None:
    plan = NightPlan(NightProcess(home, key, (sys.executable, "-c", "")))
    heard = Heard(plan)
    plan.plan(ALLOWED)
    qtbot.waitUntil(lambda: bool(heard.endings), timeout=20_000)
    plan.plan(ALLOWED)
    qtbot.wait(300)
    assert len(heard.endings) == 1
    plan.plan(Settings())
    plan.plan(ALLOWED)
    qtbot.waitUntil(lambda: len(heard.endings) == 2, timeout=20_000)


@pytest.mark.parametrize("settings", [ALLOWED, OUTLIVING], ids=["only while open", "also while closed"])
def test_closing_the_window_ends_the_night_or_leaves_it_running(
    settings: Settings, open_window: Open, nights: Nights, qtbot: QtBot, kept: Store
) -> None:
    kept.settings.set("night_allowed", True)
    kept.settings.set("night_when_closed", settings.night_when_closed)
    window = open_window(night=nights.command("long"))
    qtbot.waitUntil(lambda: len(nights.pids) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: lease_from(kept.settings.get(PROCESS)) is not None)
    pid = nights.had[0]["pid"]
    window.close()
    assert is_alive(pid) == settings.night_when_closed
    if not settings.night_when_closed:
        return
    assert os.getsid(pid) == pid, "the terminal the window was started from does not take it along"
    again = open_window(night=nights.command("long"))
    qtbot.waitUntil(lambda: not is_alive(pid), timeout=5000)
    qtbot.waitUntil(lambda: len(nights.pids) == 1, timeout=20_000)
    again.panel.learning.plan._allowed.switch.click()
    qtbot.waitUntil(lambda: nights.pids == [], timeout=5000)
    assert kept.settings.get("night_allowed") is False


def test_closing_the_window_pauses_a_night_that_was_asked_for(open_window: Open, nights: Nights, qtbot: QtBot) -> None:
    window = open_window(night=nights.command("long"))
    window.learning.learn_now()
    qtbot.waitUntil(lambda: len(nights.pids) == 1, timeout=20_000)
    window.close()
    qtbot.waitUntil(lambda: nights.pids == [], timeout=5000)


def waiting_also_while_closed(open_window: Open, nights: Nights, qtbot: QtBot, kept: Store) -> MainWindow:
    """A window whose nights may also come while it is closed, and the process that waits for them."""
    kept.settings.set("night_allowed", True)
    kept.settings.set("night_when_closed", True)
    window = open_window(night=nights.command("long"))
    qtbot.waitUntil(lambda: len(nights.pids) == 1, timeout=20_000)
    return window


def switch_off(window: MainWindow, nights: Nights, qtbot: QtBot, *, had: int) -> None:
    """Once so many nights were begun and the newest alone is left, nights are switched off, and none is."""
    qtbot.waitUntil(lambda: len(nights.had) == had and len(nights.pids) == 1, timeout=20_000)
    window.panel.learning.plan._allowed.switch.click()
    qtbot.waitUntil(lambda: nights.pids == [], timeout=5000)


def test_a_night_that_may_go_on_while_the_window_is_closed_waits_also_after_one_that_was_asked_for(
    open_window: Open, nights: Nights, qtbot: QtBot, kept: Store
) -> None:
    window = waiting_also_while_closed(open_window, nights, qtbot, kept)
    window.learning.learn_now()
    qtbot.waitUntil(lambda: len(nights.had) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: nights.pids == [nights.had[1]["pid"]], timeout=20_000)
    window.close()
    qtbot.waitUntil(lambda: len(nights.had) == 3, timeout=20_000)
    assert "--wait" in nights.had[2]["options"]
    assert nights.pids == [nights.had[2]["pid"]]
    left = lease_from(kept.settings.get(PROCESS))
    assert left is not None
    assert left.pid == nights.had[2]["pid"], "the next window finds it"
    switch_off(open_window(night=nights.command("long")), nights, qtbot, had=4)


def test_one_that_was_just_told_to_make_room_is_followed_by_another_that_waits(
    open_window: Open, nights: Nights, qtbot: QtBot, kept: Store
) -> None:
    window = waiting_also_while_closed(open_window, nights, qtbot, kept)
    window.learning.learn_now()
    window.close()
    qtbot.waitUntil(lambda: len(nights.had) == 2, timeout=20_000)
    qtbot.waitUntil(lambda: nights.pids == [nights.had[1]["pid"]], timeout=20_000)
    assert "--wait" in nights.had[1]["options"]
    switch_off(open_window(night=nights.command("long")), nights, qtbot, had=3)


def test_another_process_with_the_same_number_is_left_alone() -> None:
    mine = psutil.Process()
    end_left_behind(Lease(mine.pid, mine.create_time() - 100))
    assert lease_from([mine.pid, 1.5]) == Lease(mine.pid, 1.5)
    assert [lease_from(odd) for odd in (None, 3, [], [1], ["1", 2.0], [0, 1.0], [-1, 1.0])] == [None] * 7


@pytest.mark.parametrize(
    "line",
    [b"", b"\xff\xfe", b"words", b"[]", b"3", b'{"stage": 1}', b'{"stage": "learning", "done": "1", "of": 2}'],
)
def test_lines_that_say_no_progress_are_passed_over(line: bytes) -> None:
    assert progress_from(line) is None


def test_odd_progress_stays_within_bounds() -> None:
    assert progress_from(b'{"stage": "learning", "done": 9, "of": 0}') == Progress("learning", 0.0, None)
    assert progress_from(b'{"stage": "x", "done": 9, "of": 3, "left_s": "?"}') == Progress("x", 1.0, None)


def test_an_end_without_words_is_told_by_its_code() -> None:
    def told(code: int, **how: bool) -> str | None:
        return ending_from(b"noise\n", code=code, **{"has_crashed": False, "is_stopped": False, **how}).outcome

    assert [told(0), told(3), told(1), told(2)] == [None, None, "failed", "failed"]
    assert told(9, has_crashed=True) == "failed"
    assert told(15, has_crashed=True, is_stopped=True) == "paused"


def test_runs_are_told_apart() -> None:
    assert Run("--wait") != Run("--wait", outlives=True)
