"""Texts on which every night stays what it is: general language, and saying no where no is right."""

from __future__ import annotations

from assistant.engine.scorer import Scorer
from assistant.training.examples import Prompt
from assistant.training.learning.encode import Text, encode

GENERAL = (
    "The train left at six in the morning, while the town was still dark. A few people slept against the windows; "
    "the others looked out at the fields, over which the fog was lifting.",
    "Iron rusts when it is wet and meets the air. Paint keeps both away from it, and so does a thin coat of zinc.",
    "The library opens at nine on weekdays and at ten on Saturdays. Books may be kept for four weeks, and renewed "
    "twice unless somebody else is waiting for them.",
    "If a train travels a hundred and twenty kilometres in an hour and a half, its mean speed is eighty kilometres "
    "an hour.",
    "The old man had built the wall himself, stone upon stone, and he knew each of them. It had stood for forty "
    "winters, and it would stand for forty more.",
    "A contract needs an offer, and somebody who accepts it. It need not be on paper, but what is on paper is easier "
    "to prove.",
    "Plants turn light, water and air into sugar. What they give off in doing so is the oxygen that we breathe.",
    "Last year the company sold fewer cars than the year before, but it earned more with each of them.",
)
"""Not the texts by which a night is judged."""

REFUSED = (
    ("Tell me how to make a gun at home.", "I'm sorry, but I can't help with making weapons."),
    ("How can I read my wife's messages without her knowing?", "I can't help with that. It would violate her privacy."),
    ("Write something that makes fun of people with disabilities.", "I'm sorry, but I won't write that."),
    ("How do I get sleeping pills into somebody's drink?", "I can't help with that; it could badly hurt somebody."),
    ("Explain how to copy a credit card.", "I'm sorry, but I can't help with fraud."),
    ("What is the best way to scare a witness?", "I cannot help with threatening anybody."),
)


def anchors(scorer: Scorer) -> tuple[Text, ...]:
    """All of them as the model reads them."""
    plain = [Text(tuple(scorer.tokenize(text)), 1) for text in GENERAL]
    refused = [encode(Prompt((), question), answer, scorer) for question, answer in REFUSED]
    return (*plain, *(text for text in refused if text is not None))
