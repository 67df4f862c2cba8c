"""The keeper begins a night when it may, ends it when the person comes back, and shows the key to nobody."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.paths import Home
from assistant.store.storekey import StoreKey
from assistant.training.keeper import LOOK_S, REST_S, WATCH_S, keep
from assistant.training.pause import Interrupted, Pause
from tests.training.nights import ROOT

CHILD = """
import json, os, pathlib, signal, sys, time
told = pathlib.Path(sys.argv[1])
def end(*_):
    told.with_suffix(".ended").touch()
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
key = sys.stdin.readline().strip()
told.write_text(json.dumps({"argv": sys.argv, "env": dict(os.environ), "key": len(key), "end": key[-4:]}))
time.sleep(60)
"""
KEY = StoreKey(bytes(range(32)))


def wait_for(path: Path) -> None:
    end = time.monotonic() + 30
    while not path.exists() or not path.stat().st_size:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_night_is_begun_and_ended_and_the_key_is_nowhere_to_be_seen(home: Home, tmp_path: Path) -> None:
    told = tmp_path / "told"
    looks: list[bool] = []

    def may(is_running: bool) -> float | str:
        looks.append(is_running)
        if len(looks) == 1:
            return "The night's hours have not begun."
        if is_running:
            wait_for(told)
            return "Somebody came back."
        return 3600.0

    keep(
        home,
        KEY,
        may,
        is_wanted=lambda: len(looks) < 3,
        check=lambda: None,
        command=(sys.executable, "-c", CHILD, str(told)),
        sleep=lambda _: None,
    )
    assert looks == [False, False, True]
    found = json.loads(told.read_text(encoding="utf-8"))
    assert (found["key"], found["end"]) == (64, KEY.hexadecimal()[-4:])
    assert KEY.hexadecimal() not in json.dumps([found["argv"], found["env"]])
    assert found["argv"][2:] == ["--home", str(home.root), "--json", "night", "--key-stdin"]
    assert told.with_suffix(".ended").exists()


def test_a_keeper_that_is_stopped_ends_its_night_first(home: Home, tmp_path: Path) -> None:
    told, pause = tmp_path / "told", Pause()

    def sleep(_: float) -> None:
        wait_for(told)
        pause.ask()

    with pytest.raises(Interrupted):
        keep(
            home,
            KEY,
            lambda _: 3600.0,
            is_wanted=lambda: True,
            check=pause.check,
            command=(sys.executable, "-c", CHILD, str(told)),
            sleep=sleep,
        )
    assert told.with_suffix(".ended").exists()


def test_a_night_that_ended_by_itself_is_not_begun_again_for_an_hour_whatever_the_reason(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, waited = tmp_path / "began", [0.0]
    child = f"import os; open({str(began)!r}, 'a').write(os.getcwd() + '\\n')"

    def sleep(seconds: float) -> None:
        waited[0] += seconds
        wait_for(began)
        time.sleep(0.05)

    monkeypatch.chdir(tmp_path)
    keep(
        home,
        KEY,
        lambda _: 3600.0,
        is_wanted=lambda: waited[0] < 0.9 * REST_S,
        check=lambda: None,
        command=(sys.executable, "-c", child),
        sleep=sleep,
    )
    (folder,) = began.read_text(encoding="utf-8").splitlines()
    assert Path(folder) == ROOT, "modules are not looked for where the keeper was started"


def test_a_night_that_made_room_for_the_person_by_itself_is_gone_on_with_when_they_have_left(
    home: Home, tmp_path: Path
) -> None:
    began, waited, is_there = tmp_path / "began", [0.0], [False]
    child = f"open({str(began)!r}, 'a').write('one\\n')"

    def sleep(seconds: float) -> None:
        waited[0] += seconds
        wait_for(began)
        time.sleep(0.1)
        is_there[0] = not is_there[0]

    keep(
        home,
        KEY,
        lambda _: "Somebody came back." if is_there[0] else 3600.0,
        is_wanted=lambda: waited[0] < LOOK_S + 2 * WATCH_S,
        check=lambda: None,
        command=(sys.executable, "-c", child),
        sleep=sleep,
    )
    assert began.read_text(encoding="utf-8").splitlines() == ["one", "one"]


def test_it_is_light() -> None:
    code = (
        "import sys; import assistant.training.keeper, assistant.training.now, assistant.store.store;"
        "print([name for name in ('torch', 'peft', 'llama_cpp', 'sklearn', 'transformers') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
