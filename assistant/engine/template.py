"""Lays out messages the way a model was trained to read them, by the template in its own file."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.engine import native
from assistant.errors import ModelProblem
from assistant.records import Message


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the laid-out conversation: the template's own text, or one message's content."""

    text: str
    message: Message | None


class ChatTemplate:
    """A compiled template. It runs in a sandbox: it can build text, nothing else.

    Args:
        source: the Jinja text from the model file's metadata.
        begin: text of the beginning-of-sequence token, may be empty.
        end: text of the end-of-sequence token, may be empty.

    Raises:
        ModelProblem: the template cannot be understood.
    """

    def __init__(self, source: str, *, begin: str, end: str) -> None:
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"], autoescape=False
        )
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = lambda form: datetime.now(tz=UTC).strftime(form)
        try:
            self._template = environment.from_string(source)
        except jinja2.TemplateError:
            raise ModelProblem("The model's chat template cannot be understood.", "Choose another model.") from None
        self._names = {"bos_token": begin, "eos_token": end}

    def lay_out(self, messages: Sequence[Message]) -> list[Segment]:
        """The conversation with an opened answer at its end, in segments.

        Contents stand in for themselves as marks while the template runs, so that nothing a person
        typed can pass for the template's own text.
        """
        token = secrets.token_hex(8)
        marks = [f"<{token}:{index}>" for index in range(len(messages))]
        stand_ins = [{"role": message.role, "content": mark} for message, mark in zip(messages, marks, strict=True)]
        try:
            text = self._template.render(messages=stand_ins, add_generation_prompt=True, **self._names)
        except jinja2.TemplateError:
            raise ModelProblem(
                "The model's chat template refused this conversation.", "Choose another model."
            ) from None
        # a template may drop a message, repeat it, or lay it out after later ones
        parts = re.split(f"<{token}:(\\d+)>", text)
        segments = [Segment(parts[0], None)]
        for index, own in zip(parts[1::2], parts[2::2], strict=True):
            message = messages[int(index)]
            segments += [Segment(message.content, message), Segment(own, None)]
        return segments


def template_of(model: native.Model, expected_sha256: str | None) -> ChatTemplate:
    """The template in a model's own file. Raises ModelProblem when there is none, or not the one expected."""
    source = model.metadata("tokenizer.chat_template")
    if not source:
        raise ModelProblem(
            "This model has no chat template, so it cannot hold a conversation.", "Choose another model."
        )
    if expected_sha256 is not None and hashlib.sha256(source.encode()).hexdigest() != expected_sha256:
        raise ModelProblem(
            "The model's chat template is not the one that was checked.",
            "Run `attune models verify`, or choose another.",
        )
    return ChatTemplate(source, begin=model.special("bos"), end=model.special("eos"))


def _refuse(reason: str) -> NoReturn:
    raise jinja2.TemplateError(reason)
