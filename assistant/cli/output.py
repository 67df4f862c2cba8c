"""What a command says: plain lines for people, or one JSON object for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from assistant.errors import AttuneError


@dataclass(frozen=True, slots=True)
class Output:
    """Lines go to stdout unless a script asked for JSON; notes always go to stderr."""

    as_json: bool

    def line(self, text: str = "") -> None:
        """A line for a person; silent under --json."""
        if not self.as_json:
            _write(sys.stdout, text + "\n")

    def piece(self, text: str) -> None:
        """Part of a line for a person, shown at once; silent under --json."""
        if not self.as_json:
            _write(sys.stdout, text)

    def note(self, text: str) -> None:
        """Something about the work rather than its result."""
        _write(sys.stderr, text + "\n")

    def result(self, value: Mapping[str, Any]) -> None:
        """The one JSON object; silent for a person."""
        if self.as_json:
            said = json.dumps(value, ensure_ascii=False)
            _write(sys.stdout, (said if _is_utf8(sys.stdout, said) else json.dumps(value)) + "\n")

    def failure(self, error: AttuneError) -> None:
        """One plain sentence and its advice on stderr, the same for scripts on stdout."""
        self.note(str(error))
        self.result({"error": {"title": error.title, "sentence": error.sentence, "advice": error.advice}})


def _write(stream: TextIO | None, text: str) -> None:
    """Say it at once; letters that the terminal does not have are written as their numbers. None hears nothing."""
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _is_utf8(stream: TextIO | None, text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return stream is not None and (stream.encoding or "").lower().replace("-", "") == "utf8"


@dataclass(slots=True)
class Table:
    """Rows with columns as wide as their widest cell."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """One more row."""
        self.rows.append(tuple(str(cell) for cell in cells))

    def lines(self) -> list[str]:
        """The rows as aligned lines; the last column is not padded."""
        if not self.rows:
            return []
        widths = [max(len(cell) for cell in column) for column in zip(*self.rows, strict=True)]
        return [
            "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]])
            for row in self.rows
        ]
