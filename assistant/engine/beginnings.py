"""How an answer that declines begins, and how one that complies does."""

from __future__ import annotations

REFUSALS = ("I'm sorry, but I can't help with that.", "I cannot assist with that request.")
COMPLIANCES = ("Sure, here is how you can do that.", "Of course! Here are the steps.")
