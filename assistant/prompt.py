"""Turns a conversation, what matters now and the person's wishes into the messages a model reads.

The order never changes, so that what the model has read stays read: system text with the chat's
standing preferences, then the history as it was, then, right before the newest question, what was
found for it and the sliders' wishes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.records import Message

SYSTEM_TEXT = "You are a helpful AI assistant."
MESSAGE_OVERHEAD_TOKENS = 8
STANDING_SHARE = 0.25
KEPT_AFTER_DROPPING = 0.5

Count = Callable[[Sequence[str]], list[int]]
"""Texts -> tokens of each."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One past turn as it was given to the model."""

    given: str
    question: str
    answer: str


def given_text(memories: Sequence[str], wishes: Sequence[str]) -> str:
    """What stands right before a question: remembered preferences, then wishes; empty when there are none."""
    parts = []
    if memories:
        parts.append("About me: " + " ".join(_sentence(text) for text in memories))
    if wishes:
        parts.append("How to answer: " + " ".join(_sentence(text) for text in wishes))
    return "\n".join(parts)


def revision(memories: Sequence[str], wishes: Sequence[str]) -> str:
    """The request to revise the answer before it. At least one of the two is given."""
    about = given_text(memories, [])
    asked = " ".join(["Rewrite your answer.", *(_sentence(text) for text in wishes)])
    if not wishes:
        asked = "Rewrite your answer so that it suits me."
    return f"{about}\n\n{asked}" if about else asked


def build(
    question: str,
    *,
    given: str,
    standing: Sequence[str],
    history: Sequence[Exchange],
    budget_tokens: int,
    count: Count,
    kept: int = 0,
) -> tuple[Message, ...]:
    """Messages for one question, within `budget_tokens`.

    The oldest exchanges are left out when there is no room. They are left out in large steps that
    depend on the past only, so that the prefix stays the same for many turns after a step. The
    question itself is never shortened: if it does not fit, the speaker says so.

    Args:
        question: what the person typed.
        given: `given_text` for this question.
        standing: the chat's frozen block of preferences, in its order.
        history: earlier exchanges, oldest first.
        budget_tokens: room for the prompt, the answer's share already taken off.
        count: counts tokens; called once.
        kept: how many of the newest exchanges are never left out.
    """
    newest = _with_given(given, question)
    users = [_with_given(past.given, past.question) for past in history]
    answers = [past.answer for past in history]
    sizes = count([SYSTEM_TEXT, *standing, *users, *answers, newest])
    standing_sizes = sizes[1 : 1 + len(standing)]
    rest = sizes[1 + len(standing) :]
    pairs = [
        user + answer + 2 * MESSAGE_OVERHEAD_TOKENS
        for user, answer in zip(rest[: len(history)], rest[len(history) : -1], strict=True)
    ]
    kept_standing, standing_tokens = _fitting(standing, standing_sizes, room=int(budget_tokens * STANDING_SHARE))
    fixed = sizes[0] + standing_tokens + 2 * MESSAGE_OVERHEAD_TOKENS
    movable = len(pairs) - kept
    start = first_kept(pairs[:movable], newest=rest[-1] + sum(pairs[movable:]), room=budget_tokens - fixed)
    messages = [Message("system", _system(kept_standing))]
    for user, answer in zip(users[start:], answers[start:], strict=True):
        messages += [Message("user", user), Message("assistant", answer)]
    return (*messages, Message("user", newest))


def reworded(messages: Sequence[Message], *, given: str, question: str) -> tuple[Message, ...]:
    """The same messages with other words right before the newest question."""
    return (*messages[:-1], Message("user", _with_given(given, question)))


def first_kept(pairs: Sequence[int], *, newest: int, room: int) -> int:
    """Index of the first exchange that stays, given the tokens of each and of the newest question.

    Replays the conversation: whenever it outgrew the room, the oldest went until half was free.
    """
    start, total = 0, 0
    for index, size in enumerate([*pairs, newest]):
        total += size
        if total > room:
            while start < index and total > room * KEPT_AFTER_DROPPING:
                total -= pairs[start]
                start += 1
    return start


def _with_given(given: str, question: str) -> str:
    return f"{given}\n\n{question}" if given else question


def _system(standing: Sequence[str]) -> str:
    if not standing:
        return SYSTEM_TEXT
    return SYSTEM_TEXT + "\n\nThe person always wants you to know:\n" + "\n".join(f"- {text}" for text in standing)


def _fitting(texts: Sequence[str], sizes: Sequence[int], *, room: int) -> tuple[list[str], int]:
    """Those there is room for, in their order, and their tokens."""
    kept, total = [], 0
    for text, size in zip(texts, sizes, strict=True):
        if total + size + 2 <= room:
            total += size + 2
            kept.append(text)
    return kept, total


def _sentence(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else stripped + "."
