"""With the real embedding model: what matters is found without a shared word, and silence is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.memory.finder import MODEL, HostedFinder
from assistant.memory.ranking import best
from assistant.records import UsedMemory
from assistant.store.store import Store

pytestmark = pytest.mark.finder

NOW = 1_800_000_000.0


def ask(question: str, store: Store, finder: HostedFinder) -> tuple[UsedMemory, ...]:
    return best(question, store=store, finder=finder, now=NOW)


def test_a_preference_is_found_without_a_shared_word(store: Store, finder: HostedFinder) -> None:
    kept = store.preferences.add("I am vegetarian.")
    store.preferences.add("I work night shifts as a nurse.")
    finder.wait(store)
    (memory,) = ask("What should I cook tonight?", store, finder)
    assert memory.id == kept.id
    assert "food" in memory.reason


@pytest.mark.parametrize(
    "question",
    ["Why is the sky blue?", "Hello!", "What is 17 times 23?", "Write a poem about the sea.", "Thanks!", "\ud800", " "],
)
def test_nothing_is_used_where_nothing_matters(question: str, store: Store, finder: HostedFinder) -> None:
    for text in ("I am vegetarian.", "I prefer trains to cars.", "I work night shifts.", "Use metric units."):
        store.preferences.add(text)
    finder.wait(store)
    assert ask(question, store, finder) == ()


def test_enough_is_found_and_little_is_forced(
    store: Store, finder: HostedFinder, pairs: list[dict[str, str]], unrelated: list[str]
) -> None:
    """Floors a little under what was measured; all texts are of our own writing and were used for calibration."""
    chosen = pairs[::3]
    ids = [store.preferences.add(pair["preference"]).id for pair in chosen]
    finder.wait(store)
    hits = [
        identity in {memory.id for memory in ask(pair["question"], store, finder)}
        for identity, pair in zip(ids, chosen, strict=True)
    ]
    forced = [bool(ask(question, store, finder)) for question in unrelated]
    assert sum(hits) / len(hits) >= 0.4
    assert sum(forced) / len(forced) <= 0.08


def test_a_new_edited_or_forgotten_preference_counts_at_the_next_question(store: Store, finder: HostedFinder) -> None:
    finder.wait(store)
    question = "Which film could we watch tonight?"
    assert ask(question, store, finder) == ()
    kept = store.preferences.add("I cannot watch horror films.")
    assert [memory.id for memory in ask(question, store, finder)] == [kept.id]
    edited = store.preferences.edit(kept.id, "I only watch comedies.")
    assert [memory.id for memory in ask(question, store, finder)] == [edited.id]
    store.preferences.forget(edited.id)
    assert ask(question, store, finder) == ()


def test_vectors_are_normalised_and_kept_in_the_store(store: Store, finder: HostedFinder) -> None:
    import numpy as np

    kept = store.preferences.add("I am vegetarian.")
    finder.wait(store)
    ((identity, vector),) = store.preferences.vectors(MODEL)
    numbers = np.frombuffer(vector, dtype="<f4")
    assert (identity, numbers.shape) == (kept.id, (384,))
    assert np.linalg.norm(numbers) == pytest.approx(1, abs=1e-5)


def test_a_very_long_question_is_read_at_both_ends(store: Store, finder: HostedFinder) -> None:
    kept = store.preferences.add("I am vegetarian and love quick recipes for dinner.")
    finder.wait(store)
    middle = "The parliament met on Monday. " * 10_000
    asked = "What should I cook for dinner tonight? I want a quick recipe. " * 5
    assert [memory.id for memory in ask(asked + middle + asked, store, finder)] == [kept.id]
    assert ask(middle + middle, store, finder) == ()


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="open sockets are listed there")
def test_the_finder_opens_no_network_socket(finder: HostedFinder) -> None:
    inodes = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        lines = Path(f"/proc/{finder.pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]
        inodes |= {line.split()[9] for line in lines}
    links = [link.readlink() for link in Path(f"/proc/{finder.pid}/fd").iterdir()]
    assert not {f"socket:[{inode}]" for inode in inodes} & {os.fspath(link) for link in links}
