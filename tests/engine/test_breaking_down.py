"""A part that breaks down before it was ever ready is tried once more, and then there is no use in asking again."""

from __future__ import annotations

import os
import signal

import pytest

from assistant.engine.hosted import Hosted
from assistant.errors import ModelProblem, SpeakerDied

pytestmark = [pytest.mark.trust, pytest.mark.skipif(os.name != "posix", reason="POSIX signals")]
TARGET = "tests.engine.parts:Breaking"


def test_it_is_tried_without_what_may_be_at_fault() -> None:
    hosted = Hosted(target=TARGET, kwargs={}, gentler={"is_spared": True})
    assert hosted.call("made")
    hosted.close()


@pytest.mark.parametrize("gentler", [{}, {"is_spared": False}])
def test_one_that_always_breaks_down_is_not_to_be_asked_again(gentler: dict[str, bool]) -> None:
    hosted = Hosted(target=TARGET, kwargs={}, gentler=gentler)
    for _ in range(2):
        with pytest.raises(ModelProblem, match="cannot be used") as caught:
            hosted.call("made")
        assert not isinstance(caught.value, SpeakerDied)
        assert "Choose another" in caught.value.advice
    hosted.close()


def test_memory_that_ran_out_or_somebody_who_killed_it_is_no_fault_of_the_model() -> None:
    hosted = Hosted(target=TARGET, kwargs={"number": signal.SIGKILL}, gentler={"is_spared": True})
    for _ in range(2):
        with pytest.raises(SpeakerDied, match="ended by the system"):
            hosted.call("made")
    hosted.close()
