"""The process that learns: it is handed the key unseen, tells how far it is, and is ended politely."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import psutil
from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

import assistant
from assistant import processes
from assistant.nightrecords import Outcome
from assistant.paths import Home
from assistant.store.nights import Lease
from assistant.store.storekey import StoreKey

COMMAND = (sys.executable, "-m", "assistant")
KILL_MS = 15_000
"""A night keeps where it stands in seconds; one that waits for its hours may have to end its own night first."""
LEAVING_MS = 3000
"""How long a window that closes waits for it."""
DONE = (0, 3)
"""Exit codes of a night that ended as nights do."""
DIED = "The night was ended from outside, usually because memory ran out. Nothing was changed."
BROKE = "The night could not go on. Nothing was changed."
NOT_STARTED = "The night could not be started. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a night is."""

    stage: str
    share: float
    """0..1 of this stage."""
    left_s: float | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a night's process ended."""

    outcome: Outcome | None
    """None when it was not asked to tell."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One way of having a night."""

    option: str
    outlives: bool = False
    """It goes on when the window is gone, and so tells nothing to a window."""


NOW = Run("--now")


class NightProcess(QObject):
    """One night's process at a time.

    Args:
        home: whose.
        key: opens the store; it goes into the process by its standard input, and nowhere else.
        command: the program, to which home and options are added.
    """

    began = Signal(object)
    """The Lease by which it can be found again."""
    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, home: Home, key: StoreKey, command: Sequence[str] = COMMAND) -> None:
        super().__init__()
        self._home = home
        self._key = key
        self._command = tuple(command)
        self._process: QProcess | None = None
        self._is_stopped = False

    @property
    def is_running(self) -> bool:
        """True until its end was told."""
        return self._process is not None

    @property
    def is_stopping(self) -> bool:
        """True for one that was asked to stop and has not ended."""
        return self._process is not None and self._is_stopped

    def start(self, run: Run) -> None:
        """Start the process, hand it the key, and say no more to it."""
        process = self._process = QProcess(self)
        self._is_stopped = False
        # modules are looked for in this folder first: it must be ours, not wherever the window was started
        process.setWorkingDirectory(str(Path(assistant.__file__).parents[1]))
        process.setProgram(self._command[0])
        home = str(self._home.root.absolute())
        process.setArguments([*self._command[1:], "--home", home, "--json", "night", run.option, "--key-stdin"])
        if run.outlives:
            _let_it_outlive(process)
        process.started.connect(self._tell_began)
        process.readyReadStandardError.connect(self._read)
        process.errorOccurred.connect(self._fail)
        process.finished.connect(self._finish)
        process.start()
        process.write(f"{self._key.hexadecimal()}\n".encode("ascii"))
        process.closeWriteChannel()

    def stop(self) -> None:
        """Ask it to pause; it keeps where it stands. It is killed when it does not end."""
        process = self._process
        if process is None or self._is_stopped:
            return
        self._is_stopped = True
        process.terminate()
        QTimer.singleShot(KILL_MS, process, process.kill)

    def leave(self, *, wait: bool) -> None:
        """Hear no more of it. With `wait` it is given a moment to end, after `stop`."""
        process, self._process = self._process, None
        if process is None:
            return
        for signal in (process.started, process.readyReadStandardError, process.errorOccurred, process.finished):
            signal.disconnect()
        # Qt kills a process whose object goes; this one is to live on, or to end by itself
        process.setParent(QCoreApplication.instance())
        if wait:
            process.waitForFinished(LEAVING_MS)

    def leave_behind(self, run: Run) -> Lease | None:
        """Start one that is to outlive the window, and hear no more of it; None where it does not start."""
        self.start(run)
        process = self._process
        if process is None or not process.waitForStarted(LEAVING_MS):
            return None
        process.waitForBytesWritten(LEAVING_MS)  # its key
        self.leave(wait=False)
        return _lease_of(process)

    def _tell_began(self) -> None:
        lease = None if self._process is None else _lease_of(self._process)
        if lease is not None:
            self.began.emit(lease)

    def _read(self) -> None:
        process = self._process
        if process is None:
            return
        process.setReadChannel(QProcess.ProcessChannel.StandardError)
        while process.canReadLine():
            progress = progress_from(bytes(process.readLine().data()))
            if progress is not None and not self._is_stopped:
                self.progressed.emit(progress)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(Ending("failed", NOT_STARTED))

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        said = bytes(process.readAllStandardOutput().data()) if process.isReadable() else b""
        has_crashed = status == QProcess.ExitStatus.CrashExit
        self._end(ending_from(said, code=code, has_crashed=has_crashed, is_stopped=self._is_stopped))

    def _end(self, ending: Ending) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self.ended.emit(ending)


def _lease_of(process: QProcess) -> Lease | None:
    with suppress(psutil.Error):
        return Lease(process.processId(), processes.started_s(process.processId()))
    return None


def end_left_behind(night: Lease) -> None:
    """Ask a process that an earlier window left behind to end; kill it when it does not."""
    if (process := processes.found(night.pid, night.started)) is None:
        return
    with suppress(psutil.Error):
        process.terminate()

    def kill() -> None:
        if (left := processes.found(night.pid, night.started)) is not None:
            with suppress(psutil.Error):
                left.kill()

    QTimer.singleShot(KILL_MS, kill)


def progress_from(line: bytes) -> Progress | None:
    """What a line on standard error says; None when it is something else."""
    values = _object(line)
    stage, done, of, left_s = (values.get(name) for name in ("stage", "done", "of", "left_s"))
    if not isinstance(stage, str) or not isinstance(done, int | float) or not isinstance(of, int | float):
        return None
    share = done / of if of > 0 else 0.0
    return Progress(stage, min(max(share, 0.0), 1.0), left_s if isinstance(left_s, int | float) else None)


def ending_from(said: bytes, *, code: int, has_crashed: bool, is_stopped: bool) -> Ending:
    """How the night ended, by its own words where it had any."""
    values = _object(said.strip().split(b"\n")[-1])
    outcome, reason, error = values.get("outcome"), values.get("reason"), values.get("error")
    if outcome in get_args(Outcome):
        return Ending(outcome, reason if isinstance(reason, str) else "")
    if is_stopped:
        return Ending("paused")
    if isinstance(error, dict):
        told = f"{error.get('sentence', '')} {error.get('advice', '')}".strip()
        return Ending("failed", told or BROKE)
    if has_crashed:
        return Ending("failed", DIED)
    return Ending(None) if code in DONE else Ending("failed", BROKE)


def _object(text: bytes) -> Mapping[str, Any]:
    """A JSON object; an empty one where the text is none."""
    with suppress(ValueError):
        values = json.loads(text)
        if isinstance(values, dict):
            return values
    return {}


def _let_it_outlive(process: QProcess) -> None:
    """No pipe that breaks with the window, and no terminal that takes it along."""
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    if sys.platform != "win32":
        how = QProcess.UnixProcessParameters()
        how.flags = QProcess.UnixProcessFlag.CreateNewSession
        process.setUnixProcessParameters(how)
