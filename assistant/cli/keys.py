"""`keys`: the ways to open the store, and how to add or change one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.output import Table
from assistant.cli.unlock import Session, has_terminal, new_passphrase, unlock
from assistant.errors import KeyNeeded, StoreProblem, UsageProblem
from assistant.paths import found

if TYPE_CHECKING:
    from assistant.cli.words import Words

WAYS = {
    "keyring": "this computer's login",
    "passphrase": "a passphrase that you know",
    "recovery": "a recovery code that you wrote down",
    "file": "a key file, named with --key-file",
}


def add_words(words: Words) -> None:
    """`keys [recovery-code|passphrase|keyring|key-file FILE|remove WAY]`."""
    family = words.add("keys", run_keys, "show the ways to open the store, or change them")
    family.add_argument(
        "change",
        nargs="?",
        choices=("recovery-code", "passphrase", "keyring", "key-file", "remove"),
        help="recovery-code makes a new one and shows it once; passphrase, keyring and key-file add that way to open "
        "the store, or change it; remove takes one away",
    )
    family.add_argument(
        "named",
        nargs="?",
        metavar="FILE|WAY",
        help="with key-file: mode 0600, one line of 64 hex digits; with remove: passphrase, keyring or file",
    )


def run_keys(arguments: argparse.Namespace, session: Session) -> int:
    """Change what was asked for, or list the ways in."""
    from assistant.store import keys

    if not keys.slots(session.home):
        raise StoreProblem("There is no store here yet.", "`attune` makes one.")
    _check(arguments.change, arguments.named)
    shown: dict[str, object] = {}
    if arguments.change == "recovery-code":
        shown["recovery_code"] = _change_recovery_code(session)
    elif arguments.change == "passphrase":
        _change_passphrase(session)
    elif arguments.change == "keyring":
        keys.add_keyring(session.home, unlock(session))
        session.output.note("From now on this computer's login opens Attune.")
    elif arguments.change == "key-file":
        keys.add_key_file(session.home, unlock(session), found(arguments.named))
        session.output.note("From now on this key file opens Attune, and no earlier one.")
    elif arguments.change == "remove":
        keys.remove_slot(session.home, unlock(session), arguments.named)
        session.output.note(f"From now on {WAYS[arguments.named]} opens Attune no more.")
    ways = keys.slots(session.home)
    table = Table([(name, meaning) for name, meaning in WAYS.items() if name in ways])
    if arguments.change is None:
        for line in table.lines():
            session.output.line(line)
    session.output.result({"ways": [{"name": name, "meaning": meaning} for name, meaning in table.rows], **shown})
    return 0


def _check(change: str | None, named: str | None) -> None:
    """Raise UsageProblem where what is changed needs a name and has none, has one and needs none, or a strange one."""
    if change == "key-file" and named is None:
        raise UsageProblem("A key file is named by its path.", "Say `attune keys key-file FILE`.")
    if change == "remove" and named not in WAYS:
        raise UsageProblem("A way is removed by its name.", f"There are: {', '.join(WAYS)}.")
    if named is not None and change not in ("key-file", "remove"):
        raise UsageProblem(f"{change} takes no name.", "Say `attune keys` with one word.")


def _change_recovery_code(session: Session) -> str:
    from assistant.store import keys

    code = keys.new_recovery_code(session.home, unlock(session))
    session.output.note(
        "Your new recovery code, shown only now. Write it down; the earlier one opens nothing any more."
    )
    session.output.line(code)
    return code


def _change_passphrase(session: Session) -> None:
    from assistant.store import keys

    if not has_terminal():
        raise KeyNeeded("A new passphrase is typed unseen, and there is no terminal to type it in.", "Use a terminal.")
    keys.add_passphrase(session.home, unlock(session), new_passphrase())
    session.output.note("From now on this passphrase opens Attune, and no earlier one.")
