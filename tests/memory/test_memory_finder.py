"""The finder keeps in step with the store, and its failures are nobody's problem."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.memory.finder import AT_ONCE, MODEL, HostedFinder, NoFinder
from assistant.paths import Home, prepare
from assistant.store import keys
from assistant.store.store import Store, open_store


@pytest.fixture
def letters() -> Iterator[HostedFinder]:
    finder = HostedFinder(target="finder_parts:ByLetters")
    yield finder
    finder.close()


@pytest.fixture
def other_store(tmp_path: Path) -> Iterator[Store]:
    home = Home(tmp_path / "other")
    prepare(home)
    key_file = tmp_path / "other_key"
    key_file.touch(mode=0o600)
    key_file.write_text(secrets.token_hex(32), encoding="ascii")
    with open_store(home, keys.create(home, key_file=key_file).key) as opened:
        yield opened


def found(finder: HostedFinder, store: Store, question: str = "abc") -> set[int]:
    return {near.id for near in finder.begin(question, store=store, limit=1000)()}


def until_warm(finder: HostedFinder) -> None:
    ends = time.monotonic() + 60
    while not finder.is_warm():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_no_finder_finds_nothing(store: Store) -> None:
    finder = NoFinder()
    finder.warm_up()
    finder.wait(store)
    assert not finder.is_warm()
    assert finder.begin("anything", store=store, limit=5)() == []
    finder.close()


def test_a_cold_finder_finds_nothing_and_starts_nothing(letters: HostedFinder, store: Store) -> None:
    store.preferences.add("abc")
    assert found(letters, store) == set()
    assert letters.pid is None


def test_warming_up_does_not_wait(letters: HostedFinder, store: Store) -> None:
    letters.warm_up()
    assert letters.pid is not None
    until_warm(letters)
    kept = store.preferences.add("abc")
    assert found(letters, store) == {kept.id}


def test_it_follows_every_change_of_the_store(letters: HostedFinder, store: Store) -> None:
    letters.wait()
    one, two = store.preferences.add("abc"), store.preferences.add("abd")
    assert found(letters, store) == {one.id, two.id}
    edited = store.preferences.edit(one.id, "xyz")
    candidate = store.preferences.add("maybe", state="candidate")
    assert found(letters, store) == {edited.id, two.id}
    store.preferences.forget(two.id)
    store.preferences.confirm(candidate.id)
    assert found(letters, store) == {edited.id, candidate.id}
    assert {identity for identity, _ in store.preferences.vectors(MODEL)} == {edited.id, candidate.id}


def test_a_question_waits_for_a_few_new_preferences_only(letters: HostedFinder, store: Store) -> None:
    added = store.preferences.add_many([f"preference {number}" for number in range(2 * AT_ONCE + 5)])
    letters.wait()
    assert len(found(letters, store)) == AT_ONCE
    assert len(found(letters, store)) == 2 * AT_ONCE
    assert found(letters, store) == {item.id for item in added}


def test_waiting_with_a_store_learns_all_of_it(letters: HostedFinder, store: Store) -> None:
    added = store.preferences.add_many([f"preference {number}" for number in range(AT_ONCE + 5)])
    letters.wait(store)
    assert found(letters, store) == {item.id for item in added}


def test_two_stores_do_not_mix(letters: HostedFinder, store: Store, other_store: Store) -> None:
    letters.wait()
    here, there = store.preferences.add("abcdef"), other_store.preferences.add("uvwxyz")
    assert here.id == there.id
    assert store.preferences.revision() == other_store.preferences.revision()
    other_store.preferences.add("more")
    for _ in range(2):
        assert [near.cosine > 0.1 for near in letters.begin("abcdef", store=store, limit=9)()] == [True]
        assert [near.cosine > 0.1 for near in letters.begin("abcdf", store=other_store, limit=9)()] == [False, False]


def test_a_dying_child_is_started_again(letters: HostedFinder, store: Store) -> None:
    kept = store.preferences.add("abc")
    letters.wait(store)
    before = letters.pid
    assert letters.begin("die", store=store, limit=5)() == []
    until_warm(letters)
    assert letters.pid not in (None, before)
    assert found(letters, store) == {kept.id}


def test_a_child_that_always_dies_is_left_alone(letters: HostedFinder, store: Store) -> None:
    store.preferences.add("poison")
    letters.wait(store)
    for _ in range(4):
        letters.wait()
        assert found(letters, store) == set()
    assert not letters.is_warm()
    assert letters.pid is None


def test_a_part_that_cannot_be_built_is_given_up(store: Store) -> None:
    finder = HostedFinder(target="finder_parts:Missing")
    finder.warm_up()
    finder.wait(store)
    assert not finder.is_warm()
    assert finder.begin("abc", store=store, limit=5)() == []
    finder.close()
    finder.close()


def test_where_there_is_no_room_for_its_process_nobody_is_troubled(
    letters: HostedFinder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise BlockingIOError

    kept = store.preferences.add("abc")
    with monkeypatch.context() as crowded:
        crowded.setattr("multiprocessing.context.SpawnProcess.start", refuse)
        letters.warm_up()
        assert not letters.is_warm()
        assert found(letters, store) == set()
    letters.warm_up()
    until_warm(letters)
    assert found(letters, store) == {kept.id}
    letters.close()
    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    letters.wait(store)
    assert not letters.is_warm()


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are POSIX")
def test_a_killed_child_costs_one_search(letters: HostedFinder, store: Store) -> None:
    kept = store.preferences.add("abc")
    letters.wait(store)
    assert letters.pid is not None
    os.kill(letters.pid, signal.SIGKILL)
    assert found(letters, store) == set()
    letters.wait(store)
    assert found(letters, store) == {kept.id}


def test_closed_it_can_be_warmed_up_again(letters: HostedFinder, store: Store) -> None:
    kept = store.preferences.add("abc")
    letters.wait(store)
    letters.close()
    assert letters.pid is None
    assert not letters.is_warm()
    assert found(letters, store) == set()
    letters.wait(store)
    assert found(letters, store) == {kept.id}
