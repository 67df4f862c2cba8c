"""How long a night goes on after it was asked to stop, at many moments of one night that is gone on with each time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from assistant.errors import AttuneError
from assistant.evaluation.speedpairs import speed_pairs
from assistant.evaluation.throwaway import ThrowAway, throw_away_home
from assistant.rate import choose
from assistant.records import Sources, Turn
from assistant.store.store import Store, open_store

STAGES = ("reading", *("preparing",) * 3, *("learning",) * 6, *("checking",) * 6)
"""Where it is stopped, in the order of a night, so that each stop finds work that was not done yet."""
CHOICES = 24
LONGEST_WAIT_S = 8.0
"""How far into a stage at most."""


def seconds_to_stop(stages: Sequence[str] = STAGES, *, seed: int = 1) -> list[tuple[str, float]]:
    """The stage, and the seconds from the request to the end of the process, its checkpoint written.

    Args:
        seed: of the moments.

    Raises:
        AttuneError: the night ended before it came to a stage.
    """
    draw = random.Random(seed)
    found = []
    with throw_away_home() as made:
        with open_store(made.home, made.key) as store:
            _choose_the_short_ones(store)
        for stage in stages:
            with _night(made) as night:
                _wait_for(night, stage)
                time.sleep(draw.uniform(0, LONGEST_WAIT_S))
                asked = time.perf_counter()
                night.terminate()
                said, _ = night.communicate()
                found.append((stage, time.perf_counter() - asked))
            if _read(said).get("outcome") != "paused":
                raise AttuneError(f"The night was over before it could be stopped in {stage}.", "Measure it again.")
    return found


def _night(made: ThrowAway) -> subprocess.Popen[str]:
    head = [sys.executable, "-m", "assistant", "--home", str(made.home.root), "--key-file", str(made.key_file)]
    command = [*head, "--json", "night", "--now"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603  # our own


def _wait_for(night: subprocess.Popen[str], stage: str) -> None:
    if night.stderr is not None:
        for line in night.stderr:
            if _read(line).get("stage") == stage:
                return
    raise AttuneError(f"The night never came to {stage}.", "Does `attune night --now` work on this machine?")


def _read(said: str) -> dict[str, Any]:
    """An object of JSON; empty where it is something else, as the sentence of a night that failed."""
    try:
        read = json.loads(said)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _choose_the_short_ones(store: Store) -> None:
    for pair in speed_pairs(CHOICES):
        chat = store.chats.start().id
        wanted, unwanted = (_answered(store, chat, pair.prompt.question, text) for text in (pair.wanted, pair.unwanted))
        choose(wanted.id, unwanted.id, "A", store=store)


def _answered(store: Store, chat: int, question: str, answer: str) -> Turn:
    turn = store.chats.begin_turn(chat, parent=None, question=question, seed=1, sources=Sources())
    return store.chats.finish_turn(turn.id, answer=answer, finish="stop", stats=None)
