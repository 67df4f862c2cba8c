"""Stopping a night is measured on a real one."""

from __future__ import annotations

import pytest

from assistant.errors import AttuneError
from assistant.evaluation import pausing
from assistant.evaluation.pausing import seconds_to_stop

pytestmark = [pytest.mark.model, pytest.mark.night]


@pytest.mark.timeout(300)
def test_a_night_is_stopped_and_gone_on_with() -> None:
    found = seconds_to_stop(("reading", "preparing"))
    assert [stage for stage, _ in found] == ["reading", "preparing"]


def test_a_night_that_never_begins_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pausing, "CHOICES", 0)
    with pytest.raises(AttuneError, match="never came to learning"):
        seconds_to_stop(("learning",))
