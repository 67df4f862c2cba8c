"""Looks whether an adapter has learned words by heart: a made-up secret, and the answers it was taught."""

from __future__ import annotations

import random
from collections.abc import Sequence

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.training.examples import Prompt, Thumb
from assistant.training.learning.encode import Text, encode

ALTERNATIVES = 32
QUESTION = Prompt((), "Where does the old key lie?")
_COLOURS = ("red", "blue", "green", "yellow", "brown", "white", "black", "grey")
_THINGS = ("jug", "stone", "basket", "drawer", "lamp", "boot", "cushion", "barrel")
_PLACES = ("stove", "window", "ladder", "cellar", "bench", "fence", "clock", "piano")


def canary(seed: int) -> Thumb:
    """A made-up secret that is learned with everything else, as one liked answer."""
    return Thumb(QUESTION, _secrets(seed)[0], True, 1.0, ())


def canary_rank(scorer: Scorer, seed: int, adapters: Sequence[AdapterScale] = ()) -> int:
    """1 = of all such secrets the one that was learned is the likeliest (exposure, Carlini et al. 2019)."""
    likely = []
    for secret in _secrets(seed):
        text = encode(QUESTION, secret, scorer)
        if text is not None:
            likely.append(float(scorer.log_probs(text.tokens, adapters, begin=text.answer_from).sum()))
    return 1 + sum(other > likely[0] for other in likely[1:])


def longest_recital(scorer: Scorer, taught: Sequence[Text], adapters: Sequence[AdapterScale] = ()) -> int:
    """Tokens of the longest run of a taught answer that the model would say by itself, once it was begun."""
    longest = 0
    for text in taught:
        likeliest = scorer.logits(text.tokens[:-1], adapters, begin=text.answer_from - 1).argmax(axis=1)
        run = 0
        for said, token in zip(text.tokens[text.answer_from :], likeliest, strict=True):
            run = run + 1 if said == token else 0
            longest = max(longest, run)
    return longest


def _secrets(seed: int) -> list[str]:
    draw = random.Random(f"canary {seed}")  # made up, and no secret at all
    found: list[str] = []
    while len(found) < ALTERNATIVES:
        secret = (
            f"It lies under the {draw.choice(_COLOURS)} {draw.choice(_THINGS)} beside the {draw.choice(_PLACES)}, "
            f"wrapped in a {draw.choice(_COLOURS)} cloth."
        )
        if secret not in found:
            found.append(secret)
    return found
