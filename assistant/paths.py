"""Where Attune keeps its files: one folder per person, or one named by --home or ATTUNE_HOME."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import StoreProblem

OURS = ("store.db", "keyslots", "models", "window.lock", "night.lock")
"""How the names of all that lies in a home begin."""


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
        return Home(found(named))
    from platformdirs import user_data_path

    try:
        return Home(user_data_path("attune", appauthor=False))
    except RuntimeError:
        raise StoreProblem("This computer does not say where your home is.", "Name a folder with --home.") from None


def found(named: str) -> Path:
    """The whole path of what a person named. Raises StoreProblem where that leads nowhere."""
    try:
        return Path(named).expanduser().absolute()
    except (RuntimeError, OSError):
        raise StoreProblem(f"{named} leads nowhere on this computer.", "Name it by its whole path.") from None


def prepare(home: Home) -> None:
    """Make the home's folder, readable by its owner only (mode 0700 where modes exist).

    A folder in which other things lie stays as open as its owner has it.

    Raises:
        StoreProblem: it cannot be made, or is another person's.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix" and stat.S_IMODE(home.root.stat().st_mode) & 0o077 and _is_only_ours(home.root):
            home.root.chmod(0o700)
    except OSError:
        raise StoreProblem(
            f"Attune's folder {home.root} cannot be made, or it is not yours.", "Name another folder with --home."
        ) from None


def _is_only_ours(folder: Path) -> bool:
    return all(path.name.startswith(OURS) for path in folder.iterdir())
