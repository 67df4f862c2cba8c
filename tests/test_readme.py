"""The README stays short and true."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_every_path_it_names_exists() -> None:
    named = set(re.findall(r"`((?:assistant|ui|models|tests|packaging|docs)/[\w./-]*)`", README))
    assert named
    missing = sorted(path for path in named if not (ROOT / path).exists())
    assert missing == []


def test_its_tree_is_the_tree_on_disk() -> None:
    block = README.split("```text", 1)[1].split("```", 1)[0]
    drawn = set(re.findall(r"^  (\S+/)\s", block, flags=re.MULTILINE))
    on_disk = {
        f"{folder.name}/"
        for top in ("assistant", "ui")
        for folder in (ROOT / top).iterdir()
        if folder.is_dir() and (folder / "__init__.py").exists()
    }
    assert drawn == on_disk


def test_its_pictures_exist() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size > 10_000 for picture in pictures)


def test_its_commands_are_commands() -> None:
    from assistant.cli.main import _parser

    words = set(re.findall(r"^attune(?: --\S+(?: \S+)?)* ([a-z]+)", README, flags=re.MULTILINE))
    assert words
    known = next(action.choices for action in _parser()._actions if action.dest == "word")
    assert words <= set(known or ())
