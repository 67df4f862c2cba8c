"""Why the window does not open is also said in a box: from a menu nobody reads what a terminal would show."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.paths import Home, prepare
from tests.training.nights import ROOT

pytestmark = pytest.mark.window
IN_A_BOX = """
import sys
from pathlib import Path
from PySide6.QtCore import QLockFile
from assistant.paths import Home
from ui import app

class Seen(app.QMessageBox):
    def showEvent(self, event):
        super().showEvent(event)
        print(self.text(), self.informativeText(), sep="|", flush=True)
        if "closes" in sys.argv:
            app.QTimer.singleShot(0, self.accept)

# as on a desktop, where somebody can close it
app.QApplication.platformName = staticmethod(lambda: "xcb")
app.QMessageBox = Seen
if "quiet" in sys.argv:
    sys.stderr = None
home, lock = Home(Path(sys.argv[1])), QLockFile(str(Path(sys.argv[1], "window.lock")))
if "taken" in sys.argv:
    assert lock.tryLock(0)
sys.exit(app.run(home, Path(sys.argv[2]) if "key" in sys.argv else None))
"""


def start(home: Home, *how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", IN_A_BOX, str(home.root), *how],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("is_quiet", [False, True], ids=["with a terminal", "from a menu"])
def test_a_second_window_says_so_in_a_box(home: Home, is_quiet: bool) -> None:
    with start(home, "closes", "taken", *(["quiet"] if is_quiet else [])) as second:
        shown, told = second.communicate(timeout=60)
    assert (second.returncode, shown) == (1, "Attune is open already.|Look for its window.\n")
    assert ("open already" in told) is not is_quiet
    assert "Traceback" not in told


def test_a_wrong_key_file_and_a_home_that_cannot_be_are_said_in_a_box(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    prepare(home)
    with start(home, str(tmp_path / "none"), "key", "closes") as program:
        shown, _ = program.communicate(timeout=60)
    assert (program.returncode, shown.count("|")) == (1, 1)
    with start(Home(Path(os.devnull, "home")), "closes") as program:
        shown, _ = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "cannot be made" in shown


@pytest.mark.skipif(os.name != "posix", reason="these signals are sent to another process on POSIX only")
def test_a_box_that_nobody_closes_ends_with_the_session(home: Home) -> None:
    with start(home, "taken") as second:
        assert second.stdout is not None
        assert "open already" in second.stdout.readline()
        second.send_signal(signal.SIGTERM)
        try:
            assert second.wait(30) == 1
        finally:
            second.kill()
