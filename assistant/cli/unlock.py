"""How the command line opens the store: key file, keyring, or a passphrase typed unseen."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.output import Output
from assistant.errors import KeyNeeded, KeyringUnavailable, UsageProblem
from assistant.paths import Home, prepare

if TYPE_CHECKING:
    from assistant.store.keys import StoreKey
    from assistant.wiring import Assistant


@dataclass(frozen=True, slots=True)
class Session:
    """What every command is given: whose home, how it opens, where words go."""

    home: Home
    key_file: Path | None
    output: Output


@contextmanager
def opened(session: Session) -> Iterator[Assistant]:
    """The assistant for the length of one command."""
    from assistant.wiring import open_assistant

    assistant = open_assistant(session.home, unlock(session))
    try:
        yield assistant
    finally:
        assistant.close()


def unlock(session: Session) -> StoreKey:
    """The store's key; makes the store where there is none yet.

    Raises:
        KeyNeeded: nothing at hand opens it and nobody can be asked.
        WrongKey, KeyringUnavailable, StoreDamaged: as the store says.
    """
    from assistant.store import keys

    prepare(session.home)
    slots = keys.slots(session.home)
    if not slots:
        return _create(session)
    if session.key_file is not None:
        return keys.unlock_with_key_file(session.home, session.key_file)
    if "keyring" in slots:
        try:
            return keys.unlock_with_keyring(session.home)
        except KeyringUnavailable as problem:
            session.output.note(str(problem))
    return _ask_for_key(session, slots)


def _ask_for_key(session: Session, slots: frozenset[str]) -> StoreKey:
    from assistant.store import keys

    if not has_terminal():
        raise KeyNeeded(
            "The store is locked and there is no terminal to ask for the passphrase.",
            "Use --key-file FILE before the command, or run it in a terminal."
            if "file" in slots
            else "Run it in a terminal; `attune keys key-file FILE` there lets a key file open it, too.",
        )
    if "passphrase" in slots:
        typed = getpass.getpass("Passphrase (or nothing, to use the recovery code): ")
        if typed:
            return keys.unlock_with_passphrase(session.home, typed)
    return keys.unlock_with_recovery_code(session.home, getpass.getpass("Recovery code: "))


def _create(session: Session) -> StoreKey:
    from assistant.store import keys

    if sys.stderr is None:
        raise UsageProblem("A new store's recovery code could not be shown.", "Leave standard error open.")
    if session.key_file is not None:
        created = keys.create(session.home, key_file=session.key_file)
    elif keys.keyring_problem() is None:
        created = keys.create(session.home, keyring=True)
    else:
        created = keys.create(session.home, passphrase=_first_passphrase(keys.keyring_problem() or ""))
    session.output.note("A new encrypted store was made in your home for Attune.")
    session.output.note(f"Your recovery code, shown only now: {created.recovery_code}")
    session.output.note("Write it down: it opens the store when the keyring, passphrase or key file is lost.")
    return created.key


def _first_passphrase(problem: str) -> str:
    if not has_terminal():
        raise KeyNeeded(
            f"{problem} A new store then needs a passphrase, and there is no terminal to ask for one.",
            "Use --key-file FILE before the command, or run it in a terminal.",
        )
    sys.stderr.write(f"{problem} Your store is locked with a passphrase instead.\n")
    return new_passphrase()


def new_passphrase() -> str:
    """A passphrase typed twice, unseen. Raises UsageProblem when it is empty or the two differ."""
    first = getpass.getpass("New passphrase: ")
    if not first.strip():
        raise UsageProblem("The passphrase is empty.", "Choose one you will remember.")
    if getpass.getpass("The same again: ") != first:
        raise UsageProblem("The two passphrases differ.", "Nothing was changed; try again.")
    return first


def has_terminal() -> bool:
    """True when a person can be asked, also while standard input holds the question (`attune ask -`)."""
    if sys.stdin is not None and sys.stdin.isatty():
        return True
    try:
        # getpass asks here too; Windows has no such file, there standard input decides
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except (OSError, AttributeError):
        return False
    return True
