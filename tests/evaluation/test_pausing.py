"""Stopping a night is measured on a real one."""

from __future__ import annotations

import pytest

from assistant.evaluation.pausing import seconds_to_stop

pytestmark = [pytest.mark.model, pytest.mark.night]


@pytest.mark.timeout(300)
def test_a_night_is_stopped_and_gone_on_with() -> None:
    found = seconds_to_stop(("reading", "preparing"))
    assert [stage for stage, _ in found] == ["reading", "preparing"]
    assert all(seconds > 0 for _, seconds in found)
