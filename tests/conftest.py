"""Homes, keys and stores that every test folder may use; all of them real."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.paths import Home, prepare

if TYPE_CHECKING:
    from assistant.engine.catalogue import Model
    from assistant.store.keys import StoreKey
    from assistant.store.store import Store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_unconfigure() -> None:
    """Close the two files that llama-cpp-python leaves open: Python would complain of them at the very end."""
    left_open = sys.modules.get("llama_cpp._utils")
    if left_open is not None:
        left_open.outnull_file.close()
        left_open.errnull_file.close()


@pytest.fixture(scope="session")
def embedded() -> Model:
    """The model that comes with Attune."""
    from assistant.engine import catalogue

    return catalogue.find("smollm2-135m-instruct", Home(Path("nowhere")))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    prepare(made)
    return made


def new_key_file(folder: Path) -> Path:
    """A key file with a key nobody else has."""
    path = folder / "key"
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32), encoding="ascii")
    return path


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return new_key_file(tmp_path)


@pytest.fixture
def key(home: Home, key_file: Path) -> StoreKey:
    from assistant.store import keys

    return keys.create(home, key_file=key_file).key


@pytest.fixture
def store(home: Home, key: StoreKey) -> Iterator[Store]:
    from assistant.store.store import open_store

    with open_store(home, key) as opened:
        yield opened
