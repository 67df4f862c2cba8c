"""One process at a time has a place, and a process that dies leaves it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import StoreProblem, UsageProblem
from assistant.place import held, is_held

WINDOW = """
import sys, time
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
lock.setStaleLockTime(0)
print("held" if lock.tryLock(0) else "free", flush=True)
time.sleep(60)
"""
HOLDER = """
import sys, time
from pathlib import Path
from assistant.place import held
with held(Path(sys.argv[1]), taken="taken"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_place_is_free_again_after_its_block(tmp_path: Path) -> None:
    for _ in range(2):
        with held(tmp_path / "place", taken="taken"):
            pass


def test_another_process_has_it_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "place"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(UsageProblem, match="Somebody waits already"), held(path, taken="Somebody waits already."):
            pass
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    with held(path, taken="taken"):
        pass


@pytest.mark.parametrize("code", [HOLDER, WINDOW], ids=["a night", "a window"])
def test_a_lock_file_that_a_crash_left_behind_is_nobodys(code: str, tmp_path: Path) -> None:
    path = tmp_path / "place"
    assert not is_held(path)
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == b"held\n"
            assert is_held(path)
            assert is_held(path), "looking takes nothing away"
        finally:
            holder.kill()
    assert path.exists()
    assert not is_held(path)


def test_a_place_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="cannot be written"), held(tmp_path / "no" / "place", taken="taken"):
        pass
