"""The inside of a child process: builds one part, then answers calls until its parent is gone."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any

from assistant.errors import AttuneError, ModelProblem

STOP = "stop"
GATHER_S = 0.1


def serve(connection: Connection, target: str, arguments: Mapping[str, Any], is_background: bool) -> None:
    """Run the part `target` ("package.module:Class") for the parent at the other end of the pipe.

    The end of the pipe is the end of this process: a parent that dies takes it along, on every
    system. (Linux could send a signal at the parent's death, but that fires when the thread that
    started the child ends.)
    """
    _settle(is_background)
    try:
        module, _, name = target.partition(":")
        part = _attempt(connection, lambda: getattr(importlib.import_module(module), name)(**arguments))
        if part is None:
            return
        connection.send(("value", None))
        while True:
            kind, method, values = connection.recv()
            if kind == STOP:
                continue  # it crossed the end of a stream
            if kind == "stream":
                _stream(connection, part, method, values)
            else:
                _attempt(connection, lambda: connection.send(("value", getattr(part, method)(*values))))  # noqa: B023
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def gathered(items: Iterable[Any]) -> Iterator[Any]:
    """The same items, with pieces of text that come faster than they can be read joined; None for one held back.

    Every message wakes the parent, and the parent takes its time from the cores that decode.
    """
    held: list[str] = []
    sent = 0.0
    try:
        for item in items:
            if isinstance(item, str):
                held.append(item)
                if time.monotonic() - sent < GATHER_S:
                    yield None
                    continue
            if held:
                yield "".join(held)
                held.clear()
                sent = time.monotonic()
            if not isinstance(item, str):
                yield item
    except Exception:
        # what was said before it failed was said
        if held:
            yield "".join(held)
        raise
    if held:
        yield "".join(held)


def _settle(is_background: bool) -> None:
    """No terminal, no core dump with a conversation in it, Ctrl+C left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silence, descriptor)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if is_background:
            os.nice(19)


def _attempt(connection: Connection, work: Any) -> Any:
    """The result of `work`; a failure travels to the parent and gives None."""
    try:
        return work()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except AttuneError as problem:
        connection.send(("problem", problem))
    except Exception as problem:  # a process boundary: its type may travel, its text may hold private words
        connection.send(("problem", _unexpected(problem)))
    return None


def _unexpected(problem: Exception) -> ModelProblem:
    return ModelProblem(f"A part of Attune failed ({type(problem).__name__}).", "Try again.")


def _stream(connection: Connection, part: Any, method: str, values: tuple[Any, ...]) -> None:
    """Send what a generator yields, until it ends or the parent has heard enough."""

    def run() -> None:
        items = getattr(part, method)(*values)
        try:
            for item in gathered(items):
                if item is not None:
                    connection.send(("item", item))
                if connection.poll() and connection.recv()[0] == STOP:
                    break
        finally:
            items.close()
        connection.send(("end", None))

    _attempt(connection, run)
