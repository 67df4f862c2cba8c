"""What a strength from 0 to 2 means in plain words: of steering, and of the person's own voice."""

from __future__ import annotations

USUAL = 1.0
MOST = 2.0
_STEERING = (
    (
        "in words only",
        "The model is told what you want, and nothing more is done; words come as fast as ever.",
        "The model was told what you want, and nothing more was done.",
    ),
    (
        "more gently than usual",
        "The model is told what you want, and the choice of words leans a little that way.",
        "The model was told what you want, and the choice of words leaned a little that way.",
    ),
    (
        "as usual",
        "The model is told what you want, and the choice of words leans that way.",
        "The model was told what you want, and the choice of words leaned that way.",
    ),
    (
        "more strongly than usual",
        "The model is told what you want, and the choice of words leans far that way.",
        "The model was told what you want, and the choice of words leaned far that way.",
    ),
    (
        "as strongly as they can",
        "The choice of words leans as far that way as it may; answers can sound forced.",
        "The choice of words leaned as far that way as it may.",
    ),
)
_UNLEARNED = "what the model would say had it learned nothing"
_VOICE = (
    (
        "as learned",
        "What the nights learned acts as it is, and nothing is added; words come as fast as ever.",
        "What the nights learned acted as it is.",
    ),
    (
        "a little more of you",
        f"Every word leans a little away from {_UNLEARNED}.",
        f"Every word leaned a little away from {_UNLEARNED}.",
    ),
    ("more of you", f"Every word leans away from {_UNLEARNED}.", f"Every word leaned away from {_UNLEARNED}."),
    (
        "much more of you",
        f"Every word leans far away from {_UNLEARNED}.",
        f"Every word leaned far away from {_UNLEARNED}.",
    ),
    (
        "as much of you as it can",
        f"Every word leans as far as it may from {_UNLEARNED}.",
        f"Every word leaned as far as it may from {_UNLEARNED}.",
    ),
)


def steering_words(strength: float) -> str:
    """How strongly sliders act, in a few words; 0..2."""
    return _STEERING[_step(strength)][0]


def steering_meaning(strength: float) -> str:
    """What that does, in one sentence."""
    return _STEERING[_step(strength)][1]


def steering_did(strength: float) -> str:
    """What that did to an answer, in one sentence."""
    return _STEERING[_step(strength)][2]


def voice_words(strength: float) -> str:
    """How much of the person's own voice is brought out, in a few words; 0..2."""
    return _VOICE[_step(strength)][0]


def voice_meaning(strength: float) -> str:
    """What that does, in one sentence."""
    return _VOICE[_step(strength)][1]


def voice_did(strength: float) -> str:
    """What that did to an answer, in one sentence."""
    return _VOICE[_step(strength)][2]


def _step(strength: float) -> int:
    """0 nothing, 1 below what is usual, 2 usual, 3 above it, 4 the most."""
    if strength <= 0:
        return 0
    if strength >= MOST:
        return 4
    return 2 + (strength > USUAL) - (strength < USUAL)
