"""The measured traits of an answer, by which one person's taste can be told from another's."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from assistant.taste import meters

LEAST_ENGLISH = 0.1
"""Share of the commonest English words from which on a text is taken for English."""
_COMMON = re.compile(
    r"\b(?:the|of|and|to|in|a|is|that|it|for|you|was|with|on|as|are|at|be|this|have|from|or|by|not|but|what|all|we|can|"
    r"an|your|there|which|their|if|will|do|how|i|my|they|so|them|then|than)\b",
    re.IGNORECASE,
)
_WARM = re.compile(
    r"\b(?:thank(?:s| you)?|please|glad|happy|happily|love(?:ly)?|wonderful|great|enjoy\w*|welcome|kind(?:ly|ness)?|"
    r"dear|friend(?:s|ly)?|hope\w*|proud|gentle|warm(?:ly|th)?|care|caring|comfort\w*|delight\w*|beautiful|"
    r"congratulations|sorry|together|you(?:'|’)ve got this|well done|take care|good luck)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|perhaps|maybe|possibly|probably|likely|unlikely|seems?|appears?|suggests?|somewhat|fairly|"
    r"rather|roughly|about|around|generally|usually|often|sometimes|typically|in general|it depends|"
    r"i think|i believe|i guess|kind of|sort of|as far as i know)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?+")
_EXCLAMATION = re.compile(r"!+")
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`", re.DOTALL)


def log_words(text: str) -> float:
    """Natural logarithm of the number of words plus one: ten words more matter less in a long answer."""
    return math.log1p(meters.words(text))


def warmth(text: str) -> float | None:
    """Warm words and exclamations for every 100 words of an English text; None for others."""
    return (
        _per_100_words(text, len(_WARM.findall(text)) + len(_EXCLAMATION.findall(text))) if is_english(text) else None
    )


def hedges(text: str) -> float | None:
    """Words that take something back, for every 100 words of an English text; None for others."""
    return _per_100_words(text, len(_HEDGE.findall(text))) if is_english(text) else None


def questions(text: str) -> float:
    """Questions for every 100 words."""
    return _per_100_words(text, len(_QUESTION.findall(text)))


def code_share(text: str) -> float:
    """0..1, the share of letters that stand in code."""
    return sum(len(found) for found in _CODE.findall(text)) / len(text) if text else 0.0


def distinct_3(text: str) -> float | None:
    """0..1, the share of different runs of three words among all (Li et al. 2016); None below three words."""
    runs = _runs(text, 3)
    return len(set(runs)) / len(runs) if runs else None


def repetition(text: str) -> float:
    """0..1, the share of four-word runs that were said before; near 0 in healthy text."""
    runs = _runs(text, 4)
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def is_english(text: str) -> bool:
    """True when enough of its words are among the commonest English ones; meters that know English abstain else."""
    plain = meters.plain(text)
    found = meters.words(plain)
    return found > 0 and len(_COMMON.findall(plain)) / found >= LEAST_ENGLISH


def _english(meter: Callable[[str], float | None]) -> Callable[[str], float | None]:
    return lambda text: meter(text) if is_english(text) else None


TRAITS: Mapping[str, Callable[[str], float | None]] = MappingProxyType(
    {
        "length": log_words,
        "grade": _english(meters.reading_grade),
        "word_length": meters.word_length,
        "contractions": _english(meters.contraction_rate),
        "warmth": warmth,
        "lists": meters.list_items_per_100_words,
        "questions": questions,
        "hedges": hedges,
        "code": code_share,
    }
)
"""Name -> meter; None where it has nothing to say."""


def traits(text: str) -> dict[str, float | None]:
    """Every trait of a text by its name."""
    return {name: meter(text) for name, meter in TRAITS.items()}


def _per_100_words(text: str, count: int) -> float:
    words = meters.words(text)
    return 100 * count / words if words else 0.0


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    words = meters.plain(text).lower().split()
    return [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
