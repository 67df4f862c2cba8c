"""The embedded model as it learns, loaded once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.engine import hardware
from assistant.engine.catalogue import Model
from assistant.engine.scorer import Scorer


@pytest.fixture(scope="session")
def scorer(embedded: Model) -> Iterator[Scorer]:
    made = Scorer(path=embedded.path, context_tokens=1024, threads=hardware.physical_cores())
    yield made
    made.close()


@pytest.fixture(scope="session")
def frozen(embedded: Model) -> Any:
    from assistant.training.learning import weights

    return weights.load(embedded.path)
