"""The protocols by name, in the order in which they use what the ones before them made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.evaluation.figures import Figure
from assistant.evaluation.harm import bias, flattery, forgetting
from assistant.evaluation.nights import nights, week
from assistant.evaluation.person import person
from assistant.evaluation.sliders import sliders
from assistant.evaluation.study import Study
from assistant.evaluation.taste import taste
from assistant.evaluation.values import values

PROTOCOLS: Mapping[str, Callable[[Study], dict[str, Figure]]] = {
    "sliders": sliders,
    "taste": taste,
    "nights": nights,
    "week": week,
    "person": person,
    "forgetting": forgetting,
    "values": values,
    "flattery": flattery,
    "bias": bias,
}
