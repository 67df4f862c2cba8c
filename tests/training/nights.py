"""Nights as processes of their own, begun, waited for, and searched for what they leave on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from assistant.cli.demo import files_with
from assistant.paths import Home
from tests.training.judged import THEIRS
from tests.training.tastes import short_is_better

ROOT = Path(__file__).parent.parent.parent
SENTENCES = tuple(
    text for pair in short_is_better() for text in (pair.prompt.question, pair.wanted, pair.unwanted) if len(text) > 20
)


def begin(home: Home, key_file: Path, *words: str) -> subprocess.Popen[str]:
    """A night whose temporary folder and the person's own folder are the test's, beside the home."""
    own, temporary = (home.root.parent / name for name in ("person", "temporary"))
    for folder in (own, temporary):
        folder.mkdir(exist_ok=True)
    xdg = {f"XDG_{kind}_HOME": str(own / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    command = [sys.executable, "-m", "assistant", "--home", str(home.root), "--key-file", str(key_file), "--json"]
    return subprocess.Popen(
        [*command, "night", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **xdg, "HOME": str(own), "TMPDIR": str(temporary)},
    )


def leaks(home: Home) -> list[Path]:
    """Files of the home, the person's folder and the temporary ones in which what was said, or an adapter, stands."""
    looked_for = (*SENTENCES, *THEIRS, "blk.0.attn_q.weight.lora_a")
    shared = Path("/dev/shm")  # noqa: S108  # it is read, not written
    found = [*files_with(home.root.parent, looked_for), *(files_with(shared, looked_for) if shared.is_dir() else [])]
    return found + [path for path in Path(gettempdir()).iterdir() if _holds(path, THEIRS)]


def _holds(path: Path, sentences: tuple[str, ...]) -> bool:
    """A file that may be read, and says one of these."""
    with suppress(OSError):
        return path.is_file() and any(text.encode() in path.read_bytes() for text in sentences)
    return False


def ended(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    said, told = process.communicate(timeout=900)
    assert said, told
    return process.returncode, json.loads(said)


def wait_for(process: subprocess.Popen[str], stage: str, *, done: int = 0) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        told = json.loads(line)
        if told["stage"] == stage and told["done"] >= done:
            return
    pytest.fail(f"it never came to {stage}")
