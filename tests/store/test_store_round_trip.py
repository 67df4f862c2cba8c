"""Any text that was stored comes back equal: NUL, emoji and a megabyte included."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.errors import UsageProblem
from assistant.preference_bounds import LONGEST
from assistant.records import Sources, UsedMemory
from assistant.store.store import Store

# every character but lone surrogates, which are no text
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
MEGABYTE = "Grüße 🙂\0\r\n" * 80_000
CAREFUL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CAREFUL
@given(question=TEXT, answer=TEXT, title=TEXT)
@example(question="\0", answer="a\0b", title="\ufeff")
@example(question=MEGABYTE, answer=MEGABYTE[::-1], title="x")
def test_turns_and_chats(store: Store, question: str, answer: str, title: str) -> None:
    chat = store.chats.start(title=title, space=answer[:50])
    store.chats.save_draft(chat.id, answer)
    turn = store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=Sources())
    store.chats.finish_turn(turn.id, answer=answer, finish="stop", stats=None)
    found, place = store.chats.turn(turn.id), store.chats.get(chat.id)
    assert (found.question, found.answer) == (question, answer)
    assert place.draft == answer
    assert place.space == answer[:50]
    assert title in ("", place.title)


@CAREFUL
@given(text=TEXT.filter(str.strip), quote=TEXT, reason=TEXT)
@example(text=MEGABYTE[:LONGEST], quote=MEGABYTE, reason="\0")
def test_preferences_and_reasons(store: Store, text: str, quote: str, reason: str) -> None:
    kept = store.preferences.add(text, quote=quote)
    store.preferences.forget(kept.id)
    kept = store.preferences.add(text, quote=quote)
    assert (store.preferences.get(kept.id).text, kept.quote) == (text, quote)
    sources = Sources(memories=(UsedMemory(kept.id, text, 0.5, reason),))
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=sources)
    assert store.chats.turn(turn.id).sources == sources
    store.preferences.forget(kept.id)


@CAREFUL
@given(reasons=st.lists(TEXT, max_size=4), better=st.none() | TEXT, name=TEXT)
def test_ratings_and_slider_names(store: Store, reasons: list[str], better: str | None, name: str) -> None:
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question="x", seed=1, sources=Sources())
    store.ratings.rate(turn.id, verdict="up", reasons=reasons, better=better, sliders={name: 1}, space=name)
    found = store.ratings.of_turn(turn.id)
    assert found is not None
    assert (found.reasons, found.better, dict(found.sliders), found.space) == (tuple(reasons), better, {name: 1}, name)
    store.sliders.set(name, -1)
    assert store.sliders.levels()[name] == -1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@CAREFUL
@given(name=TEXT, value=JSON)
def test_settings(store: Store, name: str, value: object) -> None:
    store.settings.set(name, value)  # type: ignore[arg-type]
    assert store.settings.get(name) == value


@CAREFUL
@given(text=st.text(max_size=20), place=st.integers(0, 20))
def test_lone_surrogates_are_refused_and_nothing_is_kept(store: Store, text: str, place: int) -> None:
    broken = text[:place] + "\udc80" + text[place:]
    chats, preferences = store.chats.list(), store.preferences.list()
    with pytest.raises(UsageProblem):
        store.chats.start(title=broken)
    with pytest.raises(UsageProblem):
        store.preferences.add(broken)
    assert (store.chats.list(), store.preferences.list()) == (chats, preferences)
    kept = store.preferences.add("whole")
    with pytest.raises(UsageProblem):
        store.preferences.edit(kept.id, broken)
    assert store.preferences.get(kept.id).state == "active"
    store.preferences.forget(kept.id)
