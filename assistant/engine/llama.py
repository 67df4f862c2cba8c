"""The speaker: a quantised model that reads messages once and answers word by word."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.engine import gpu, hardware, native
from assistant.engine.abreast import Abreast, Way
from assistant.engine.base import AdapterScale, Beside, Event, Finished, Reading, Sampling, SpeakerInfo
from assistant.engine.cache import common
from assistant.engine.context import BATCH_TOKENS
from assistant.engine.gguf import check_content, check_header, fingerprint
from assistant.engine.reader import Reader
from assistant.engine.refusal import RefusalReader
from assistant.engine.sampler import Sampler
from assistant.engine.saying import Saying, Stopwatch, alone, together
from assistant.engine.several import Several
from assistant.engine.template import template_of
from assistant.errors import ModelMissing, ModelProblem, ModelTooLarge, PromptTooLong
from assistant.records import Message, Stats

LEAST_ANSWER_TOKENS = 16
STEERED_TOKENS = 64
"""So far a style is steered: what an answer has begun with, it goes on with by itself."""


class LlamaSpeaker:
    """A GGUF model on llama.cpp's low-level calls, with one KV cache.

    Args:
        path: the GGUF file.
        context_tokens: wanted context; at most what the model was trained with.
        threads: processor threads.
        gpu_layers: "auto" or a number of layers.
        further_tokens: of contexts beside its own that are to have room on a graphics card as well.
        sha256: fingerprint the file must have; None for a model that is not in the catalogue.
        template_sha256: fingerprint its chat template must have, likewise.

    Raises:
        ModelMissing: no such file, not a model, or not the one it should be.
        ModelTooLarge: it does not fit into free memory.
        ModelProblem: its chat template is not the one that was checked.
    """

    def __init__(
        self,
        *,
        path: Path,
        context_tokens: int,
        threads: int,
        gpu_layers: int | str = gpu.AUTO,
        further_tokens: int = 0,
        sha256: str | None = None,
        template_sha256: str | None = None,
    ) -> None:
        check_header(path)
        if sha256 is not None:
            check_content(path, sha256, name=path.stem)
        self._path, self._threads = path, threads
        self._adapters: dict[str, Any] = {}
        free = hardware.free_memory_bytes()
        layers = gpu.layers(path, gpu_layers, tokens=context_tokens, further_tokens=further_tokens)
        gpu.load(lambda layers: self._load(layers, context_tokens, template_sha256, free=free), layers)
        self._second: Reader | None = None
        self._looking: RefusalReader | None = None
        self._several: Several | None = None
        self._info = SpeakerInfo(
            model=path.stem,
            architecture=self._model.metadata("general.architecture"),
            context_tokens=self._own.context.tokens,
            threads=threads,
            gpu_layers=self._model.gpu_layers,
            backend=gpu.name() if self._model.gpu_layers else "CPU",
        )

    def _load(self, layers: int, tokens: int, template_sha256: str | None, *, free: int) -> None:
        """Weights, so many layers of them on graphics cards, and the first context."""
        weights, is_all_here = _file_bytes(self._path), not layers or gpu.shares_memory()
        if is_all_here:
            check_memory(weights, free=free)
        self._model = native.Model(self._path, gpu_layers=layers)
        try:
            self._template = template_of(self._model, template_sha256)
            tokens = min(tokens, self._model.trained_context or tokens)
            share = 1.0 if is_all_here else 1 - self._model.gpu_layers / (self._model.layers + 1)
            check_memory(int(share * (weights + self._model.cache_bytes(tokens))), free=free)
            self._own = self._reader(tokens)
        except ModelProblem:
            self._model.close()
            raise

    @property
    def base(self) -> str:
        """See `Speaker.base`."""
        return fingerprint(self._path)

    def info(self) -> SpeakerInfo:
        """What is loaded."""
        return self._info

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        return [len(self._model.tokenize(text, parse_special=False)) for text in texts]

    def prompt_tokens(self, messages: Sequence[Message]) -> list[int]:
        """The token ids a conversation is read as, answers generated here with the ids they were generated with."""
        tokens: list[int] = []
        run: list[tuple[str, bool]] = []
        for segment in self._template.lay_out(messages):
            answer = segment.message is not None and segment.message.role == "assistant"
            known = self._own.account.answer(segment.text) if answer else None
            if known is None:
                run.append((segment.text, segment.message is None))
            else:
                tokens += [*self._model.tokenize_parts(run), *known]
                run = []
        tokens += self._model.tokenize_parts(run)
        # most templates lay the beginning out themselves
        beginning = self._model.beginning
        return tokens if tokens[: len(beginning)] == beginning else [*beginning, *tokens]

    def stream(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        beside: Sequence[Beside] = (),
        opening: Sequence[Message] = (),
    ) -> Generator[Event, None, None]:
        """See `Speaker.stream`."""
        started = time.perf_counter()
        own = self._own
        own.use(adapters)
        prompt = self.prompt_tokens(messages)
        ways = [(self.prompt_tokens(each.messages), each.weight) for each in beside if each.adapters is None]
        room = self._room(prompt, ways)
        reusable = min(own.account.reusable(prompt), len(prompt) - 1)
        cached = own.keep(prompt)
        for read in own.prefill(prompt, cached):
            yield Reading(len(prompt), reusable, cached, read)
        steers_end = any(each.steers_end for each in beside)
        limit = min(sampling.max_tokens, room)
        steered = limit if steers_end or any(each.lasts for each in beside) else STEERED_TOKENS
        other = self._other(beside)
        if other is not None:
            for _ in _all_but_the_end(*other):
                yield Reading(len(prompt), reusable, cached, len(prompt))
        sampler = Sampler(sampling, self._model)
        saying = Saying(self._model, sampling.stop)
        # what stands beside is read between the first two words
        watch = Stopwatch(started, since=2 if beside else 1)
        try:
            for token in self._answer(sampler, limit, ways, other, opening, steers_end=steers_end, steered=steered):
                watch.notice()
                if text := saying.hear(token):
                    yield text
                if saying.is_over:
                    break
            if text := saying.rest():
                yield text
        finally:
            sampler.close()
            own.account.remember_answer(saying.text, saying.tokens)
        said = len(saying.tokens)
        yield Finished(saying.finish, Stats(len(prompt), reusable, cached, said, *watch.read(said)))

    def answers(
        self,
        conversations: Sequence[Sequence[Message]],
        sampling: Sampling,
        adapters: Sequence[AdapterScale] = (),
        *,
        check: Callable[[], None] = lambda: None,
    ) -> list[Saying]:
        """Each answered as by `stream`, several side by side, which takes less time than one after another.

        Args:
            check: called at every word; what it raises ends them all.

        Raises: as `stream`.
        """
        prompts = [self.prompt_tokens(messages) for messages in conversations]
        limits = [min(sampling.max_tokens, self._room(prompt, ())) for prompt in prompts]
        if self._several is None:
            self._several = Several(self._model, threads=self._threads, adapters=self._adapters)
        return self._several.answers(list(zip(prompts, limits, strict=True)), sampling, adapters, check=check)

    def refusal(self, messages: Sequence[Message], adapters: Sequence[AdapterScale] = ()) -> float:
        """See `Speaker.refusal`."""
        return self._looked().margin(self.prompt_tokens(messages), adapters)

    def declining(self, messages: Sequence[Message]) -> float:
        """See `Speaker.declining`."""
        return self._looked().declining(self.prompt_tokens(messages))

    def _looked(self) -> RefusalReader:
        if self._looking is None:
            self._looking = RefusalReader(
                self._model,
                context_tokens=self._own.context.tokens,
                threads=self._threads,
                adapters=self._adapters,
            )
        return self._looking

    def _room(self, prompt: Sequence[int], ways: Sequence[Way]) -> int:
        """Tokens an answer may have, when it is read in all these ways. Raises PromptTooLong."""
        tokens = self._own.context.tokens
        apart = sum(len(way) - common(prompt, way) for way, _ in ways)
        room = (tokens - len(prompt) - apart) // (1 + len(ways))
        if room < LEAST_ANSWER_TOKENS:
            raise PromptTooLong(
                f"This is too long for the model: {len(prompt)} tokens of at most {tokens}.",
                "Shorten the question, or start a new chat.",
            )
        return room

    def _answer(
        self,
        sampler: Sampler,
        limit: int,
        ways: Sequence[Way],
        other: tuple[Reader, Way] | None,
        opening: Sequence[Message],
        *,
        steers_end: bool,
        steered: int,
    ) -> Generator[int, None, None]:
        """Token after token: those of the opening, or the first one before there is anything beside; then the rest."""
        own, begun = self._own, list[int]()
        if opening or ways or other:
            first = alone(own, sampler, 1)
            if opening:
                first = self._looked().opening(self.prompt_tokens(opening), sampler, limit)
            for token in first:
                begun.append(token)
                yield token
            if len(begun) == limit:
                return
            own.decode(begun)
        rest = limit - len(begun)
        if not (ways or other):
            yield from alone(own, sampler, rest)
            return
        if other is not None:
            reader, (tokens, weight) = other
            other = reader, ([*tokens, *begun], weight)
        asked = [([*tokens, *begun], weight) for tokens, weight in ways]
        abreast = Abreast(own, asked, other, ends=self._model.ends, steers_end=steers_end)
        yield from together(abreast, sampler, rest, steered=steered)

    def _other(self, beside: Sequence[Beside]) -> tuple[Reader, Way] | None:
        """A second reader on the same weights, made when first needed, and what it is to read with other adapters."""
        for each in beside:
            if each.adapters is not None:
                if self._second is None:
                    self._second = self._reader(self._own.context.tokens)
                self._second.use(each.adapters)
                return self._second, (self.prompt_tokens(each.messages), each.weight)
        return None

    def _reader(self, tokens: int) -> Reader:
        return Reader(self._model, tokens=tokens, threads=self._threads, adapters=self._adapters)

    def close(self) -> None:
        """Free caches and weights; adapters go with the model."""
        for part in (self._own, self._second, self._looking, self._several):
            if part is not None:
                part.close()
        self._model.close()


def _all_but_the_end(reader: Reader, way: Way) -> Iterator[int]:
    """Read what is long, so that between two words only little is left to read. Raises ModelProblem."""
    tokens, _ = way
    kept = reader.keep(tokens)
    yield from reader.prefill(tokens[: max(kept, len(tokens) - BATCH_TOKENS)], kept)


def _file_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        raise ModelMissing(f"The model file {path.name} cannot be read.", "Choose another model.") from None


def check_memory(needed: int, *, free: int) -> None:
    """Raises ModelTooLarge when `needed` bytes are more than the free ones."""
    if needed > free:
        raise ModelTooLarge(
            f"The model needs {needed / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free.",
            "Close other programs, or choose a smaller model.",
        )
