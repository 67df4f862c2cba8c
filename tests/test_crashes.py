"""What a crash leaves behind: no core dump with private words in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WITH_DUMPS = """
import resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
{program}
print(resource.getrlimit(resource.RLIMIT_CORE))
child = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
import subprocess
subprocess.run([sys.executable, "-c", child], check=True)
"""
PROGRAMS = {
    "command line": "from assistant.cli import main; main(['--home', '/dev/null/x', 'sliders'])",
    "window": "from pathlib import Path; from assistant.paths import Home; from ui.app import run\n"
    "run(Home(Path('/dev/null/x')), None)",
}


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have the limit")
@pytest.mark.parametrize("program", PROGRAMS)
def test_neither_the_program_nor_its_children_leave_a_core_dump(program: str) -> None:
    code = WITH_DUMPS.format(program=PROGRAMS[program])
    done = subprocess.run(
        [sys.executable, "-uc", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines() == ["(0, 0)", "(0, 0)"]
