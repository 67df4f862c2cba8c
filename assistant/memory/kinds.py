"""Tells a wish about how answers should be ("use metric units") from a fact about the person ("I am vegetarian")."""

from __future__ import annotations

import re

from assistant.records import PreferenceKind

_STYLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "answer in ...", "please don't use ...", "always show me ..."
        r"^(?:please[, ]+)?(?:always |never |do not |don['’]t |only |just )*"
        r"(?:answer|reply|respond|write|explain|use|avoid|give|keep|be|show|tell|call|address|speak|talk|format|"
        r"summari[sz]e|cite|quote|skip|leave out|start|end|put|include|add|ask|mention|stop|"
        r"apologi[sz]e|translate|assume)\b",
        r"^no (?:emojis?|lists?|bullets?|tables?|jargon|small talk|jokes|headings|disclaimers)\b",
        r"\b(?:answers?|repl(?:y|ies)|responses?|explanations?|wording|tone|feedback)\b"
        r".*\b(?:short|long|brief|concise|detailed|simple|formal|informal|friendly|polite|blunt|direct|honest|plain|"
        r"structured|funny|warm|sober|neutral|thorough|in [a-z]+)\b",
        r"\b(?:short|long|brief|concise|detailed|simple|formal|informal|friendly|polite|blunt|direct|plain|structured|"
        r"funny|thorough)(?:,? \w+)? (?:answers?|repl(?:y|ies)|responses?|explanations?|sentences|tone|texts)\b",
        r"\b(?:emojis?|bullet points|markdown|metric units|imperial units|exclamation marks|jargon|footnotes|"
        r"(?:british|american) (?:english|spelling))\b",
        r"\b(?:call|address) me\b|\byou (?:should|must|may|can) (?:answer|write|explain|use|be|call|skip|joke)\b",
        r"^i(?:['’]d like|['’]d prefer| want| would like| would prefer| prefer| need) you to\b",
    )
)
_FACT = re.compile(
    r"^(?:i use|i write|i speak|i (?:always |never |only |often )*(?:use|wear|eat|drink|cook|buy|travel|read|watch|"
    r"listen|play|work))\b(?!.*\b(?:english|spelling|units|emojis?|exclamation marks)\b)",
    re.IGNORECASE,
)


def guess_kind(text: str) -> PreferenceKind:
    """Say "style" for a wish about answers, else "fact". A guess by patterns, for English."""
    stripped = text.strip()
    if _FACT.search(stripped):
        return "fact"
    return "style" if any(pattern.search(stripped) for pattern in _STYLE) else "fact"
