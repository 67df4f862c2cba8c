"""Measures of a text that a person would count the same way: words, sentences, lists, contractions, reading grade."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CODE_FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
_LIST_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)", re.MULTILINE)
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+•]\s+|\d{1,3}[.)]\s+|(?:[-*_]\s*){3,}$)", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`+|~~")
_WORD = re.compile(r"[^\W_]+(?:['’.,:/@_-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Mr|Mrs|Ms|Dr|Prof|St|No|approx|a\.m|p\.m)\.$", re.IGNORECASE)
_CONTRACTION = re.compile(
    r"\b[a-z]+(?:n['’]t|['’](?:m|re|ve|ll|d))\b|\b(?:it|that|there|here|what|who|he|she|let)['’]s\b"
)
_CONTRACTIBLE = re.compile(
    r"\b(?:i am|(?:you|we|they) are|(?:i|you|we|they) have|(?:i|you|he|she|it|we|they) (?:will|would)"
    r"|(?:it|that|there|here|what|who|he|she) is|let us|can ?not"
    r"|(?:do|does|did|is|are|was|were|has|have|had|would|could|should|must|will) not)\b"
)
_VOWELS = re.compile(r"[aeiouy]+")


def plain(text: str) -> str:
    """`text` without its markdown marks; the words of links and code stay."""
    text = _CODE_FENCE.sub("", text)
    text = _LINE_MARK.sub("", text)
    text = _LINK.sub(r"\1", text)
    return _EMPHASIS.sub("", text)


def words(text: str) -> int:
    """How many words a person would count; "don't", "3.5" and "well-known" are one each."""
    return len(_words(text))


def sentences(text: str) -> int:
    """How many sentences; a list item or a heading without a full stop counts as one."""
    return len(_sentences(text))


def list_items_per_100_words(text: str) -> float:
    """Bullets and numbered items for every 100 words; 0 for an empty text."""
    count = words(text)
    return 100 * len(_LIST_ITEM.findall(text)) / count if count else 0.0


def contraction_rate(text: str) -> float | None:
    """Share of the places for an English contraction that have one, 0..1; None where there is no such place."""
    lowered = plain(text).lower()
    short, long = len(_CONTRACTION.findall(lowered)), len(_CONTRACTIBLE.findall(lowered))
    return short / (short + long) if short + long else None


def reading_grade(text: str) -> float | None:
    """US school grade needed to read an English text (Flesch-Kincaid, Kincaid et al. 1975); None for an empty text.

    0.39 words/sentence + 11.8 syllables/word - 15.59
    """
    found = _words(text)
    if not found:
        return None
    syllables = sum(_syllables(word) for word in found)
    return 0.39 * len(found) / max(1, sentences(text)) + 11.8 * syllables / len(found) - 15.59


def word_length(text: str) -> float | None:
    """Mean letters of a word; None for an empty text."""
    found = _words(text)
    return sum(len(word) for word in found) / len(found) if found else None


def _words(text: str) -> Sequence[str]:
    found: list[str] = _WORD.findall(plain(text))
    return found


def _sentences(text: str) -> Sequence[str]:
    found = []
    for line in plain(text).splitlines():
        start = 0
        for end in _SENTENCE_END.finditer(line):
            if not _ABBREVIATION.search(line[: end.end()]):
                found.append(line[start : end.end()])
                start = end.end()
        found.append(line[start:])
    return [part for part in found if _WORD.search(part)]


def _syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end not counted; at least one."""
    lowered = word.lower()
    groups = len(_VOWELS.findall(lowered))
    if groups > 1 and re.search(r"[^aeiouyl]e(?:s|d)?$", lowered) and not re.search(r"[td]ed$|[sxz]es$", lowered):
        groups -= 1
    return max(1, groups)
