"""Finds preferences by meaning, in a process that is started late and may be missing."""

from __future__ import annotations

import multiprocessing
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from assistant.engine.hosted import Hosted
from assistant.errors import ModelProblem, SpeakerDied
from assistant.memory.near import Near

if TYPE_CHECKING:
    from assistant.store.store import Store

TARGET = "assistant.memory.embedder:Embedder"
MODEL = "all-minilm-l6-v2"
Nearest = Callable[[], list[Near]]
"""Waits for what was begun."""
BATCH = 32
AT_ONCE = 128
"""New preferences that are embedded before one question is answered: about a third of a second."""
SENT_TOGETHER = 512
MOST_FAILURES = 3
"""In a row; then preferences are found by their words alone until Attune starts again."""


class Finder(Protocol):
    """Finds preferences by meaning. Used from one thread at a time."""

    def warm_up(self) -> None:
        """Start loading; returns at once."""
        ...

    def is_warm(self) -> bool:
        """True when `begin` would search by meaning now; never waits."""
        ...

    def wait(self, store: Store | None = None) -> None:
        """Wait until it is warm or known to be unable; with a store, until it knows all its preferences."""
        ...

    def begin(self, question: str, *, store: Store, limit: int) -> Nearest:
        """Begin to compare meanings; what is returned waits for the result.

        That is the active preferences with the most evidence that they matter, best first; none until it is warm.
        """
        ...

    def close(self) -> None:
        """Free its memory; `warm_up` loads again. Safe to call twice."""
        ...


class NoFinder:
    """A finder that never finds: preferences are found by their words alone."""

    def warm_up(self) -> None:
        """Nothing to load."""

    def is_warm(self) -> bool:
        """Never."""
        return False

    def wait(self, store: Store | None = None) -> None:
        """Nothing to wait for."""

    def begin(self, question: str, *, store: Store, limit: int) -> Nearest:
        """Nothing."""
        del question, store, limit
        return list

    def close(self) -> None:
        """Nothing to free."""


class HostedFinder:
    """The embedding model in a process of its own, in step with a store.

    A failure is never the person's problem: `begin` then finds nothing, and the process is
    started again in the background, up to three times.
    """

    def __init__(self, target: str = TARGET) -> None:
        self._hosted = Hosted(target=target, kwargs={}, is_background=True)
        self._failures = 0
        self._sent: set[int] = set()
        self._store: weakref.ref[Store] | None = None
        self._revision: int | None = None

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        return self._hosted.pid

    def warm_up(self) -> None:
        """Start loading; returns at once. Where the system has no room for another process, nothing is loaded."""
        if self._failures < MOST_FAILURES:
            try:
                self._hosted.start()
            except ModelProblem:
                self._failures += 1

    def is_warm(self) -> bool:
        """True when the model is loaded; never waits."""
        if self.pid is not None and all(child.pid != self.pid for child in multiprocessing.active_children()):
            self._fail()
        try:
            return self._hosted.ready()
        except ModelProblem:
            self._fail()
            return False

    def wait(self, store: Store | None = None) -> None:
        """Wait until the model is loaded or has failed; with a store, until all its preferences are known."""
        while not self.is_warm() and self._failures < MOST_FAILURES:
            try:
                self._hosted.call("count")
            except ModelProblem:
                self._fail()
        if store is not None and self.is_warm():
            try:
                self._follow(store, most=None)
            except ModelProblem:
                self._fail()

    def begin(self, question: str, *, store: Store, limit: int) -> Nearest:
        """See `Finder.begin`. A few new preferences are embedded first, the others at the next questions."""
        if not self.is_warm():
            return list
        try:
            self._follow(store, most=AT_ONCE)
            pid = self.pid
            finish = self._hosted.begin("search", question, limit)
            self._check_same(pid)
        except ModelProblem:
            self._fail()
            return list

        def found() -> list[Near]:
            try:
                nearest: list[Near] = finish()
            except ModelProblem:
                self._fail()
                return []
            self._failures = 0
            return nearest

        return found

    def close(self) -> None:
        """End the process; `warm_up` starts it again."""
        self._hosted.close()
        self._sent, self._store, self._revision = set(), None, None

    def _fail(self) -> None:
        self._failures += 1
        self.close()
        self.warm_up()

    def _call(self, method: str, *values: Any) -> Any:
        """Call the process that knows the store; one that had to be started for this call knows nothing."""
        pid = self.pid
        value = self._hosted.call(method, *values)
        self._check_same(pid)
        return value

    def _check_same(self, pid: int | None) -> None:
        if self.pid != pid:
            raise SpeakerDied("The process that compares meanings ended.", "It was started again.")

    def _follow(self, store: Store, *, most: int | None) -> None:
        """Have the process know the store's preferences; at most about `most` new ones are embedded now."""
        revision = store.preferences.revision()
        if self._store is None or self._store() is not store:
            # the same ids mean other preferences there
            self._drop(self._sent)
            self._store, self._revision = weakref.ref(store), None
        if revision == self._revision:
            return
        is_complete = self._embed_new(store, most=most)
        self._send(store)
        self._revision = revision if is_complete else None

    def _embed_new(self, store: Store, *, most: int | None) -> bool:
        """Give vectors to preferences that have none; True when none is left. What is done is kept, batch by batch."""
        done = 0
        while most is None or done < most:
            fresh = store.preferences.without_vectors(MODEL, limit=BATCH)
            if not fresh:
                return True
            vectors = self._call("embed", [item.text for item in fresh])
            store.preferences.put_vectors(MODEL, list(zip([item.id for item in fresh], vectors, strict=True)))
            done += len(fresh)
        return False

    def _send(self, store: Store) -> None:
        """Tell the process what is new to it, and what is gone. An edited preference is a new one."""
        known: set[int] = set()
        waiting: list[tuple[int, bytes]] = []
        for identity, vector in store.preferences.vectors(MODEL):
            known.add(identity)
            if identity not in self._sent:
                waiting.append((identity, vector))
        self._drop(self._sent - known)
        for start in range(0, len(waiting), SENT_TOGETHER):
            part = waiting[start : start + SENT_TOGETHER]
            self._call("put", [identity for identity, _ in part], [vector for _, vector in part])
        self._sent = known

    def _drop(self, gone: set[int]) -> None:
        if gone:
            self._call("drop", sorted(gone))
        self._sent = self._sent - gone
