"""`models`: which models there are, which one speaks, and whether their files are what they should be."""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from assistant.cli.output import Table
from assistant.cli.unlock import Session, opened
from assistant.engine import catalogue
from assistant.errors import ModelTooLarge
from assistant.paths import found

if TYPE_CHECKING:
    from assistant.cli.words import Words


def add_words(words: Words) -> None:
    """`models [use|download|verify NAME | add FILE]`."""
    models = words.add("models", run_models, "the models, and which one speaks")
    actions = models.add_subparsers(metavar="ACTION")
    for name, run, summary, argument in (
        ("use", run_use, "let this model speak", "NAME"),
        ("download", run_download, "have a model of the catalogue on this computer", "NAME"),
        ("verify", run_verify, "check that a model's file is what it should be", "NAME"),
        ("add", run_add, "add a GGUF file of your own", "FILE"),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        action.add_argument("model", metavar=argument)
        action.set_defaults(run=run)


def run_models(arguments: argparse.Namespace, session: Session) -> int:
    """All models with their state."""
    del arguments
    with opened(session) as assistant:
        _show(session, assistant.settings.model)
    return 0


def _show(session: Session, active: str) -> None:
    table = Table()
    rows: list[dict[str, Any]] = []
    for model in catalogue.speakers(session.home):
        state = "ready" if model.path.is_file() else "missing"
        table.add("*" if model.name == active else " ", model.name, state, model.licence)
        rows.append({"name": model.name, "state": state, "active": model.name == active})
    for line in table.lines():
        session.output.line(line)
    session.output.result({"models": rows})


def run_use(arguments: argparse.Namespace, session: Session) -> int:
    """Choose the model that speaks from the next answer on; one that cannot speak is refused."""
    from assistant.wiring import check_speaks

    with opened(session) as assistant:
        model = catalogue.find(arguments.model, session.home)
        check_speaks(model, assistant.settings)
        assistant.store.settings.set("model", model.name)
        _show(session, model.name)
    return 0


def run_download(arguments: argparse.Namespace, session: Session) -> int:
    """Say that the model is there: all of the catalogue come with the program."""
    model = catalogue.find(arguments.model, session.home)
    session.output.line(f"{model.name} is on this computer already.")
    session.output.result({"model": model.name, "state": "ready"})
    return 0


def run_verify(arguments: argparse.Namespace, session: Session) -> int:
    """Compare a model's file with its known fingerprint."""
    model = catalogue.find(arguments.model, session.home)
    catalogue.verify(model)
    session.output.line(f"{model.name} is exactly the file it should be.")
    session.output.result({"model": model.name, "state": "verified"})
    return 0


def run_add(arguments: argparse.Namespace, session: Session) -> int:
    """Copy a GGUF file that can speak into the home and list it."""
    from assistant.settings import Settings
    from assistant.wiring import check_speaks

    def check(model: catalogue.Model) -> None:
        with suppress(ModelTooLarge):  # there may be room another day
            check_speaks(model, Settings())

    model = catalogue.add(found(arguments.model), session.home, check=check)
    session.output.line(f"Added {model.name}. `attune models use {model.name}` lets it speak.")
    session.output.result({"model": model.name, "state": "ready"})
    return 0
