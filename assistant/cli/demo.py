"""`demo`: the whole day on a throw-away home: ask, remember, slide, rate, and see what was kept."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from assistant.cli.output import Output
from assistant.cli.talk import speak
from assistant.cli.unlock import Session
from assistant.errors import AttuneError
from assistant.evaluation.throwaway import throw_away_home
from assistant.memory.kinds import guess_kind
from assistant.paths import Home
from assistant.sources import Options
from assistant.taste.meters import words
from assistant.taste.sliders import meaning
from assistant.why import why_lines

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.wiring import Assistant

FIRST_QUESTION = "Give me an idea for dinner tonight."
PREFERENCE = "I am vegetarian and I love lentils."
SLIDER_QUESTIONS = ("Why is the sky blue?", "How do I keep a houseplant healthy?")
SEED = 7


def add_words(words: Words) -> None:
    """`demo`."""
    words.add("demo", run_demo, "the whole loop on a throw-away home, no questions asked")


def run_demo(arguments: argparse.Namespace, session: Session) -> int:
    """Show the loop with the real model; fails with a sentence when a step did not do what it should."""
    from assistant.wiring import open_assistant

    del arguments
    output = session.output
    with throw_away_home() as made, closing(open_assistant(made.home, made.key)) as assistant:
        output.line(f"Attune demo: a throw-away encrypted home, and {assistant.speaker.info().model} on this computer.")
        assistant.finder.warm_up()
        output.line("\n1. A question, answered word by word")
        _ask(assistant, output, FIRST_QUESTION)
        output.line("\n2. You tell it something about you, and it matters where it matters")
        memories = _remember(assistant, output)
        output.line("\n3. The length slider acts on the very next answer")
        short, long = _slide(assistant, output)
        output.line("\n4. You rate an answer, and this is what was kept")
        kept = _rate(assistant, made.home, output)
    if not memories or short >= long:
        raise AttuneError(
            "The demo ran, but the preference or the slider did not change the answer as it should.",
            "Please run it again; `attune doctor` checks the parts.",
        )
    output.line("\nThe demo is done and its home is gone. `attune` opens the window; `attune chat` talks here.")
    output.result({"memories": memories, "words": {"short": short, "long": long}, "kept": kept})
    return 0


def _ask(assistant: Assistant, output: Output, question: str, *, max_tokens: int = 200) -> tuple[int, int]:
    """The turn's number and its measured words."""
    output.line(f"   You: {question}")
    output.piece("   Attune: ")
    turn = speak(assistant, output, question, options=Options(seed=SEED, max_tokens=max_tokens))
    if turn.finish == "stopped":  # with the answer the whole demo ends
        raise KeyboardInterrupt
    if turn.stats is not None:
        output.line(f"   ({turn.stats.tokens_per_s:.0f} tokens/s, first word after {turn.stats.first_word_s:.2f} s)")
    return turn.id, words(turn.answer)


def _remember(assistant: Assistant, output: Output) -> list[str]:
    """The preferences the next answer used."""
    assistant.store.preferences.add(PREFERENCE, kind=guess_kind(PREFERENCE))
    output.line(f"   You: {PREFERENCE}")
    assistant.finder.wait(assistant.store)
    used, _ = _ask(assistant, output, FIRST_QUESTION)
    turn = assistant.store.chats.turn(used)
    for line in why_lines(turn):
        output.line(f"   Why this answer? {line}")
    return [memory.text for memory in turn.sources.memories]


def _slide(assistant: Assistant, output: Output) -> tuple[float, float]:
    """Mean measured words at the shortest and at the longest level."""
    means = []
    for level in (-3, 3):
        assistant.set_slider("length", level)
        output.line(f"   Length {level:+d}: {meaning('length', level)}")
        counts = [_ask(assistant, output, question, max_tokens=400)[1] for question in SLIDER_QUESTIONS]
        means.append(mean(counts))
    output.line(f"   Measured: {means[0]:.0f} words at -3, {means[1]:.0f} words at +3.")
    assistant.set_slider("length", 0)
    return means[0], means[1]


def _rate(assistant: Assistant, home: Home, output: Output) -> dict[str, int]:
    """How much of everything the store holds."""
    chat = assistant.store.chats.list()[0]
    rated = assistant.rate(chat.head or 0, "up", reasons=["clear"])
    output.line(f"   Thumbs up for turn {rated.turn}.")
    store = assistant.store
    kept = {
        "chats": len(store.chats.list()),
        "preferences": len(store.preferences.list()),
        "ratings": len(store.ratings.list()),
    }
    output.line("   Kept, encrypted: " + ", ".join(f"{count} {name}" for name, count in kept.items()) + ".")
    typed = (PREFERENCE, FIRST_QUESTION, *SLIDER_QUESTIONS)
    found = files_with(home.root, typed)
    if found:
        raise AttuneError(f"A sentence stands in plain text in {found[0].name}.", "Please report this.")
    output.line(f"   None of the {len(typed)} sentences you saw can be read in any of the files.")
    return kept


def files_with(folder: Path, sentences: tuple[str, ...]) -> list[Path]:
    """Files below `folder` that hold one of the sentences as UTF-8 or UTF-16 bytes."""
    patterns = [text.encode(code) for text in sentences for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(pattern in path.read_bytes() for pattern in patterns)]
