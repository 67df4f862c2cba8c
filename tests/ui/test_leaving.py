"""Closing the window, or ending it from outside: quick, clean, and with the draft kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.engine.speaker import HostedSpeaker
from assistant.paths import Home
from assistant.store.keys import StoreKey
from assistant.store.store import Store, open_store
from tests.ui.conftest import Open
from ui.app import Program
from ui.background import Worker
from ui.chat.drafts import DRAFT

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.window


@pytest.mark.timeout(60)
def test_a_window_whose_model_is_still_loading_closes_and_takes_the_process_along(
    qtbot: QtBot, qapp: QApplication, home: Home, key: StoreKey
) -> None:
    made: list[HostedSpeaker] = []

    def speaker() -> HostedSpeaker:
        made.append(HostedSpeaker(target="tests.ui.parts_that_hang:NeverReady", kwargs={}, first_deadline_s=3600))
        return made[-1]

    program = Program(qapp, home, speaker=speaker)
    program.enter(key)
    window = program.window
    assert window is not None
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: any(one.pid is not None for one in made), timeout=20_000)
    child = psutil.Process(next(one.pid for one in made if one.pid is not None))
    window.conversation.ask("Will I be heard?")
    window.composer.editor.setPlainText("Will I be heard?")
    window.close()
    assert not any(thread.name in ("desk", "speech") and thread.is_alive() for thread in threading.enumerate())
    child.wait(timeout=20)
    with open_store(home, key) as kept:
        assert kept.settings.get(DRAFT) == "Will I be heard?"
        assert kept.chats.list() == [], "a question that was never begun is a draft, not an empty answer"


def test_the_window_is_gone_before_its_threads_are_waited_for(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    seen: list[bool] = []
    leave = Worker.leave

    def watched(worker: Worker) -> None:
        seen.append(window.isVisible())
        leave(worker)

    monkeypatch.setattr(Worker, "leave", watched)
    window.close()
    assert seen == [False, False]


def test_closing_in_the_middle_of_an_answer_keeps_what_was_said(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    window = open_window("word " * 400, delay_s=0.02)
    window.ask("Tell me a lot.")
    qtbot.waitUntil(lambda: bool(window.transcript.views) and len(window.transcript.views[-1].answer.text) > 20)
    turn = window.transcript.views[-1].turn.id
    window.close()
    assert kept.chats.turn(turn).finish == "stopped"
    assert kept.chats.turn(turn).answer.startswith("word word")


TYPE_AND_STAY = """
import sys
from pathlib import Path
from ui import app
from assistant.paths import Home

class Typing(app.Program):
    def enter(self, key):
        super().enter(key)
        self.window.composer.editor.setPlainText("half a thought")
        print("ready", flush=True)

if __name__ == "__main__":
    app.Program = Typing
    sys.exit(app.run(Home(Path(sys.argv[1])), Path(sys.argv[2])))
"""


@pytest.mark.skipif(os.name != "posix", reason="these signals are sent to another process on POSIX only")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_closes_the_window_and_keeps_the_draft(
    number: signal.Signals, home: Home, key: StoreKey, key_file: Path, tmp_path: Path
) -> None:
    script = tmp_path / "type_and_stay.py"
    script.write_text(TYPE_AND_STAY, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(home.root), str(key_file)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.send_signal(number)
        _, said = program.communicate(timeout=60)
    assert program.returncode == 0, said
    assert "Traceback" not in said
    with open_store(home, key) as kept:
        assert kept.settings.get(DRAFT) == "half a thought"
