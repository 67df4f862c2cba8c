"""A small set of questions with a short and a long answer each, of our own writing."""

from __future__ import annotations

from assistant.training.examples import Pair, Prompt

SUBJECTS = {
    "bread": ("flour, water, salt and heat", "baking"),
    "rain": ("water that falls from clouds", "weather"),
    "a bicycle": ("two wheels, a frame and pedals", "travel"),
    "a river": ("water that flows to the sea", "landscape"),
    "a library": ("a house full of books to borrow", "reading"),
    "tea": ("leaves in hot water", "drinking"),
    "a garden": ("plants that somebody looks after", "growing things"),
    "a clock": ("hands that show the hour", "time"),
    "a bridge": ("a way over water", "building"),
    "wool": ("the hair of sheep", "clothes"),
    "a map": ("a picture of places", "finding the way"),
    "salt": ("small crystals from sea or rock", "cooking"),
    "a candle": ("wax with a burning wick", "light"),
    "a piano": ("strings struck by hammers", "music"),
    "glass": ("sand that was melted", "windows"),
    "a ship": ("a large boat for the sea", "travel"),
}


def short_is_better() -> list[Pair]:
    """One pair for each subject; the short answer is wanted."""
    return [
        Pair(Prompt((), f"What is {subject}?"), f"{what[0].upper()}{what[1:]}.", _long(subject, what, use), 1.0, ())
        for subject, (what, use) in SUBJECTS.items()
    ]


def _long(subject: str, what: str, use: str) -> str:
    return (
        f"That is a very interesting question, and there are many things that could be said about {subject}. "
        f"First of all, {subject} can be described as {what}, and people have known about it for a very long time. "
        f"It plays an important role in {use}, and many people all over the world think of it every day. "
        f"In conclusion, {subject} is something that is well worth knowing more about, whatever you want to do with it."
    )
