"""Keeps account of what the model has already read, so that it need not read it again."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import accumulate

ANSWERS_REMEMBERED = 256


class ReadTokens:
    """The token ids in the KV cache, in order, and the answers they came from.

    Args:
        piece: token id -> its bytes.
    """

    def __init__(self, piece: Callable[[int], bytes]) -> None:
        self._piece = piece
        self.tokens: list[int] = []
        self._answers: OrderedDict[str, tuple[int, ...]] = OrderedDict()

    def clear(self) -> None:
        """Nothing is read any more."""
        self.tokens.clear()

    def remember_answer(self, text: str, tokens: Sequence[int]) -> None:
        """An answer as it was generated: read again, it must give the same ids, not re-tokenised ones."""
        if b"".join(map(self._piece, tokens)) == text.encode():
            self._answers[text] = tuple(tokens)
            self._answers.move_to_end(text)
            if len(self._answers) > ANSWERS_REMEMBERED:
                self._answers.popitem(last=False)

    def answer(self, text: str) -> tuple[int, ...] | None:
        """The ids an answer was generated with, if it was generated here."""
        return self._answers.get(text)

    def common(self, prompt: Sequence[int]) -> int:
        """How many tokens at the start of `prompt` are in the KV cache."""
        return common(self.tokens, prompt)

    def reusable(self, prompt: Sequence[int]) -> int:
        """How many cached tokens stand for text that `prompt` begins with: the most that could be reused."""
        read = b"".join(map(self._piece, self.tokens))
        wanted = b"".join(map(self._piece, prompt))
        same = _common_bytes(read, wanted)
        ends = list(accumulate(len(self._piece(token)) for token in self.tokens))
        return bisect_right(ends, same)


def common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens two prompts begin with alike."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _common_bytes(one: bytes, other: bytes) -> int:
    """Length of the common beginning, by halving: slices compare fast, single bytes do not."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
