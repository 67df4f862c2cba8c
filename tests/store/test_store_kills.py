"""Killed at any moment, or written by two at once: what was acknowledged is there, and search is sound."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.paths import Home
from assistant.store.connection import Connection
from assistant.store.migrations import is_search_sound, version_of
from assistant.store.schema import MIGRATIONS
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey

pytestmark = pytest.mark.trust
ROOT = Path(__file__).parents[2]
KILLS = 20

# acknowledges a turn or a preference only after the store returned
WRITER = """
import sys
from pathlib import Path
from assistant.paths import Home
from assistant.records import Sources
from assistant.store import keys
from assistant.store.store import open_store
home = Home(Path(sys.argv[1]))
name, most = sys.argv[3], int(sys.argv[4])
with open_store(home, keys.unlock_with_key_file(home, Path(sys.argv[2]))) as store:
    chat = store.chats.start(title=name)
    print("ready", flush=True)
    for number in range(most):
        question = f"{name} {number} " * 30
        turn = store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=Sources())
        print("asked", turn.id, number, flush=True)
        store.chats.finish_turn(turn.id, answer=f"answer {number} " * 50, finish="stop", stats=None)
        print("told", turn.id, number, flush=True)
        kept = store.preferences.add(f"{name} prefers {number}")
        print("kept", kept.id, number, flush=True)
        if number % 4 == 3:
            store.preferences.forget(kept.id)
            print("gone", kept.id, number, flush=True)
"""


def start(home: Home, key_file: Path, name: str, most: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(home.root), str(key_file), name, str(most)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def acknowledged(lines: list[str]) -> dict[str, dict[int, int]]:
    """What was done -> id -> its number in the writer's count; a torn last line is no acknowledgement."""
    found: dict[str, dict[int, int]] = {"asked": {}, "told": {}, "kept": {}, "gone": {}}
    for line in lines:
        match line.split() if line.endswith("\n") else []:
            case [done, identity, number]:
                found[done][int(identity)] = int(number)
    return found


def check(store: Store, name: str, done: dict[str, dict[int, int]]) -> None:
    for turn, number in done["asked"].items():
        assert store.chats.turn(turn).question == f"{name} {number} " * 30
    for turn, number in done["told"].items():
        assert store.chats.turn(turn).answer == f"answer {number} " * 50
    there = {item.id: item.text for item in store.preferences.list()}
    assert not set(done["gone"]) & set(there)
    last = max(done["kept"], default=0)
    for preference, number in done["kept"].items():
        # the last one may have been forgotten without the word getting through
        if preference not in done["gone"] and not (preference == last and number % 4 == 3):
            assert there[preference] == f"{name} prefers {number}"


def test_what_was_acknowledged_survives_kill_9(home: Home, key: StoreKey, key_file: Path) -> None:
    chosen, total = random.Random(20), 0
    open_store(home, key).close()
    for kill in range(KILLS):
        name = f"writer{kill}"
        with start(home, key_file, name, 10**6) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chosen.random() * 0.3)
            writer.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            done = acknowledged(writer.stdout.readlines())
        total += sum(map(len, done.values()))
        with open_store(home, key) as store:
            check(store, name, done)
        with Connection(home.store, key) as connection:
            assert is_search_sound(connection)
            assert connection.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
            assert connection.rows("PRAGMA foreign_key_check") == []
    assert total > KILLS * 10, "the writers hardly wrote: this proves nothing"


def test_two_write_at_once_and_nothing_is_lost(home: Home, key: StoreKey, key_file: Path) -> None:
    open_store(home, key).close()
    writers = {name: start(home, key_file, name, 60) for name in ("first", "second")}
    done: dict[str, dict[str, dict[int, int]]] = {}
    for name, writer in writers.items():
        lines, _ = writer.communicate()
        assert writer.returncode == 0
        done[name] = acknowledged(lines.splitlines(keepends=True))
    with open_store(home, key) as store:
        for name in writers:
            assert len(done[name]["told"]) == 60
            check(store, name, done[name])
        assert len(store.preferences.list()) == 2 * 45
        assert len(store.search.turns("answer 59")) == 2


def test_many_make_and_open_the_same_new_store(home: Home, key: StoreKey, key_file: Path) -> None:
    assert key
    writers = [start(home, key_file, f"maker{number}", 3) for number in range(4)]
    for writer in writers:
        lines, _ = writer.communicate()
        assert writer.returncode == 0
        assert len(acknowledged(lines.splitlines(keepends=True))["told"]) == 3
    with open_store(home, key) as store:
        assert len(store.chats.list()) == 4


@pytest.mark.parametrize("wait_s", [0.1, 0.2, 0.25, 0.3, 0.35])
def test_a_kill_while_the_store_is_being_made(home: Home, key: StoreKey, key_file: Path, wait_s: float) -> None:
    with start(home, key_file, "maker", 0) as writer:
        time.sleep(wait_s)
        writer.kill()
    with open_store(home, key) as store:
        assert len(store.chats.list()) <= 1
        store.preferences.add("tea")
    with Connection(home.store, key) as connection:
        assert version_of(connection) == len(MIGRATIONS)
        assert is_search_sound(connection)
