"""The embedded model as it learns, loaded once for all tests; and a store whose nights may come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.engine import hardware
from assistant.engine.catalogue import Model
from assistant.engine.scorer import Scorer
from assistant.store.store import Store
from assistant.training import now
from tests.training.judged import judge


@pytest.fixture(scope="session")
def scorer(embedded: Model) -> Iterator[Scorer]:
    made = Scorer(path=embedded.path, context_tokens=1024, threads=hardware.physical_cores())
    yield made
    made.close()


@pytest.fixture(scope="session")
def frozen(embedded: Model) -> Any:
    from assistant.training.learning import weights

    return weights.load(embedded.path)


@pytest.fixture
def allowed(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Nights are allowed at any hour, and there is enough to learn from."""
    monkeypatch.setattr(now, "on_mains", lambda: True)
    judge(store)
    far = time.strftime("%H:00", time.localtime(time.time() + 12 * 3600))
    store.settings.set("night_allowed", True)
    store.settings.set("night_begins", far)
    store.settings.set("night_ends", far)
    return store
