"""The words of a text that say what it is about, in a form in which "lentils" and "lentil" are the same."""

from __future__ import annotations

import re

_GENERIC_WORDS = """
a able about above absolutely across actually add advice after again against age ago all allow almost along already
also although always am among amount an and another answer any anybody anyone anything anyway appear are aren't around
as ask at available avoid away back bad be became because become been before begin behind being below best better
between big bit black blue both bring brown but buy by call came can can't cannot case certain change check choose
clear color colour come common compare complete completely consider correct could couldn't country couple create dark
day deal dear decide definitely describe detail did didn't differ difference different difficult dislike do does
doesn't doing don't done down during each early easily easy effect eight either eleven else end enjoy enough
especially etc even evening ever every everybody everyone everything exactly example excellent explain extremely fact
far favorite favourite feel few find first five follow for form four free from full function further gave general
generally get give given go goes going gone good got great green grey group had hard has hasn't hate have haven't
having he hello help her here hers hi high him himself his hour how however hundred i i'd i'll i'm i've idea if
important in include including inside instead interested interesting into is isn't it it's item its itself join just
keep kind kinds knew know known large last late later least leave left less let level life light like likely list
little live long look looking lot lots love made main make many matter may maybe me mean might mind mine minute moment
money month more morning most mostly much must my myself name near need never new next nice nine no nobody none nor
normal not note nothing now number of off offer often ok old on once one only open option or order other others our
out over own page paragraph part particular people perfect perhaps person personal place plan please point possible
possibly prefer preference pretty probably problem provide put question quick quickly quite rather read real really
reason recent recommend recommendation red refuse regular regularly result right rule said same say second see seem
select sentence service set seven several shall share she short should shouldn't show side simple since six small so
some somebody someone something sometimes soon sort special specific square start stay step still stop story strong
strongly style such suggest suggestion suit sure take talk tell ten text than thank that that's the their them then
there these they thing things think this those though thousand three through thus time tip to today together told
tomorrow tonight too took top total toward try turn twelve two type typical under understand unit unless until up upon
us use used useful usual usually various very via visit want was wasn't way ways we week weekend well went were what
what's whatever when whenever where whether which while white who whole whom whose why wide will wish with within
without word work world worth would wouldn't write wrong year yellow yes yet you your yours yourself
"""
# a preference and a question may share these without meaning the same
GENERIC = frozenset(_GENERIC_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDINGS = (
    *(("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", "")),
    *(("ers", ""), ("er", ""), ("ed", ""), ("s", ""), ("e", "")),
)
LONGEST = 4000


def content_words(text: str) -> dict[str, str]:
    """Stem -> the word as it stands in `text`, in order, without generic words and single letters."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text[:LONGEST]):
        lowered = word.casefold().replace("’", "'").removesuffix("'s")
        if len(lowered) > 1 and lowered not in GENERIC and stem(lowered) not in _GENERIC_STEMS:
            found.setdefault(stem(lowered), word)
    return found


def stem(word: str) -> str:
    """A lower-case English word without its ending; at least three letters stay, and a doubled last one is undone."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 3:
        word = word.removesuffix("e")
    return f"{word[:-1]}i" if word.endswith("y") else word


_GENERIC_STEMS = frozenset(stem(word) for word in GENERIC)
