"""Reasons the person gave for a thumb down, as instructions for a better version of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.preference_bounds import addresses_safety
from assistant.records import Rating, Stage

WRONG_TONE = "wrong tone"
WISHES: Mapping[str, str] = MappingProxyType(
    {
        "too long": "Make it much shorter.",
        "too short": "Make it longer.",
        "wrong": "Correct what is wrong.",
        WRONG_TONE: "Change the tone.",
        "too complicated": "Use easy words and short sentences.",
        "not what I asked": "Answer exactly what I asked.",
    }
)
"""The reasons the window offers. Others are passed on as they are."""


def wishes(rating: Rating | None, judged: Mapping[Stage, bool]) -> tuple[str, ...]:
    """Instructions from what was said of one answer; none for an answer that was liked or not judged.

    A reason that would change what is declined or warned about is passed over, as a preference of that kind is.

    Args:
        rating: the answer's thumb, with reasons in the person's own words.
        judged: stage -> was it right.
    """
    is_liked = rating is not None and rating.verdict == "up"
    given = rating.reasons if rating is not None and not is_liked else ()
    said = [reason for reason in given if not addresses_safety(reason)]
    if judged.get("tone") is False:
        said.append(WRONG_TONE)
    if judged.get("answer") is False and not is_liked:
        said.append("wrong")
    return tuple(dict.fromkeys(WISHES.get(reason, f"I said of your answer: {reason}.") for reason in said))
