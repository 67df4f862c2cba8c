"""How the nights went, which process is having one, and where an interrupted one goes on."""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.errors import UsageProblem
from assistant.nightrecords import (
    NOTHING_OF_THEIRS,
    PERSONAL,
    Adapter,
    Metric,
    NightReport,
    Origins,
    Purpose,
    Sample,
)
from assistant.store.adapters import Adapters
from assistant.store.connection import Connection
from assistant.store.forgetting import require


@dataclass(frozen=True, slots=True)
class Lease:
    """The process that is having a night."""

    pid: int
    started: float
    """When that process was started, as `processes.started_s` says: a number may be given to another process later."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where an interrupted night goes on."""

    lesson: str
    """Names what it learns from and how; with anything else it cannot go on."""
    began: float
    seconds: float
    """Time it had worked until then."""
    state: bytes
    origins: Origins = NOTHING_OF_THEIRS
    """Everything of the person's that it reads; it goes when any of it is forgotten."""


@dataclass(frozen=True, slots=True)
class Learned:
    """An adapter that a night made and the gate let pass."""

    gguf: bytes
    base: str
    settings: Mapping[str, object]
    strength: float
    """0..1; 0 = it is kept, and what acts stays as it is."""
    origins: Origins = NOTHING_OF_THEIRS
    purpose: Purpose = PERSONAL


class Nights:
    """The nights. What a night was about stays rated; a report only says up to when it was looked at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._adapters = Adapters(connection)

    def lease(self) -> Lease | None:
        """The process that has, or had when it was killed, the lease."""
        row = self._connection.first("SELECT pid, started FROM night_lease")
        return None if row is None else Lease(row["pid"], row["started"])

    def take_lease(self, mine: Lease, *, is_alive: Callable[[Lease], bool]) -> bool:
        """Be the one night; True where the one before never gave the lease back: it was killed, or it broke down.

        Raises:
            UsageProblem: another process is the one night.
        """
        with self._connection.transaction():
            other = self.lease()
            if other is not None and other != mine and is_alive(other):
                raise UsageProblem("Another night is going on already.", "Wait for its report.")
            self._connection.run(
                "INSERT OR REPLACE INTO night_lease (id, pid, started) VALUES (1, ?, ?)", mine.pid, mine.started
            )
        return other is not None and other != mine

    def leave(self, mine: Lease) -> None:
        """Give the lease back; somebody else's stays."""
        with self._connection.transaction():
            self._connection.run("DELETE FROM night_lease WHERE pid = ? AND started = ?", mine.pid, mine.started)

    def checkpoint(self) -> Checkpoint | None:
        """Where the interrupted night goes on; None when none is."""
        row = self._connection.first("SELECT lesson, began, seconds, state FROM night_checkpoint")
        return None if row is None else Checkpoint(row["lesson"], row["began"], row["seconds"], bytes(row["state"]))

    def is_interrupted(self) -> bool:
        """True when there is a night that can go on."""
        return self._connection.first("SELECT 1 FROM night_checkpoint") is not None

    def keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep where it stands, in place of what was kept before.

        Raises:
            UsageProblem: some of what it learns from was forgotten; nothing is kept.
        """
        with self._connection.transaction():
            require(checkpoint.origins, self._connection)
            self._drop_checkpoint()
            self._connection.insert(
                "night_checkpoint",
                id=1,
                lesson=checkpoint.lesson,
                began=checkpoint.began,
                seconds=checkpoint.seconds,
                state=checkpoint.state,
            )
            self._keep_origins("night_checkpoint_origins", checkpoint.origins)

    def drop_checkpoint(self) -> None:
        """The interrupted night will not go on."""
        with self._connection.transaction():
            self._drop_checkpoint()

    def finish(
        self,
        report: NightReport,
        *,
        judged_until: float,
        learned: Learned | None = None,
        read: Origins = NOTHING_OF_THEIRS,
    ) -> NightReport:
        """Keep the report, the adapter if one was adopted, and what was looked at, all at once or not at all.

        Args:
            judged_until: Unix time in seconds of the newest judgement the night decided on; those until then are no
                new signals any more in the space the night was about; 0 when it used none up.
            learned: what was adopted; it acts from the next answer on.
            read: everything of the person's that it decided by; the report's answers go when any of it is forgotten.

        Raises:
            UsageProblem: some of that was forgotten meanwhile; nothing is kept.
        """
        with self._connection.transaction():
            require(read, self._connection)
            if learned is not None:
                adapter = self._adopt(learned)
                report = replace(report, adapter=adapter.id, strength=learned.strength)
            night = self._connection.insert(
                "nights",
                began=report.began,
                outcome=report.outcome,
                report=json.dumps(asdict(report)),
                judged_until=judged_until,
                space=report.purpose.space,
            )
            self._keep_origins("night_origins", read, night=night)
            self._drop_checkpoint()
        return report

    def _keep_origins(self, table: str, origins: Origins, **row: int) -> None:
        for column, ids in (("turn", origins.turns), ("preference", origins.preferences)):
            for one in sorted(ids):
                self._connection.insert(table, **{column: one, **row})

    def _drop_checkpoint(self) -> None:
        self._connection.run("DELETE FROM night_checkpoint_origins")
        self._connection.run("DELETE FROM night_checkpoint")

    def _adopt(self, learned: Learned) -> Adapter:
        made = self._adapters.add(
            learned.gguf,
            base=learned.base,
            settings=learned.settings,
            origins=learned.origins,
            purpose=learned.purpose,
        )
        return self._adapters.use(made.id, strength=learned.strength) if learned.strength else made

    def list(self) -> builtins.list[NightReport]:
        """All reports, newest first."""
        rows = self._connection.rows("SELECT report FROM nights ORDER BY id DESC")
        return [_report_from(json.loads(row["report"])) for row in rows]

    def judged_until(self, space: str = "personal", *, base: str = "") -> float:
        """Unix time in seconds of the newest judgement a night of a space has decided on; 0 before the first.

        Args:
            base: fingerprint of weights; nights on others decided nothing for these. Empty counts all nights.
        """
        row = self._connection.first(
            "SELECT max(judged_until) AS until FROM nights"
            " WHERE space = ? AND (? = '' OR coalesce(report ->> '$.base', '') IN ('', ?))",
            *(space, base, base),
        )
        return float(row["until"] or 0.0) if row is not None else 0.0

    def learned_until(self, adapter: int) -> float:
        """Unix time in seconds of the newest judgement that the night of a version looked at; 0 where none is known."""
        row = self._connection.first("SELECT judged_until FROM nights WHERE report ->> '$.adapter' = ?", adapter)
        return 0.0 if row is None else float(row["judged_until"])

    def judged_questions(self) -> dict[str, int]:
        """Space -> how many different questions were judged in it, by ratings and choices."""
        rows = self._connection.rows(
            "SELECT space, count(DISTINCT lower(trim(question))) AS questions FROM ("
            " SELECT ratings.space, question FROM ratings JOIN turns ON turns.id = ratings.turn"
            " WHERE NOT has_forgotten"
            " UNION ALL SELECT choices.space, question FROM choices JOIN turns ON turns.id = choices.turn_a"
            " WHERE NOT has_forgotten AND best <> 'neither'"
            ") GROUP BY space"
        )
        return {row["space"]: row["questions"] for row in rows}


def _report_from(values: dict[str, Any]) -> NightReport:
    return NightReport(
        **{
            **values,
            "metrics": {name: Metric(**metric) for name, metric in values["metrics"].items()},
            "samples": tuple(Sample(**sample) for sample in values["samples"]),
            "purpose": Purpose(**values.get("purpose", {})),
        }
    )
