"""Nights as processes of their own, begun, waited for, and searched for what they leave on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.demo import files_with
from assistant.paths import Home
from tests.training.tastes import short_is_better

ROOT = Path(__file__).parent.parent.parent
SENTENCES = tuple(pair.wanted for pair in short_is_better())


def begin(home: Home, key_file: Path, *words: str) -> subprocess.Popen[str]:
    """A night whose temporary folder is one of the test's own, beside the home."""
    temporary = home.root.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "assistant", "--home", str(home.root), "--key-file", str(key_file), "--json"]
    return subprocess.Popen(
        [*command, "night", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )


def leaks(home: Home, sentences: tuple[str, ...] = SENTENCES) -> list[Path]:
    """Files of the home and the temporary folders in which a sentence, or an adapter, can be read."""
    looked_for = (*sentences, "blk.0.attn_q.weight.lora_a")
    shared = Path("/dev/shm")  # noqa: S108  # it is read, not written
    return [*files_with(home.root.parent, looked_for), *(files_with(shared, looked_for) if shared.is_dir() else [])]


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
