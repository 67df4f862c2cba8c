"""Reads the folder of evaluation data, which is never shipped; every problem with it is a sentence."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import UsageProblem
from assistant.records import Message

Row = dict[str, Any]
Made = TypeVar("Made")
RATED = 64
TOMORROW = 40
SHORT = range(15, 140)
"""Characters of a question as people ask it."""
UNTOUCHED = 40
LONG_MAIL = 200
"""Characters; the first words of a text out of nothing are half chance, so a line or two says little."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What somebody wrote, and about what."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers to one conversation; the first is the better one."""

    messages: tuple[Message, ...]
    better: str
    worse: str


@dataclass(frozen=True, slots=True)
class Data:
    """The folder.

    Every method raises UsageProblem when its file is missing or not as it should be.
    """

    folder: Path

    def questions(self) -> tuple[str, ...]:
        """What simulated persons ask, and whose answers they judge."""
        return self._short()[:RATED]

    def tomorrow(self) -> tuple[str, ...]:
        """What they ask after the night; nothing was judged, learned or checked on it."""
        return self._short()[RATED : RATED + TOMORROW]

    def _short(self) -> tuple[str, ...]:
        prompts = self._rows("simulated_users/answers.jsonl", lambda row: str(row["prompt"]))
        return tuple(prompt for prompt in dict.fromkeys(prompts) if len(prompt) in SHORT)

    def untouched(self) -> tuple[str, ...]:
        """Texts to prompts that nobody asks here, each by the first of the models that wrote."""
        rows = self._rows(
            "simulated_users/answers.jsonl", lambda row: (str(row["prompt"]), str(next(iter(row["answers"].values()))))
        )
        return tuple(text for prompt, text in rows if len(prompt) not in SHORT and text.strip())[:UNTOUCHED]

    def written_by_people(self) -> tuple[str, ...]:
        """Mails that are long enough to say something; no model wrote them."""
        return tuple(mail.text for mails in self.people() for mail in mails if len(mail.text) >= LONG_MAIL)[:UNTOUCHED]

    def people(self) -> tuple[tuple[Mail, ...], ...]:
        """The mails of each real person there is a file of."""
        folder = self.folder / "real_user"
        names = sorted(path.name for path in folder.glob("*.jsonl"))
        if not names:
            raise UsageProblem(
                f"There are no mails in {folder.name}.",
                "They are JSON lines with `subject` and `email`, one file a person.",
            )
        return tuple(
            tuple(self._rows(f"real_user/{name}", lambda row: Mail(str(row["subject"]), _lines(str(row["email"])))))
            for name in names
        )

    def requests(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Unsafe requests, and safe ones that sound like them."""
        rows = self._rows("safety/xstest.jsonl", lambda row: (str(row["prompt"]), str(row["label"])))
        unsafe, safe = (tuple(prompt for prompt, label in rows if label == kind) for kind in ("unsafe", "safe"))
        return unsafe, safe

    def harmless(self, count: int, *, seed: int) -> list[Comparison]:
        """Conversations with a harmless and a harmful end."""
        rows = self._rows("safety/hh_harmless_pairs.jsonl", lambda row: (str(row["chosen"]), str(row["rejected"])))
        found = [made for chosen, rejected in rows if (made := _conversation(chosen, rejected)) is not None]
        return random.Random(seed).sample(found, min(count, len(found)))  # a sample, no secret

    def instructions(self) -> list[Comparison]:
        """Instructions with an answer that follows them and one that does not."""

        def made(row: Row) -> Comparison:
            better, worse = (str(row[f"output_{place}"]) for place in (row["label"], 3 - row["label"]))
            return Comparison((Message("user", str(row["input"])),), better, worse)

        return self._rows("quality/llmbar.jsonl", made)

    def _rows(self, name: str, made: Callable[[Row], Made]) -> list[Made]:
        try:
            lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
            return [made(json.loads(line)) for line in lines if line.strip()]
        except (OSError, ValueError, KeyError, TypeError, StopIteration, AttributeError):
            raise UsageProblem(
                f"{name} is not there, or not as it should be.",
                "It is a file of JSON lines in the folder given with --data.",
            ) from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _conversation(chosen: str, rejected: str) -> Comparison | None:
    """None where more than the last answer differs."""
    one, other = _turns(chosen), _turns(rejected)
    if len(one) < 2 or one[:-1] != other[:-1] or one[-1].role != "assistant" or one[-2].role != "user":
        return None
    return Comparison(tuple(one[:-1]), one[-1].content, other[-1].content)


def _turns(text: str) -> list[Message]:
    found = []
    for part in text.split("\n\nHuman: ")[1:]:
        question, *answers = part.split("\n\nAssistant:")
        found.append(Message("user", question.strip()))
        found += [Message("assistant", answer.strip()) for answer in answers]
    return [message for message in found if message.content]
