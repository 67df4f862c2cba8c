"""Of a question that cannot be kept nothing is left, not even an empty chat."""

from __future__ import annotations

import pytest

from assistant.ask import ask
from assistant.errors import UsageProblem
from assistant.memory.finder import Nearest, NoFinder
from assistant.sources import Options
from assistant.store.store import Store
from tests.listening import Listening


class Interrupted(NoFinder):
    """The person presses Ctrl+C while meanings are compared."""

    def begin(self, question: str, *, store: Store, limit: int) -> Nearest:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("question", "options", "said"),
    [("Hello \ud800?", None, "broken character"), ("Hello?", Options(seed=2**64), "too large")],
    ids=["broken text", "a seed out of range"],
)
@pytest.mark.parametrize("is_plain", [False, True])
def test_what_cannot_be_kept_leaves_no_chat(
    store: Store, question: str, options: Options | None, said: str, is_plain: bool
) -> None:
    options = options or Options(plain=is_plain)
    for _ in range(2):
        with pytest.raises(UsageProblem, match=said):
            list(ask(question, store=store, speaker=Listening(["Yes."]), finder=NoFinder(), options=options))
    assert store.chats.list() == []


def test_a_question_that_is_stopped_before_it_is_kept_leaves_no_chat(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        list(ask("Hello?", store=store, speaker=Listening(["Yes."]), finder=Interrupted()))
    assert store.chats.list() == []


def test_a_refused_question_leaves_the_chat_it_was_asked_in_as_it_is(store: Store) -> None:
    *_, first = ask("Hello?", store=store, speaker=Listening(["Yes."]), finder=NoFinder())
    before = store.chats.list()
    with pytest.raises(UsageProblem):
        list(ask("\ud800", store=store, speaker=Listening(["Yes."]), finder=NoFinder(), chat=before[0].id))
    assert store.chats.list() == before
    assert store.chats.branch(before[0].id) == [first]
