"""No reference to None, True or False that Qt's binding gives away is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CALLS = """
import sys
{hold}
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
timer = QTimer()
for _ in range(60_000):
    timer.stop()
print(sys.getrefcount(None) > 0)
"""


@pytest.mark.window
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there None lives for ever")
def test_many_calls_that_return_nothing_do_not_end_the_program() -> None:
    script = CALLS.format(hold="from ui.spares import hold_spare_references\nhold_spare_references()")
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr[-300:]
