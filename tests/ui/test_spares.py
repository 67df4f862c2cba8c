"""No reference to None that Qt's binding gives away is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CALLS = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.spares import hold_spare_references
hold_spare_references()
application = QApplication([])
timer = QTimer()
for _ in range(60_000):
    timer.stop()
print("still here")
"""


@pytest.mark.window
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there None lives for ever")
def test_many_calls_that_return_nothing_do_not_end_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALLS],
        cwd=Path(__file__).parents[2],
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "still here"), done.stderr[-300:]
