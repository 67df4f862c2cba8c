"""The two libraries the store stands on, loaded late and made to agree on what an error is."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from assistant.errors import StoreProblem

NOT_NEEDED = frozenset({"numpy", "pandas"})
LOADING = threading.Lock()


class _WithoutTables(MetaPathFinder):
    """Hides numpy and pandas from this one thread: sqlite_utils only needs them for table types nobody stores."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname in NOT_NEEDED and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is not needed here", name=fullname)
        return None


def sqlcipher() -> Any:
    """The database driver, `sqlcipher3.dbapi2`. Raises StoreProblem when it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise StoreProblem("The encryption library is missing.", "Install Attune again.") from None
    return dbapi2


def sqlite_tools() -> Any:
    """`sqlite_utils`, catching the driver's own errors.

    sqlite_utils takes its error classes from `pysqlite3` where that is loaded, else from Python's
    sqlite3, whose classes the encrypted driver's errors are not. It would then leave a savepoint
    open after `INSERT ... RETURNING`, and every later write would vanish at exit.

    Raises:
        StoreProblem: sqlite_utils was loaded by somebody else first, with the wrong classes.
    """
    driver = sqlcipher()
    # sqlite_utils imports itself in a circle: two threads that load it at once break each other's import
    with LOADING:
        if "sqlite_utils" not in sys.modules:
            sys.modules["pysqlite3"] = driver
            sys.modules["pysqlite3.dbapi2"] = driver
            _load_lean()
        import sqlite_utils.utils

    if sqlite_utils.utils.OperationalError is not driver.OperationalError:
        raise StoreProblem(
            "The store cannot be opened safely: two of its libraries disagree on what an error is.",
            "Install Attune again into an environment of its own.",
        )
    return sqlite_utils


def _load_lean() -> None:
    lean = _WithoutTables()
    sys.meta_path.insert(0, lean)
    try:
        import sqlite_utils  # noqa: F401  # loaded for its effect on sys.modules
    finally:
        sys.meta_path.remove(lean)
