"""The one connection: settings in force, nothing half saved, nothing beside the store, nothing shared."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import StoreDamaged, StoreFull, StoreProblem, UsageProblem
from assistant.paths import Home
from assistant.store import faults, keys, libraries
from assistant.store.connection import Connection
from assistant.store.store import Store, open_store
from assistant.store.storekey import StoreKey

ROOT = Path(__file__).parents[2]
Raw = Callable[[], Connection]


@pytest.fixture
def connection(store: Store, raw: Raw) -> Connection:
    assert store
    return raw()


def test_settings_in_force(connection: Connection) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "wal_autocheckpoint": 200,
        "cache_size": -8192,
    }
    for name, value in expected.items():
        found = connection.first(f"PRAGMA {name}")
        assert found is not None
        assert found[name] == value, name
    assert connection.first("PRAGMA busy_timeout") == {"timeout": 5000}


@pytest.mark.parametrize("sql", ["ATTACH 'beside.db' AS beside KEY ''", "DETACH main", "VACUUM INTO 'beside.db'"])
def test_nothing_can_be_written_beside_the_store(connection: Connection, sql: str, home: Home) -> None:
    before = sorted(home.root.iterdir())
    with pytest.raises(StoreProblem):
        connection.run(sql)
    assert sorted(home.root.iterdir()) == before
    assert not Path("beside.db").exists()


def test_extensions_are_off(connection: Connection) -> None:
    with pytest.raises(StoreProblem):
        connection.run("SELECT load_extension('nothing')")


def test_all_or_nothing(connection: Connection, store: Store) -> None:
    def fail() -> None:
        with connection.transaction():
            connection.run("INSERT INTO settings (name, value) VALUES ('a', '1')")
            with connection.transaction():
                connection.run("INSERT INTO settings (name, value) VALUES ('b', '2')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert not connection.in_transaction
    assert store.settings.all() == {}


def test_an_insert_with_returning_leaves_nothing_open(connection: Connection, store: Store) -> None:
    """The silent loss that the libraries' disagreement on errors would cause."""
    for level in (1, 2, 3):
        connection.insert("slider_moves", name="length", level=level, space="personal", made=0.0)
        assert not connection.in_transaction
    assert store.sliders.levels() == {"length": 3}, "another connection sees it"


def test_libraries_that_disagree_are_refused() -> None:
    code = (
        "import sqlite_utils\n"
        "from assistant.errors import StoreProblem\n"
        "from assistant.store.libraries import sqlite_tools\n"
        "try: sqlite_tools()\n"
        "except StoreProblem as problem: print(problem.sentence)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "disagree" in done.stdout


def test_opening_loads_no_tables_and_hides_none() -> None:
    code = (
        "import sys; from assistant.store.libraries import sqlite_tools; sqlite_tools()\n"
        "print('numpy' in sys.modules, 'pandas' in sys.modules)\n"
        "import numpy; print(numpy.zeros(1).sum())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "0.0"]


def test_errors_are_the_drivers_own() -> None:
    driver = libraries.sqlcipher()
    assert libraries.sqlite_tools().utils.OperationalError is driver.OperationalError


def test_every_sentence_of_a_fault_is_plain() -> None:
    for code in (*range(30), 266, 2570, None, 9999):
        problem = faults.problem_of(code)
        assert problem.sentence.endswith(".")
        assert problem.advice.endswith(".")
    assert isinstance(faults.problem_of(13), StoreFull)
    assert isinstance(faults.problem_of(4874), StoreFull), "no room for what readers and writers share"
    assert isinstance(faults.problem_of(267), StoreDamaged), "extended codes count as their primary one"


def test_a_fault_never_quotes_what_was_typed(connection: Connection) -> None:
    with pytest.raises(UsageProblem) as caught:
        connection.run("INSERT INTO slider_moves (name, level, space, made) VALUES (?, 9, 's', 0.0)", "my secret")
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.skipif(os.name != "posix", reason="limits a file's size as POSIX does")
def test_a_full_disk_is_said_and_nothing_is_lost(home: Home, key: StoreKey) -> None:
    import signal

    with open_store(home, key) as store:
        kept = store.preferences.add("kept before")
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (home.store.with_name("store.db-wal").stat().st_size + 8192, hard))
        try:
            with pytest.raises(StoreProblem):
                store.settings.set("draft", "x" * 10_000_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before)
        assert store.preferences.list() == [kept]
        assert store.preferences.add("kept after").id > kept.id
    with open_store(home, key) as store:
        assert [item.text for item in store.preferences.list()] == ["kept before", "kept after"]


def test_the_real_full_error_is_a_full_disk(connection: Connection) -> None:
    pages = connection.first("PRAGMA page_count")
    assert pages is not None
    connection.run(f"PRAGMA max_page_count={pages['page_count']}")
    with pytest.raises(StoreFull):
        connection.run("INSERT INTO settings (name, value) VALUES ('big', ?)", "x" * 1_000_000)
    assert not connection.in_transaction


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork there")
def test_a_forked_child_cannot_use_the_store(store: Store) -> None:
    store.preferences.add("tea")
    child = os.fork()
    if child == 0:
        refused = 1
        try:
            store.preferences.list()
        except StoreProblem:
            refused = 0
        store.close()
        os._exit(refused)
    assert os.waitpid(child, 0)[1] == 0
    assert len(store.preferences.list()) == 1


def test_closing_twice_and_using_after_closing(home: Home, key: StoreKey) -> None:
    store = open_store(home, key)
    store.close()
    store.close()
    with pytest.raises(StoreProblem):
        store.chats.list()
    with pytest.raises(StoreProblem):
        store.preferences.add("x")


def test_nothing_is_written_to_the_terminal(home: Home, key: StoreKey, capfd: pytest.CaptureFixture[str]) -> None:
    open_store(home, key).close()
    content = bytearray(home.store.read_bytes())
    content[100] ^= 1
    home.store.write_bytes(content)
    with pytest.raises(StoreDamaged):
        open_store(home, key)
    assert capfd.readouterr() == ("", "")


TWO_THREADS = """
import sys, threading
from pathlib import Path
from assistant.paths import Home
from assistant.store import keys
from assistant.store.store import open_store
home = Home(Path(sys.argv[1]))
key = keys.unlock_with_key_file(home, Path(sys.argv[2]))
together = threading.Barrier(2)
opened = []
def work():
    together.wait()
    with open_store(home, key) as store:
        opened.append(len(store.chats.list()))
threads = [threading.Thread(target=work) for _ in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
sys.exit(0 if opened == [0, 0] else 1)
"""


def test_two_threads_may_open_it_at_the_same_moment(home: Home, key_file: Path) -> None:
    keys.create(home, key_file=key_file)
    done = subprocess.run([sys.executable, "-c", TWO_THREADS, str(home.root), str(key_file)], check=False)
    assert done.returncode == 0


def test_threads_that_make_it_together_all_find_it(home: Home, key_file: Path) -> None:
    key = keys.create(home, key_file=key_file).key
    together = threading.Barrier(6)
    found: list[int] = []

    def work() -> None:
        together.wait()
        with open_store(home, key) as store:
            found.append(len(store.chats.list()))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 6


def test_every_page_can_be_seen_to_be_what_was_written(home: Home, key: StoreKey) -> None:
    with open_store(home, key) as store:
        for number in range(50):
            store.preferences.add(f"I like honey of {number} flowers.")
        store.check()
    content = bytearray(home.store.read_bytes())
    content[len(content) - 2000] ^= 1
    home.store.write_bytes(content)
    with open_store(home, key) as store, pytest.raises(StoreDamaged):
        store.check()
