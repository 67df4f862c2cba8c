"""A rating, or a choice between two answers, comes in and is kept with the sliders of that moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import UsageProblem
from assistant.records import Best, Choice, Judgement, Rating, Stage, Turn, Verdict
from assistant.taste.reasons import WRONG_TONE

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
    """Keep a judgement of one answer; a later one replaces it, and leaves a better version that was written before.

    Args:
        turn_id: the turn whose answer is judged.
        verdict: "up" or "down".
        reasons: short reasons in the person's words, empty ones ignored.
        better: the person's own better version of the answer; None leaves the one there is, an empty one takes it away.

    Raises:
        UsageProblem: no such turn, or there is no answer yet to judge.
    """
    turn = _answered(turn_id, store)
    space = store.chats.get(turn.chat).space
    if better is None:
        before = store.ratings.of_turn(turn_id)
        better = before.better if before is not None else None
    return store.ratings.rate(
        turn_id,
        verdict=verdict,
        reasons=tuple(reason.strip() for reason in reasons if reason.strip()),
        better=better.strip() or None if better else None,
        sliders=store.sliders.levels(space),
        space=space,
    )


def choose(turn_a: int, turn_b: int, best: Best, *, store: Store) -> Choice:
    """Keep which of two answers to the same question is better; a later choice between the two replaces it.

    The two may stand in one chat or in two of the same space.

    Raises:
        UsageProblem: no such turn, no answer yet, twice the same turn, or answers to different questions or in
            different spaces.
    """
    if turn_a == turn_b:
        raise UsageProblem("An answer cannot be compared with itself.", "Name two turns.")
    a, b = _answered(turn_a, store), _answered(turn_b, store)
    if a.question.strip() != b.question.strip():
        raise UsageProblem(
            f"Turns {turn_a} and {turn_b} answer different questions.", "Choose between answers to the same one."
        )
    space = store.chats.get(a.chat).space
    if store.chats.get(b.chat).space != space:
        raise UsageProblem(
            f"Turns {turn_a} and {turn_b} stand in different spaces, which may learn apart.",
            "Choose between answers of one space.",
        )
    return store.choices.choose(turn_a, turn_b, best=best, sliders=store.sliders.levels(space), space=space)


def judge(turn_id: int, stage: Stage, *, is_right: bool, store: Store) -> Judgement:
    """Keep whether one stage of an answer was right; a later judgement of the same stage replaces it.

    It goes to the stage it concerns. Memories: those found for this question rank lower or higher
    for such questions. Tone: how answers are written; one that was wrong is a thumb down for that reason, where there
    is no thumb yet. Answer: a thumb, unless a thumb down was given already, which may have had another reason. What
    is said of a bare thumb down, that only the memories were wrong or that the tone was right, bounds what is learned
    from it (`assistant/taste/stages.py`).

    Raises:
        UsageProblem: no such turn, no answer yet, or no memories that were found for it.
    """
    turn = _answered(turn_id, store)
    if stage == "memories" and all(memory.is_standing for memory in turn.sources.memories):
        raise UsageProblem(
            f"No memories were found for turn {turn_id}.",
            "What is always kept in mind is changed by `attune memory`, and in the window under About you.",
        )
    kept = store.judgements.judge(turn_id, stage, is_right=is_right)
    given = store.ratings.of_turn(turn_id)
    if stage == "answer" and (given is None or (not is_right and given.verdict == "up")):
        rate(turn_id, "up" if is_right else "down", store=store)
    elif stage == "tone" and not is_right and given is None:
        rate(turn_id, "down", store=store, reasons=(WRONG_TONE,))
    return kept


def _answered(turn_id: int, store: Store) -> Turn:
    turn = store.chats.turn(turn_id)
    if not turn.answer.strip():
        raise UsageProblem(f"Turn {turn_id} has no answer to judge.", "Ask it again first.")
    return turn
