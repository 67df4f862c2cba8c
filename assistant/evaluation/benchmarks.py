"""How fast everything is on this machine, always beside what it is compared with, in one run."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import Any

from assistant.ask import ask
from assistant.engine import hardware
from assistant.engine.bare import bare_decode_tokens_per_s
from assistant.engine.base import Speaker
from assistant.errors import AttuneError
from assistant.evaluation.pausing import seconds_to_stop
from assistant.evaluation.several_speed import several_speed
from assistant.evaluation.steering_speed import asked_first_word, steering_cost
from assistant.evaluation.throwaway import throw_away_home
from assistant.evaluation.training_speed import training_speed
from assistant.memory import ranking
from assistant.memory.finder import Finder, NoFinder
from assistant.paths import Home
from assistant.records import Turn
from assistant.sources import Options
from assistant.store.store import open_store

ROUNDS = 5
DECODE_ROUNDS = 9
QUESTION = "Tell me about the history of bread."
FOLLOW_UPS = (
    "How do I keep bread fresh?",
    "And what if it is already hard?",
    "Name three kinds of bread.",
    "Which one is the oldest?",
    "Thank you. Sum it up.",
)
PREFERENCES = 10_000
QUERIES = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    value: float
    unit: str
    ratio_to: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What is measured."""

    model: Path
    speaker: Callable[[Home], Speaker]
    finder: Callable[[], Finder]


def decode(parts: Parts) -> dict[str, Figure]:
    """Words per second in the real window against a bare decode loop on the same file, interleaved."""
    ratios, runs = [], []
    for _ in range(DECODE_ROUNDS):
        run = _window_run()
        runs.append(run)
        bare = bare_decode_tokens_per_s(
            parts.model,
            after=run["prompt_tokens"],
            tokens=run["generated_tokens"],
            threads=hardware.physical_cores(),
        )
        ratios.append(run["tokens_per_s"] / bare)
    return {
        "decode": Figure(median(ratios), "ratio", "bare llama_decode loop"),
        "start_window_s": Figure(median(run["on_screen_s"] for run in runs), "s"),
        "window_mb": Figure(max(run["rss_mb"] for run in runs), "MB"),
    }


def _window_run() -> dict[str, Any]:
    """Open the real window in a process of its own, let it answer once, and read what it measured."""
    with throw_away_home() as made:
        command = [
            *(sys.executable, "-m", "ui.measure", "--home", str(made.home.root), "--key-file", str(made.key_file)),
            *("--started", str(time.time())),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603  # our own module
    if done.returncode != 0:
        raise AttuneError("The window could not be measured.", "Does `attune` open its window on this machine?")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def follow_up(parts: Parts) -> dict[str, Figure]:
    """How much of what could come from the KV cache does, over a conversation with memories and a slider."""
    with throw_away_home() as made, open_store(made.home, made.key) as store:
        store.preferences.add("I bake sourdough bread every Sunday.")
        store.sliders.set("length", -2)
        speaker = parts.speaker(made.home)
        turns: list[Turn] = []
        try:
            for question in (QUESTION, *FOLLOW_UPS):
                chat = turns[0].chat if turns else None
                events = ask(
                    question,
                    store=store,
                    speaker=speaker,
                    finder=NoFinder(),
                    chat=chat,
                    options=Options(seed=1, max_tokens=120),
                )
                turns += [event for event in events if isinstance(event, Turn)]
        finally:
            speaker.close()
    later = [turn.stats for turn in turns[1:] if turn.stats is not None]
    return {
        "follow_up": Figure(
            sum(stats.cached_tokens for stats in later) / sum(stats.reusable_tokens for stats in later),
            "ratio",
            "reusable tokens",
        ),
        "follow_up_prefilled_tokens": Figure(
            median(stats.prompt_tokens - stats.cached_tokens for stats in later), "tokens"
        ),
        "follow_up_first_word_s": Figure(median(stats.first_word_s for stats in later), "s"),
    }


def start(parts: Parts) -> dict[str, Figure]:
    """From the command to the first word in a terminal, with full-text memory."""
    del parts  # the command line picks its own
    seconds = []
    with throw_away_home() as made:
        head = [sys.executable, "-m", "assistant", "--home", str(made.home.root), "--key-file", str(made.key_file)]
        for _ in range(ROUNDS):
            started = time.perf_counter()
            command = [*head, "ask", QUESTION, "--max-tokens", "24"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603
                if child.stdout is None or not child.stdout.read(1):
                    raise AttuneError("No word came from the command line.", "Does `attune ask Hello` work?")
                seconds.append(time.perf_counter() - started)
                child.stdout.read()
    return {"start_cli_s": Figure(median(seconds), "s")}


def retrieval(parts: Parts) -> dict[str, Figure]:
    """Finding what matters among 10,000 preferences, the question's embedding included, everything warm."""
    finder = parts.finder()
    with throw_away_home() as made, open_store(made.home, made.key) as store:
        try:
            texts, questions = _preferences()
            store.preferences.add_many(texts)
            finder.warm_up()
            finder.wait(store)
            finder.begin(QUESTION, store=store, limit=5)()
            spent = []
            for question in questions:
                started = time.perf_counter()
                ranking.best(question, store=store, finder=finder, now=time.time())
                spent.append(time.perf_counter() - started)
        finally:
            finder.close()
    spent.sort()
    return {
        "retrieval_p95_ms": Figure(1000 * spent[int(len(spent) * 0.95)], "ms"),
        "retrieval_p50_ms": Figure(1000 * spent[len(spent) // 2], "ms"),
    }


def _preferences() -> tuple[list[str], list[str]]:
    """10,000 different preferences and 200 questions that concern some of them."""
    verbs = ("love", "avoid", "often choose", "no longer like", "am curious about")
    whens = (
        "on weekdays",
        "at weekends",
        "in winter",
        "when travelling",
        "with friends",
        "after work",
        "for guests",
        "alone",
    )
    # fmt: off
    things = (
        "tea", "coffee", "jazz", "opera", "cycling", "chess", "gardens", "museums", "trains", "soup", "salad",
        "cheese", "bread", "olives", "novels", "poems", "history", "maps", "stars", "birds", "rivers", "castles",
        "pottery", "painting", "sewing", "knitting", "baking", "camping", "hiking", "sailing", "skating", "tennis",
        "football", "yoga", "puzzles", "radio", "films", "islands", "forests", "apples", "running",
    )
    # fmt: on
    hows = ("quietly", "in the morning", "in small amounts", "very much", "with milk", "by the sea", "on a budget")
    combined = itertools.product(verbs, things, whens, hows)
    texts = [f"I {verb} {thing} {when}, {how}." for verb, thing, when, how in itertools.islice(combined, PREFERENCES)]
    questions = [f"What should I plan {when} about {thing}?" for when, thing in itertools.product(whens, things)]
    return texts, questions[:QUERIES]


def training(parts: Parts) -> dict[str, Figure]:
    """A night's learning against the machine's own matrix multiplication; `make speed` compares it with trl."""
    tokens, share = training_speed(parts.model)
    return {
        "training": Figure(tokens, "tokens/s"),
        "training_matmul": Figure(share, "ratio", "bfloat16 matrix multiplication"),
    }


def answers(parts: Parts) -> dict[str, Figure]:
    """How much faster a night hears answers side by side."""
    return {"answers_side_by_side": Figure(several_speed(parts.model), "ratio", "words per second one after another")}


def pause(parts: Parts) -> dict[str, Figure]:
    """How soon a night is gone when it is asked to stop, wherever it is."""
    del parts  # the command line picks its own
    seconds = [each for _, each in seconds_to_stop()]
    return {"night_stops_s": Figure(median(seconds), "s"), "night_stops_longest_s": Figure(max(seconds), "s")}


def steering(parts: Parts) -> dict[str, Figure]:
    """What moved sliders cost beyond their words, and what a second KV cache costs."""
    with throw_away_home() as made:
        speaker = parts.speaker(made.home)
        try:
            cost = steering_cost(speaker)
            with open_store(made.home, made.key) as store:
                moved_s, plain_s = asked_first_word(store, speaker)
        finally:
            speaker.close()
    words, first, following = (
        f"the same answer's {what} without it" for what in ("time per word", "first word", "next words")
    )
    return {
        "steering": Figure(cost.steered, "ratio", words),
        "steering_first_word": Figure(cost.steered_first_word, "ratio", first),
        "steering_next_words": Figure(cost.steered_next_words, "ratio", following),
        "second_context": Figure(cost.second, "ratio", words),
        "second_context_first_word": Figure(cost.second_first_word, "ratio", first),
        "second_context_next_words": Figure(cost.second_next_words, "ratio", following),
        "asked_first_word_s": Figure(moved_s, "s"),
        "asked_first_word": Figure(moved_s / plain_s, "ratio", "the first word with nothing personal"),
    }


BENCHMARKS: Mapping[str, Callable[[Parts], dict[str, Figure]]] = MappingProxyType(
    {
        "decode": decode,
        "follow_up": follow_up,
        "steering": steering,
        "start": start,
        "retrieval": retrieval,
        "training": training,
        "answers": answers,
        "pause": pause,
    }
)
IF_NAMED = frozenset({"pause"})
"""Takes as long as a night."""
