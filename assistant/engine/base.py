"""What every speaker can do: say what it is, count tokens, and answer word by word."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.records import Message, Stats


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is picked; the neutral value switches a rule off."""

    seed: int
    max_tokens: int
    temperature: float = 0.3
    """0 = always the likeliest token."""
    top_p: float = 0.92
    min_p: float = 0.05
    repeat_penalty: float = 1.1
    """1 = off; applies to the last 256 tokens."""
    stop: tuple[str, ...] = ()
    """The answer ends before the first of these texts."""


@dataclass(frozen=True, slots=True)
class AdapterScale:
    """A LoRA adapter as GGUF bytes, and how strongly it acts (0..1; the weights' change is scale * B A)."""

    name: str
    gguf: bytes
    scale: float


@dataclass(frozen=True, slots=True)
class Beside:
    """The same question put another way, whose odds of the next word are mixed into the answer's (see `steering`)."""

    messages: tuple[Message, ...]
    weight: float
    """Of its log-probabilities; the answer's own have what is missing to one."""
    adapters: tuple[AdapterScale, ...] | None = None
    """What acts on it; None = what acts on the answer. Others need a second KV cache."""
    steers_end: bool = False
    """Whether the ways together decide when the answer ends; else that is as likely as in the answer's own prompt."""
    lasts: bool = False
    """Whether it acts on every word, as what steers the end does; else on how the answer begins.

    Where one of them lasts, all do.
    """


@dataclass(frozen=True, slots=True)
class SpeakerInfo:
    """What is speaking, for the person and for `doctor`."""

    model: str
    architecture: str
    context_tokens: int
    threads: int
    gpu_layers: int
    """Layers on the GPU; 0 when the processor does all the work."""
    backend: str
    """For example "CPU", "CUDA", "Metal", "Vulkan"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The prompt is being read: first event of every stream, repeated as batches are done."""

    prompt_tokens: int
    reusable_tokens: int
    cached_tokens: int
    read_tokens: int
    """cached + prefilled so far; equal to prompt_tokens when the first word is near."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is complete: last event of every stream that was not closed early."""

    finish: Literal["stop", "length"]
    """"length" when it was ended: at its greatest length, or because it went round in circles."""
    stats: Stats


Event = Reading | str | Finished
"""What a stream yields: Reading once or more, then pieces of the answer, then Finished."""


class Speaker(Protocol):
    """One loaded model with its KV cache. Used from one thread at a time."""

    @property
    def base(self) -> str:
        """Fingerprint of the weights, to which adapters are bound; known before anything is loaded."""
        ...

    def info(self) -> SpeakerInfo:
        """What is loaded. Loads it first if needed. Raises ModelProblem."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without template overhead. Raises ModelProblem."""
        ...

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        """Answer word by word. Closing the iterator stops the decoding; the KV cache stays usable.

        Args:
            beside: at most three, one of them with other adapters; each takes time and room from the answer. They act
                from the second token on, so that the first word does not wait until they are read.
            opening: the answer begins as that to these messages would, without adapters, and goes on from there.

        Raises:
            PromptTooLong: the messages do not fit into the context with room for an answer.
            SpeakerDied: the speaker's process ended or hung; the next call starts it again.
            ModelProblem: the model or an adapter cannot be loaded.
        """
        ...

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        """How much rather it would decline than comply: nats per token over several beginnings of either.

        What the speaker has read of a chat stays read.

        Raises:
            PromptTooLong: the messages do not fit into the smaller context in which they are looked at.
            SpeakerDied: as `stream`.
            ModelProblem: as `stream`.
        """
        ...

    def declining(self, messages: Sequence[Message]) -> float:
        """How likely it is to begin by declining, without adapters: nats per token, about -3 to -6; a cheap look.

        Raises: as `refusal`.
        """
        ...

    def close(self) -> None:
        """Free the model. Safe to call twice."""
        ...
