"""The recovery code: what a person writes on paper and types back, forgivingly."""

from __future__ import annotations

import secrets

from assistant.errors import WrongKey

# Crockford's base 32: no I, L, O or U, so that nothing looks like something else
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 28
"""28 letters of 5 random bits: 140 bits."""
GROUP = 4


def new_code() -> str:
    """A random code in groups of four, like 7QK2-...-0ZT9."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def plain(code: str) -> str:
    """The code's letters alone, whatever case, spaces or dashes it was typed with; O is 0, I and L are 1.

    Raises:
        WrongKey: it cannot be a recovery code.
    """
    letters = "".join(letter for letter in code.upper() if not letter.isspace() and letter not in "-‐‑–—_.")
    letters = letters.translate(str.maketrans("OIL", "011"))
    if len(letters) != LETTERS or not set(letters) <= set(ALPHABET):
        raise WrongKey(
            "That is not a recovery code.",
            f"It has {LETTERS} letters and digits in groups of four; check what you typed.",
        )
    return letters
