"""Looks whether an adapter has learned words by heart: a made-up secret, and the answers it was taught."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.training.examples import Prompt, Thumb
from assistant.training.learning.encode import Text, encode

ALTERNATIVES = 32
READ = 256
"""Tokens of a taught answer that are looked at: what is known by heart shows long before."""
QUESTION = Prompt((), "Where does the old key lie?")
NEARLY = math.log(2)
"""Nats; the model by itself is read with so much slack. One word that was second by a hair joins two runs into one."""
_COLOURS = ("red", "blue", "green", "yellow", "brown", "white", "black", "grey")
_THINGS = ("jug", "stone", "basket", "drawer", "lamp", "boot", "cushion", "barrel")
_PLACES = ("stove", "window", "ladder", "cellar", "bench", "fence", "clock", "piano")


def secrets(scorer: Scorer, seed: int) -> list[str]:
    """Made-up secrets, first the one that is learned: the model by itself finds half of the others likelier."""
    made = _made_up(seed)
    likely = _likely(scorer, made, ())
    order = sorted(range(len(made)), key=likely.__getitem__)
    learned = order.pop(len(order) // 2)
    return [made[learned], *(made[place] for place in order)]


def canary(found: Sequence[str]) -> Thumb:
    """The first of these secrets, which is learned with everything else, as one liked answer."""
    return Thumb(QUESTION, found[0], True, 1.0, ())


def canary_rank(scorer: Scorer, found: Sequence[str], adapters: Sequence[AdapterScale] = ()) -> int:
    """1 = of all these secrets the first one is the likeliest (exposure, Carlini et al. 2019)."""
    learned, *others = _likely(scorer, found, adapters)
    return 1 + sum(other > learned for other in others)


def _likely(scorer: Scorer, found: Sequence[str], adapters: Sequence[AdapterScale]) -> list[float]:
    """Log-probability of each secret."""
    texts = filter(None, (encode(QUESTION, secret, scorer) for secret in found))
    return [float(scorer.log_probs(text.tokens, adapters, begin=text.answer_from).sum()) for text in texts]


def recitals(
    scorer: Scorer, taught: Sequence[Text], adapters: Sequence[AdapterScale] = (), *, slack: float = 0.0
) -> list[int]:
    """For each taught answer the tokens of the longest run that the model would say by itself, once it was begun.

    Args:
        slack: nats by which a token may be less likely than the likeliest one.
    """
    found = []
    for text in taught:
        tokens = text.tokens[: text.answer_from + READ]
        logits = scorer.logits(tokens[:-1], adapters, begin=text.answer_from - 1)
        longest = run = 0
        for row, token in zip(logits, tokens[text.answer_from :], strict=True):
            run = run + 1 if row[token] >= row.max() - slack else 0
            longest = max(longest, run)
        found.append(longest)
    return found


def _made_up(seed: int) -> list[str]:
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
