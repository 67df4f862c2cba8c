"""Runs a part in a process of its own, so that a native crash there costs a click and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from assistant.engine.child import STOP, serve
from assistant.errors import AttuneError, ModelProblem, SpeakerDied

FIRST_DEADLINE_S = 120.0
NEXT_DEADLINE_S = 60.0
CLOSING_S = 0.5
GONE = (EOFError, OSError)
# a process that ends in the middle of a message leaves a plain OSError


class Hosted:
    """One part in a child process, started by spawn and spoken to over one pipe.

    Args:
        target: "package.module:Class", imported and built in the child.
        kwargs: its arguments.
        gentler: arguments that take the place of these once the child hung or broke down: what it leans on may be at
            fault. Until this is made anew, it does without.
        is_background: True lowers the child's priority.
        first_deadline_s: longest wait for the first reply to a request.
        next_deadline_s: longest wait between two items of a stream.
    """

    def __init__(
        self,
        *,
        target: str,
        kwargs: Mapping[str, Any],
        gentler: Mapping[str, Any] | None = None,
        is_background: bool = False,
        first_deadline_s: float = FIRST_DEADLINE_S,
        next_deadline_s: float = NEXT_DEADLINE_S,
    ) -> None:
        self._target = target
        self._kwargs = dict(kwargs)
        self._gentler = dict(gentler or {})
        self._is_background = is_background
        self._first_s = first_deadline_s
        self._next_s = next_deadline_s
        self._process: Any = None
        self._pipe: Connection | None = None
        self._is_ready = False
        self._open_stream: object | None = None
        self._owed: object | None = None

    @property
    def pid(self) -> int | None:
        """The child's process number; None while there is none."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the child if it is not running; returns before it is ready.

        Raises:
            SpeakerDied: the system has no room for another process.
        """
        if self._process is not None and self._process.is_alive():
            return
        if self._process is not None:
            self._died()  # between two requests
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._target, self._kwargs, self._is_background), daemon=True
        )
        try:
            with _interrupts_held_back():
                process.start()
        except OSError:
            ours.close()
            raise SpeakerDied("The model's process could not be started.", "Close other programs, then ask.") from None
        finally:
            theirs.close()
        self._process, self._pipe = process, ours

    def ready(self) -> bool:
        """True once the part is built; never waits.

        Raises:
            AttuneError: the part could not be built.
        """
        if not self._is_ready and self._pipe is not None and self._pipe.poll():
            self._await_ready()
        return self._is_ready

    def call(self, method: str, *values: Any) -> Any:
        """Call a method of the part and wait for its value.

        Raises:
            SpeakerDied: the child ended or did not reply in time.
            ModelProblem: the child ended while the part was built.
            AttuneError: what the part raised.
        """
        return self.begin(method, *values)()

    def begin(self, method: str, *values: Any) -> Callable[[], Any]:
        """Like `call`, but returns at once: what is returned waits for the value. Work of one's own fits between.

        Raises:
            SpeakerDied: the child could not be started.
        """
        with self._closed_if_interrupted():
            self._send("call", method, values)
        this = self._owed = object()

        def finish() -> Any:
            if self._owed is not this:
                raise SpeakerDied("The process was ended before it replied.", "Ask again.")
            self._owed = None
            with self._closed_if_interrupted():
                return self._receive(self._first_s)[1]

        return finish

    @contextmanager
    def _closed_if_interrupted(self) -> Iterator[None]:
        """After Ctrl+C the reply that is on its way must not become the next call's."""
        try:
            yield
        except AttuneError:
            raise
        except BaseException:
            self.close()
            raise

    def stream(self, method: str, *values: Any) -> Generator[Any, None, None]:
        """Items of a generator method; closing this generator closes that one.

        Raises:
            SpeakerDied: the child ended or hung.
            AttuneError: what the part raised.
        """
        self._send("stream", method, values)
        this = self._open_stream = object()
        try:
            deadline = self._first_s
            while True:
                kind, item = self._receive(deadline)
                if kind == "end":
                    return
                deadline = self._next_s
                yield item
        finally:
            # also after Ctrl+C; not when the stream is over, or another one has begun since
            if self._open_stream is this:
                self._stop_stream()

    def close(self) -> None:
        """End the child; safe to call twice."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(CLOSING_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
        self._process, self._pipe, self._is_ready = None, None, False
        self._open_stream, self._owed = None, None

    def _send(self, kind: str, method: str, values: tuple[Any, ...]) -> None:
        self._finish_stream()
        self._pass_over_owed()
        self.start()
        if not self._is_ready:
            self._build()
        try:
            self._open_pipe().send((kind, method, values))
        except GONE:
            raise self._died() from None

    def _build(self) -> None:
        """Wait until the part is built; where that broke down, once more without what may be at fault."""
        could_be_gentler = not self._is_gentle
        try:
            self._await_ready()
        except SpeakerDied:
            if not (could_be_gentler and self._is_gentle):
                raise
            self.start()
            self._await_ready()

    @property
    def _is_gentle(self) -> bool:
        return self._kwargs == self._kwargs | self._gentler

    def _await_ready(self) -> None:
        self._receive(self._first_s)
        self._is_ready = True

    def _open_pipe(self) -> Connection:
        if self._pipe is None:
            raise SpeakerDied("The model is not running.", "Ask again.")
        return self._pipe

    def _receive(self, deadline_s: float) -> tuple[str, Any]:
        """The next reply; a part's own failure is raised here."""
        pipe = self._open_pipe()
        try:
            is_there = pipe.poll(deadline_s)
        except GONE:
            raise self._died() from None
        if not is_there:
            self._process.kill()
            self._be_gentler()
            raise SpeakerDied(
                f"The model gave no sign of life for {deadline_s:.0f} seconds and was ended.", "Ask again."
            )
        kind, value = self._whole_message(pipe)
        if kind in ("end", "problem"):
            self._open_stream = None
        if kind == "problem":
            if not self._is_ready:
                self.close()
            raise value
        return kind, value

    def _whole_message(self, pipe: Connection) -> tuple[str, Any]:
        try:
            kind, value = pipe.recv()
        except GONE:
            raise self._died() from None
        except BaseException:
            # Ctrl+C within a message: where the next one begins is lost
            self.close()
            raise
        return kind, value

    def _stop_stream(self) -> None:
        """Tell the child to stop; returns at once, even while it reads a long prompt."""
        try:
            self._open_pipe().send((STOP, "", ()))
        except GONE:
            self._died()

    def _finish_stream(self) -> None:
        """Throw away what a stopped stream still sends, so that the next reply is the next request's."""
        if self._open_stream is not None:
            self._stop_stream()
        while self._open_stream is not None:
            try:
                self._receive(self._next_s)
            except AttuneError:
                # nobody listens to that stream any more; a child that died is started again
                continue

    def _pass_over_owed(self) -> None:
        """Throw away the reply to a call that was begun and never finished."""
        if self._owed is not None:
            self._owed = None
            with suppress(AttuneError):
                self._receive(self._first_s)

    def _died(self) -> ModelProblem:
        """What there is to say of a process that ended by itself."""
        self._process.join(CLOSING_S)
        code = self._process.exitcode
        if os.name == "posix" and code == -signal.SIGKILL:
            self.close()
            return SpeakerDied(
                "The model's process was ended by the system, usually because memory ran out.",
                "Ask again; if it happens often, close other programs or choose a smaller model.",
            )
        is_hopeless = self._is_gentle and not self._is_ready
        self._be_gentler()
        if is_hopeless:
            return ModelProblem("The model broke down while it was loaded and cannot be used.", "Choose another one.")
        return SpeakerDied("The model's process ended unexpectedly.", "Ask again; nothing you wrote is lost.")

    def _be_gentler(self) -> None:
        self._kwargs |= self._gentler
        self.close()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A child started within begins deaf to Ctrl+C, so that its first moments leave no traceback in the terminal."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # started first: its own start lets interrupts through again
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
