"""Where Attune keeps its files: one folder per person, or one named by --home or ATTUNE_HOME."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import StoreProblem


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of one person's Attune."""

    root: Path

    @property
    def store(self) -> Path:
        """The encrypted database."""
        return self.root / "store.db"

    @property
    def keyslots(self) -> Path:
        """The wrapped keys: no secrets, but nothing opens without it."""
        return self.root / "keyslots.json"

    @property
    def keyslots_copy(self) -> Path:
        """A second copy of the wrapped keys."""
        return self.root / "keyslots.copy.json"

    @property
    def models(self) -> Path:
        """Model files the person added."""
        return self.root / "models"

    @property
    def window_lock(self) -> Path:
        """Held by the one open window."""
        return self.root / "window.lock"

    @property
    def night_lock(self) -> Path:
        """Held by the one process that waits for the night."""
        return self.root / "night.lock"


def find_home(chosen: str | None = None) -> Home:
    """The home to use: `chosen` (--home), else ATTUNE_HOME, else the system's folder for private data."""
    named = chosen or os.environ.get("ATTUNE_HOME")
    if named:
        return Home(Path(named).expanduser().absolute())
    from platformdirs import user_data_path

    return Home(user_data_path("attune", appauthor=False))


def prepare(home: Home) -> None:
    """Make the home's folder, readable by its owner only (mode 0700 where modes exist).

    Raises:
        StoreProblem: it cannot be made, or is another person's.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix":
            home.root.chmod(0o700)
    except OSError:
        raise StoreProblem(
            f"Attune's folder {home.root} cannot be made, or it is not yours.", "Name another folder with --home."
        ) from None
