"""The settings the person changed, as they were typed."""

from __future__ import annotations

import json

from assistant.errors import UsageProblem
from assistant.store.connection import Connection

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]


class StoredSettings:
    """One JSON value for each name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> JsonValue:
        """The value, None when it was never set."""
        return self.all().get(name)

    def set(self, name: str, value: JsonValue) -> None:
        """Keep a value. Raises UsageProblem when it is not plain JSON."""
        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError):
            raise UsageProblem(f"That value does not fit the setting {name}.") from None
        with self._connection.transaction():
            self._connection.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, text)

    def all(self) -> dict[str, JsonValue]:
        """Every setting that was ever set."""
        found = self._connection.rows("SELECT name, value FROM settings ORDER BY name")
        return {row["name"]: json.loads(row["value"]) for row in found}
