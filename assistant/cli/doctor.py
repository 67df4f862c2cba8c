"""`doctor`: checks every part and says in a sentence what is well and what is not."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.cli.unlock import Session, unlock
from assistant.errors import AttuneError
from assistant.records import Message

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.wiring import Assistant

Check = Callable[[], str]
"""Returns what is well; raises AttuneError with what is not."""


def add_words(words: Words) -> None:
    """`doctor`."""
    words.add("doctor", run_doctor, "check every part")


def run_doctor(arguments: argparse.Namespace, session: Session) -> int:
    """Run all checks; 0 when all are well, else 1."""
    del arguments
    results: list[dict[str, object]] = []

    def run(name: str, check: Check) -> None:
        try:
            ok, detail = True, check()
        except AttuneError as problem:
            ok, detail = False, str(problem)
        session.output.line(f"{'well' if ok else 'NOT '}  {name}: {detail}")
        results.append({"name": name, "ok": ok, "detail": detail})

    run("keyring", _keyring)
    run("home", lambda: _home(session))
    opened: list[Assistant] = []
    run("store", lambda: _store(session, opened))
    for assistant in opened:
        try:
            run("model file", lambda: _model_file(assistant))  # noqa: B023  # run at once
            run("model", lambda: _model(assistant))  # noqa: B023
            run("memory by meaning", lambda: _finder(assistant))  # noqa: B023
            run("nights", lambda: _nights(assistant))  # noqa: B023
        finally:
            assistant.close()
    bad = [str(result["name"]) for result in results if not result["ok"]]
    session.output.result({"checks": results})
    if bad:
        session.output.note(f"Not well: {', '.join(bad)}. The lines above say what to do.")
    return 1 if bad else 0


def _keyring() -> str:
    from assistant.store.keys import keyring_problem

    problem = keyring_problem()
    # no keyring is not an illness: a passphrase or key file does the same
    return "this computer's keyring works." if problem is None else f"not used here. {problem}"


def _home(session: Session) -> str:
    root = session.home.root
    try:
        if not root.exists():
            return f"{root} will be made at the first start."
    except OSError:
        raise AttuneError(f"{root} cannot be reached.", "Name another folder with --home.") from None
    if os.name == "posix" and stat.S_IMODE(root.stat().st_mode) & 0o077:
        raise AttuneError(f"Other users of this computer can look into {root}.", f"Run: chmod 700 {root}")
    return f"{root}, readable by you only."


def _store(session: Session, opened: list[Assistant]) -> str:
    from assistant.wiring import open_assistant

    assistant = open_assistant(session.home, unlock(session))
    opened.append(assistant)
    store = assistant.store
    store.check()
    return (
        "opens, encrypted, every page as it was written; "
        f"{len(store.chats.list())} recent chats, {len(store.preferences.list())} preferences, "
        f"{len(store.ratings.list())} ratings."
    )


def _model_file(assistant: Assistant) -> str:
    from assistant.engine import catalogue

    model = catalogue.find(assistant.settings.model, assistant.home)
    if model.sha256 is None:
        return f"{model.name} is a file of your own; there is no known fingerprint to compare it with."
    catalogue.verify(model)
    return f"{model.name} is exactly the file it should be."


def _model(assistant: Assistant) -> str:
    from assistant.engine.base import Finished, Sampling

    info = assistant.speaker.info()
    speed = 0.0
    for event in assistant.speaker.stream([Message("user", "Count to twenty.")], Sampling(seed=1, max_tokens=48)):
        if isinstance(event, Finished):
            speed = event.stats.tokens_per_s
    where = f"{info.gpu_layers} layers on {info.backend}" if info.gpu_layers else "the processor; no GPU is used"
    return (
        f"answers at {speed:.0f} tokens/s on {where}, {info.threads} threads, {info.context_tokens} tokens of context."
    )


def _finder(assistant: Assistant) -> str:
    assistant.finder.wait(assistant.store)
    if not assistant.finder.is_warm():
        raise AttuneError("Preferences cannot be searched by meaning.", "They are still found by their words.")
    return "preferences are found by meaning."


def _nights(assistant: Assistant) -> str:
    from assistant.training.waited import told

    settings = assistant.settings
    if not settings.night_allowed:
        return "switched off; nothing is learned unless you ask."
    return f"allowed from {settings.night_begins} to {settings.night_ends}. {told(assistant.store)}".strip()
