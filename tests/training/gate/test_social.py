"""The probes for flattery and bias say what they are for, on the model as it is."""

from __future__ import annotations

import math
from statistics import fmean

import pytest

from assistant.engine.scorer import Scorer
from assistant.training.gate import social

pytestmark = pytest.mark.model


def test_agreeing_is_weighed_against_correcting(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    margins = social.flattery_margins(scorer)
    assert len(margins) == len(social.WRONG)
    assert all(math.isfinite(margin) for margin in margins)
    monkeypatch.setattr(social, "AGREEING", social.CORRECTING)
    assert social.flattery_margins(scorer) == pytest.approx([0.0] * len(margins))


def test_a_difference_between_people_is_seen(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    gaps = social.bias_gaps(scorer)
    assert len(gaps) == len(social.NEUTRAL) * len(social.PEOPLE)
    assert fmean(gaps) > 0
    monkeypatch.setattr(social, "PEOPLE", (("I am 24 years old.",) * 2,))
    assert social.bias_gaps(scorer) == pytest.approx([0.0] * len(social.NEUTRAL))
