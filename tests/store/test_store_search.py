"""Search by words: prefixes, stems, accents, edits, and anything a person may type."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.records import Sources
from assistant.store.connection import Connection
from assistant.store.migrations import is_search_sound
from assistant.store.store import Store


def tell(store: Store, question: str, answer: str = "") -> int:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=Sources())
    store.chats.finish_turn(turn.id, answer=answer, finish="stop", stats=None)
    return turn.id


def test_turns_are_found_by_the_beginnings_of_all_words(store: Store) -> None:
    tea = tell(store, "What tea goes with the sandwich?", "A Darjeeling, second flush.")
    tell(store, "What coffee?", "A dark one.")
    assert [found.turn for found in store.search.turns("darj sand")] == [tea]
    assert store.search.turns("darj coffee") == []
    found = store.search.turns("second")[0]
    assert found.title == "What tea goes with the sandwich?"
    assert "second flush" in found.excerpt
    assert len(store.search.turns("what", limit=1)) == 1


def test_accents_and_case_do_not_matter(store: Store) -> None:
    turn = tell(store, "Ein CAFÉ in Zürich")
    for query in ("cafe", "Café", "cafe\u0301", "zurich", "ZÜR"):
        assert [found.turn for found in store.search.turns(query)] == [turn], query


def test_a_finished_answer_is_found_and_the_unfinished_is_not(store: Store) -> None:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="tea", seed=1, sources=Sources())
    assert store.search.turns("oolong") == []
    store.chats.finish_turn(turn.id, answer="oolong", finish="stop", stats=None)
    assert len(store.search.turns("oolong tea")) == 1


def test_preferences_are_found_by_any_content_word(store: Store) -> None:
    bread = store.preferences.add("I bake sourdough bread every Sunday.")
    store.preferences.add("My cat is called Miso.")
    found = store.search.preferences("What should I be baking on sundays?")
    assert [number for number, _ in found] == [bread.id]
    assert found[0][1] > 0
    assert store.search.preferences("what is it about the") == []
    best = store.preferences.add("Sourdough bread, sourdough bread!")
    assert store.search.preferences("sourdough bread")[0][0] == best.id
    assert len(store.search.preferences("sourdough bread", limit=1)) == 1


def test_only_active_preferences_of_the_space_are_found(store: Store) -> None:
    tea = store.preferences.add("black tea")
    work = store.preferences.add("tea at work", space="work")
    store.preferences.add("tea candidate", state="candidate")
    edited = store.preferences.edit(tea.id, "green tea")
    assert {number for number, _ in store.search.preferences("tea")} == {work.id, edited.id}
    assert {number for number, _ in store.search.preferences("tea", space="work")} == {work.id}
    assert store.search.preferences("black") == []


def test_search_follows_edits_and_forgetting(store: Store, raw: Callable[[], Connection]) -> None:
    items = store.preferences.add_many([f"likes thing{number} zanzibar" for number in range(50)])
    for item in items[:20]:
        store.preferences.edit(item.id, f"{item.text} edited")
    for item in items[10:30]:
        store.preferences.forget(item.id)
    assert len(store.search.preferences("zanzibar", limit=99)) == 30
    assert len(store.search.preferences("edited", limit=99)) == 10
    assert is_search_sound(raw())


ODD = [
    *(
        '"',
        '""',
        "'",
        "*",
        "a*",
        "NEAR(a b)",
        "a AND",
        "OR",
        "NOT a",
        "col:a",
        "question:tea",
        "^a",
        "-a",
        "+",
        "(",
        "a)",
    ),
    *(
        "{a b}:c",
        "\0",
        "a\0b",
        "\ud800",
        "🙂",
        "тест",
        "日本語",
        "a" * 1000,
        "x " * 5000,
        "%",
        "_",
        "--",
        ";",
        "\\",
        "",
    ),
]


@pytest.mark.parametrize("query", ODD, ids=[ascii(query)[:20] for query in ODD])
def test_no_query_fails(store: Store, query: str) -> None:
    tell(store, "tea and coffee", "a b")
    store.preferences.add("tea and coffee")
    store.search.turns(query)
    store.search.preferences(query)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(), max_size=60))
def test_no_text_at_all_fails(store: Store, query: str) -> None:
    store.search.turns(query)
    store.search.preferences(query)
