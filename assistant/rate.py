"""A rating comes in and is kept, with the sliders as they stood when it was given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import UsageProblem
from assistant.records import Rating, Verdict

if TYPE_CHECKING:
    from assistant.store.store import Store


def rate(
    turn_id: int,
    verdict: Verdict,
    *,
    store: Store,
    reasons: Sequence[str] = (),
    better: str | None = None,
) -> Rating:
    """Keep a judgement of one answer; a later one replaces it.

    Args:
        turn_id: the turn whose answer is judged.
        verdict: "up" or "down".
        reasons: short reasons in the person's words, empty ones ignored.
        better: the person's own better version of the answer.

    Raises:
        UsageProblem: no such turn, or there is no answer yet to judge.
    """
    turn = store.chats.turn(turn_id)
    if not turn.answer.strip():
        raise UsageProblem(f"Turn {turn_id} has no answer to rate.", "Ask it again first.")
    space = store.chats.get(turn.chat).space
    return store.ratings.rate(
        turn_id,
        verdict=verdict,
        reasons=tuple(reason.strip() for reason in reasons if reason.strip()),
        better=better.strip() or None if better else None,
        sliders=store.sliders.levels(space),
        space=space,
    )
