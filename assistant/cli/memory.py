"""`memory` and `why`: what Attune knows about you, and what it used."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from assistant.cli.output import Table
from assistant.cli.talk import sources_json
from assistant.cli.typed import OR_INPUT, typed
from assistant.cli.unlock import Session, opened
from assistant.memory.kinds import guess_kind
from assistant.records import Preference
from assistant.why import why_lines

if TYPE_CHECKING:
    from assistant.cli.words import Words


def add_words(words: Words) -> None:
    """`memory [list|add|inbox|confirm|reject|edit|forget]` and `why TURN`."""
    memory = words.add("memory", run_list, "what Attune knows about you")
    actions = memory.add_subparsers(metavar="ACTION")
    _action(actions, "list", run_list, "all preferences")
    add = _action(actions, "add", run_add, "tell a preference")
    add.add_argument("text", metavar="TEXT", help=f"what you prefer{OR_INPUT}")
    add.add_argument("--always", action="store_true", help="keep it in mind in every chat")
    add.add_argument("--space", default="personal", metavar="SPACE", help="keep it for the chats of this space only")
    _action(actions, "inbox", run_inbox, "what waits for your yes or no")
    for name, run, summary in (
        ("confirm", run_confirm, "yes, that is so"),
        ("reject", run_reject, "no, that is not so"),
        ("forget", run_forget, "delete a preference for good"),
    ):
        _action(actions, name, run, summary).add_argument("id", type=int, metavar="ID")
    edit = _action(actions, "edit", run_edit, "change the words of a preference")
    edit.add_argument("id", type=int, metavar="ID")
    edit.add_argument("text", metavar="TEXT", help=f"the new words{OR_INPUT}")
    why = words.add("why", run_why, "what shaped an answer")
    why.add_argument("turn", type=int, metavar="TURN")


def _action(actions: Any, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=summary, description=summary)
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def preference_json(item: Preference) -> dict[str, Any]:
    """A preference in the words outside scripts read."""
    return {
        "id": item.id,
        "text": item.text,
        "kind": item.kind,
        "space": item.space,
        "source": item.source,
        "state": item.state,
        "always": item.always,
    }


def run_list(arguments: argparse.Namespace, session: Session) -> int:
    """All active preferences."""
    del arguments
    with opened(session) as assistant:
        items = assistant.store.preferences.list()
    table = Table()
    for item in items:
        table.add(item.id, "always" if item.always else "when it matters", item.text)
    for line in table.lines() or ['Nothing yet. For example: attune memory add "I am vegetarian"']:
        session.output.line(line)
    session.output.result({"preferences": [preference_json(item) for item in items]})
    return 0


def run_add(arguments: argparse.Namespace, session: Session) -> int:
    """Keep a preference the person typed."""
    text = typed(arguments.text)
    with opened(session) as assistant:
        item = assistant.store.preferences.add(
            text, kind=guess_kind(text), always=arguments.always, space=arguments.space
        )
    _say(session, f"Kept as {item.id}.", item)
    return 0


def run_edit(arguments: argparse.Namespace, session: Session) -> int:
    """Replace the words of a preference."""
    text = typed(arguments.text)
    with opened(session) as assistant:
        item = assistant.store.preferences.edit(arguments.id, text)
    _say(session, f"Changed; it is now {item.id}.", item)
    return 0


def run_confirm(arguments: argparse.Namespace, session: Session) -> int:
    """Turn a candidate into a preference."""
    with opened(session) as assistant:
        assistant.store.preferences.confirm(arguments.id)
        item = assistant.store.preferences.get(arguments.id)
    _say(session, "Confirmed.", item)
    return 0


def _say(session: Session, text: str, item: Preference) -> None:
    session.output.line(text)
    session.output.result({"preference": preference_json(item)})


def run_reject(arguments: argparse.Namespace, session: Session) -> int:
    """Drop a candidate."""
    with opened(session) as assistant:
        assistant.store.preferences.reject(arguments.id)
    session.output.line("Dropped.")
    session.output.result({"forgotten": arguments.id})
    return 0


def run_forget(arguments: argparse.Namespace, session: Session) -> int:
    """Delete a preference for good, and what a night learned from it."""
    with opened(session) as assistant:
        before = assistant.store.adapters.all()
        assistant.store.preferences.forget(arguments.id)
        left = {adapter.id for adapter in assistant.store.adapters.all()}
    gone = [adapter for adapter in before if adapter.id not in left]
    session.output.line("Forgotten.")
    if gone:
        versions = ", ".join(f"version {adapter.id}" for adapter in gone)
        without = "; until then answers do without it" if any(adapter.active for adapter in gone) else ""
        session.output.line(
            f"What was learned from it by night went with it: {versions}. "
            f"The next night learns again from what is left{without}."
        )
    session.output.result({"forgotten": arguments.id, "adapters": [adapter.id for adapter in gone]})
    return 0


def run_inbox(arguments: argparse.Namespace, session: Session) -> int:
    """Candidates that wait for a yes or no."""
    del arguments
    with opened(session) as assistant:
        items = assistant.store.preferences.list(state="candidate")
    for item in items:
        session.output.line(f"{item.id}  {item.text}  (you said: {item.quote})")
    if not items:
        session.output.line("Nothing waits.")
    session.output.result(
        {
            "candidates": [
                {"id": item.id, "text": item.text, "quote": item.quote, "confidence": item.confidence} for item in items
            ]
        }
    )
    return 0


def run_why(arguments: argparse.Namespace, session: Session) -> int:
    """What shaped one answer."""
    with opened(session) as assistant:
        turn = assistant.store.chats.turn(arguments.turn)
    for line in why_lines(turn):
        session.output.line(line)
    session.output.result({"turn": turn.id, "chat": turn.chat, "sources": sources_json(turn.sources)})
    return 0
