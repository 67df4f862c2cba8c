"""The only threads of the window: one for the store, one for answers; each runs its work in order."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.errors import AttuneError
from assistant.wiring import Assistant
from ui.theme.tokens import STREAM_INTERVAL_MS

Open = Callable[[], Assistant]
Work = Callable[[Assistant], Any]
Stream = Callable[[Assistant], Generator[Any, None, None]]
Said = Callable[[Any], None]
COLLECT_INTERVAL_MS = 1000
CLOSING_S = 2.0
"""Enough to keep a half-said answer; a model that is still being loaded takes longer."""
SAVING_S = 10.0
"""For a slow disk."""
CAUGHT_UP_S = 10.0
"""Seconds that a stream waits at most for what was to be done before it."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work for a thread, and who hears of it in the window's thread."""

    work: Work
    stop: threading.Event | None
    """Of a stream: set when it is to end."""
    done: Said
    failed: Callable[[AttuneError], None]
    event: Said
    ready: threading.Event | None = None
    """Of a stream: set once what was to be done before it is done."""


class Worker(QObject):
    """A thread with a store connection of its own. Results arrive in the window's thread.

    Args:
        open_view: opens the assistant inside the thread, at the first job.
        name: the thread's name.
        failed: hears of failures that a job does not hear itself.
    """

    _delivered = Signal(object, object)

    def __init__(self, open_view: Open, *, name: str, failed: Callable[[AttuneError], None]) -> None:
        super().__init__()
        self._open_view = open_view
        self._failed = failed
        self._view: Assistant | None = None
        """The thread's own; nothing else touches it."""
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._stop = threading.Event()
        self._is_leaving = False
        self._delivered.connect(lambda hear, value: hear(value))
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def run(
        self,
        work: Work,
        done: Said = lambda _: None,
        failed: Callable[[AttuneError], None] | None = None,
        *,
        put_back: Callable[[], object] | None = None,
    ) -> None:
        """Do `work(assistant)` after all earlier work; `done` hears its result.

        Args:
            failed: hears of a failure instead of the thread's own `failed`.
            put_back: shows again what is stored when that could not be changed; the failure is told as well.
        """
        tell = failed or self._failed

        def fail(problem: AttuneError) -> None:
            if put_back is not None:
                put_back()
            tell(problem)

        self._jobs.put(Job(work, None, done, fail, lambda _: None))

    def stream(
        self, work: Stream, *, after: Worker, event: Said, done: Said, failed: Callable[[AttuneError], None]
    ) -> None:
        """Walk through `work(assistant)`; `event` hears its items, pieces of text gathered; `done` the last item.

        Args:
            after: the other thread, whose work up to now is done first: a slider moved before Send has moved.
        """
        ready = threading.Event()
        after.run(lambda _: ready.set())
        self._stop = threading.Event()
        self._jobs.put(Job(work, self._stop, done, failed, event, ready))

    def reopen(self, *, after: Worker) -> None:
        """Close the assistant and open it anew for the next job, with the model that is chosen by then.

        Args:
            after: the thread whose work up to now is done first; it may be this one.
        """
        ready = threading.Event()
        after.run(lambda _: ready.set())

        def close(view: Assistant) -> None:
            ready.wait(CAUGHT_UP_S)
            self._view = None
            view.close()

        self.run(close)

    def stop(self) -> None:
        """End the newest stream; what it gave stays given. One that is begun after this is not ended by it."""
        self._stop.set()

    def leave(self) -> None:
        """Tell the thread to close its assistant and end, once its jobs are done; no waiting stream is begun."""
        self._is_leaving = True
        self._stop.set()
        self._jobs.put(None)

    def has_left(self, *, within_s: float) -> bool:
        """True once the thread has ended."""
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _live(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.stop is not None and self._is_leaving:
                continue
            try:
                view = self._view = self._view or self._open_view()
                result = self._walk(job, job.stop, view) if job.stop is not None else job.work(view)
                self._delivered.emit(job.done, result)
            except AttuneError as problem:
                self._delivered.emit(job.failed, problem)
            except Exception as problem:  # the window's catch-all: its type may be told, its text may be private
                logging.getLogger(__name__).error("unexpected %s", type(problem).__name__)
                self._delivered.emit(job.failed, unexpected(problem))
        if self._view is not None:
            self._view.close()

    def _walk(self, job: Job, stop: threading.Event, view: Assistant) -> Any:
        """Items go out as they come; text is gathered so that the window draws at a reader's pace."""
        gathered: list[str] = []
        sent = time.monotonic()
        item: Any = None
        if job.ready is not None:
            job.ready.wait(CAUGHT_UP_S)
        items = job.work(view)
        try:
            for item in items:
                if isinstance(item, str):
                    gathered.append(item)
                    if time.monotonic() - sent >= STREAM_INTERVAL_MS / 1000:
                        self._delivered.emit(job.event, "".join(gathered))
                        gathered.clear()
                        sent = time.monotonic()
                else:
                    if gathered:
                        self._delivered.emit(job.event, "".join(gathered))
                        gathered.clear()
                    self._delivered.emit(job.event, item)
                if stop.is_set() or self._is_leaving:
                    break
        finally:
            # also when it failed: what was said was said
            if gathered:
                self._delivered.emit(job.event, "".join(gathered))
            items.close()
        return None if stop.is_set() or self._is_leaving else item


def end(*workers: Worker) -> None:
    """End the threads, and the child processes that would keep one waiting; takes seconds at most."""
    for worker in workers:
        worker.leave()
    if not all(worker.has_left(within_s=CLOSING_S) for worker in workers):
        kill_children()
        for worker in workers:
            worker.has_left(within_s=SAVING_S)


def kill_children() -> None:
    """End the processes that speak and compare at once, whatever they are doing; they keep nothing."""
    for child in multiprocessing.active_children():
        with suppress(ValueError):  # its own thread was faster
            child.kill()


class Aside(QObject):
    """One piece of slow work at a time in a thread of its own, before there is an assistant."""

    _delivered = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._delivered.connect(lambda hear, value: hear(value))

    def run(self, work: Callable[[], Any], done: Said, failed: Callable[[AttuneError], None]) -> None:
        """Do `work()`; `done` hears its result, in the window's thread."""

        def live() -> None:
            try:
                self._delivered.emit(done, work())
            except AttuneError as problem:
                self._delivered.emit(failed, problem)
            except Exception as problem:  # the same catch-all as below: no traceback, no private text
                self._delivered.emit(failed, unexpected(problem))

        threading.Thread(target=live, name="aside", daemon=True).start()


class Collector(QObject):
    """Collects garbage in the window's thread only.

    Python collects in whichever thread happens to allocate. Widgets that are garbage would then be
    destroyed outside the window's thread, which ends the whole program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(COLLECT_INTERVAL_MS)

    def _collect(self) -> None:
        for generation, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if count > limit:
                gc.collect(generation)


def unexpected(problem: Exception) -> AttuneError:
    """What a person is told about a failure nobody thought of."""
    return AttuneError(
        f"Something unexpected went wrong ({type(problem).__name__}).", "What you had saved is safe. Try again."
    )
