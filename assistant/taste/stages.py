"""Which thumbs speak of what: where only the memories were wrong, a thumb down says nothing of the answer itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.records import Judgement, Rating, Stage


def of_answers(ratings: Iterable[Rating], judgements: Iterable[Judgement]) -> list[Rating]:
    """Those that judge the answer: not a bare thumb down where the memories were wrong and nothing else was, or where
    the answer was said to be right."""
    judged = _by_turn(judgements)
    return [rating for rating in ratings if _is_of_the_answer(rating, judged.get(rating.turn, {}))]


def of_style(ratings: Iterable[Rating], judgements: Iterable[Judgement]) -> list[Rating]:
    """Those that judge how the answer is written: nor a bare thumb down where the tone was right, nor a thumb up where
    it was wrong."""
    judged = _by_turn(judgements)
    return [
        rating
        for rating in ratings
        if _is_of_the_answer(rating, said := judged.get(rating.turn, {}))
        and not (_is_bare(rating) and said.get("tone") is True)
        and not (rating.verdict == "up" and said.get("tone") is False)
    ]


def _is_of_the_answer(rating: Rating, judged: Mapping[Stage, bool]) -> bool:
    if not _is_bare(rating) or False in (judged.get("tone"), judged.get("answer")):
        return True
    return judged.get("memories") is not False and judged.get("answer") is not True


def _is_bare(rating: Rating) -> bool:
    """A thumb down without a reason or a better version."""
    return rating.verdict == "down" and not rating.reasons and not rating.better


def _by_turn(judgements: Iterable[Judgement]) -> Mapping[int, Mapping[Stage, bool]]:
    found: dict[int, dict[Stage, bool]] = {}
    for one in judgements:
        found.setdefault(one.turn, {})[one.stage] = one.is_right
    return found
