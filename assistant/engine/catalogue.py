"""The models Attune knows: where their files are, and what they must be."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.engine.gguf import check_content, check_header
from assistant.errors import ModelMissing, UsageProblem
from assistant.paths import Home, prepare

OWN = "own"
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Model:
    """A model file and what is known about it."""

    name: str
    task: Literal["speak", "find"]
    path: Path
    licence: str
    sha256: str | None
    """None for a file the person added: nobody knows what it should be."""
    template_sha256: str | None = None


def speakers(home: Home) -> list[Model]:
    """Models that can speak: the catalogue's, then those the person added."""
    known = [model for model in _catalogued() if model.task == "speak"]
    own = sorted(home.models.glob("*.gguf")) if home.models.is_dir() else []
    return [*known, *(Model(path.stem, "speak", path, OWN, sha256=None) for path in own)]


def find(name: str, home: Home) -> Model:
    """A speaking model by its name. Raises ModelMissing when unknown or its file is gone."""
    models = speakers(home)
    for model in models:
        if model.name == name:
            if not model.path.is_file():
                raise ModelMissing(f"The file of the model {name} is gone.", "Install Attune again, or add the file.")
            return model
    names = ", ".join(model.name for model in models)
    raise ModelMissing(f"There is no model {name}.", f"There are: {names}.")


def finder() -> Model:
    """The model that compares meanings. Raises ModelMissing."""
    model = next(model for model in _catalogued() if model.task == "find")
    if not model.path.is_file():
        raise ModelMissing("The model that compares meanings is gone.", "Install Attune again.")
    return model


def verify(model: Model) -> None:
    """Raises ModelMissing unless the file is exactly the one in the catalogue."""
    if model.sha256 is None:
        raise UsageProblem(
            f"{model.name} is your own file; there is nothing to compare it with.", "It is used as it is."
        )
    check_content(model.path, model.sha256, name=model.name)


def add(source: Path, home: Home, *, check: Callable[[Model], None]) -> Model:
    """Copy a GGUF file into the home.

    Args:
        check: called with the model before anything is changed; what it raises leaves all as it is.

    Raises:
        ModelMissing: not a GGUF file, or it cannot be read or copied.
        UsageProblem: a model of that name is there already.
    """
    check_header(source)
    if any(model.name == source.stem for model in speakers(home)):
        raise UsageProblem(f"There is a model {source.stem} already.", "Rename the file and add it again.")
    check(Model(source.stem, "speak", source, OWN, sha256=None))
    prepare(home)
    target = home.models / f"{source.stem}.gguf"
    try:
        home.models.mkdir(mode=0o700, exist_ok=True)
        _copy(source, target)
    except OSError:
        raise ModelMissing(
            f"{source.name} could not be copied to {home.models}.", "Is there room, and may you write there?"
        ) from None
    return Model(target.stem, "speak", target, OWN, sha256=None)


def _copy(source: Path, target: Path) -> None:
    """It gets its name only when it is whole. Raises OSError."""
    # mkstemp makes the file its owner's alone
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as copy, source.open("rb") as original:
            while block := original.read(BLOCK_BYTES):
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(target)
    finally:
        # also after Ctrl+C; once it has its name there is nothing left to remove
        Path(temporary).unlink(missing_ok=True)


def _catalogued() -> list[Model]:
    return [_model(entry) for entry in tomllib.loads(_list().read_text(encoding="utf-8"))["model"]]


def _list() -> Path:
    """The catalogue's file. `models` is a folder of data, not a package, so it may lie in several places."""
    found = importlib.util.find_spec("models")
    places = found.submodule_search_locations if found is not None else None
    lists = [Path(place) / "models.toml" for place in places or []]
    for path in lists:
        if path.is_file():
            return path
    raise ModelMissing("The list of models is gone.", "Install Attune again.")


def _model(entry: dict[str, Any]) -> Model:
    return Model(
        name=entry["name"],
        task=entry["task"],
        path=_package_folder(entry["package"]) / entry["file"],
        licence=entry["licence"],
        sha256=entry["sha256"],
        template_sha256=entry.get("template_sha256"),
    )


def _package_folder(package: str) -> Path:
    """Where a package's files lie; the package itself is never imported."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return Path(package)
    return Path(found.origin).parent
