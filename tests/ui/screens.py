"""Pictures of every screen: `python -m tests.ui.screens FOLDER [--real]`; with --real the embedded model answers."""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from assistant.engine.scripted import ScriptedSpeaker
from assistant.paths import Home, prepare
from assistant.store import keys
from assistant.wiring import open_assistant
from ui.app import Program
from ui.panel import MEMORY, SLIDERS, WHY
from ui.unlock import UnlockPage
from ui.window import MainWindow

ANSWER = """A rainbow forms when sunlight meets rain. Three things happen in every drop:

1. **Refraction** bends the light as it enters.
2. **Reflection** sends it back from the far side.
3. **Dispersion** spreads it into colours, because each colour bends a little differently.

You always see it with the sun *behind* you. A tiny model of the bend:

```python
import math

def refracted(angle: float, index: float = 1.33) -> float:
    \"\"\"Angle inside the drop, in degrees.\"\"\"
    return math.degrees(math.asin(math.sin(math.radians(angle)) / index))
```

| colour | angle |
|---|---|
| red | 42° |
| violet | 40° |
"""
SIZES = ((1280, 800), (1920, 1080))


def settle(seconds: float = 0.4) -> None:
    """Let events and threads run."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QApplication.processEvents()
        time.sleep(0.005)


def until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something to become so."""
    ends = time.monotonic() + seconds
    while not is_so() and time.monotonic() < ends:
        settle(0.05)


class Camera:
    """Takes each screen in both sizes and both themes."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program = program
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
        """One screen, all its pictures."""
        for width, height in sizes:
            widget.resize(width, height)
            for theme in ("light", "dark"):
                self._program.theme.choose(theme)
                settle()
                widget.grab().save(str(self._folder / f"{name}-{width}-{theme}.png"))


def ask(window: MainWindow, question: str) -> None:
    """Ask and wait for the answer."""
    window.composer.show_draft(question)
    window.ask(question)
    until(lambda: not window.conversation.is_busy)
    settle()


def unlock_screens(camera: Camera, program: Program, folder: Path) -> None:
    """First run, recovery code, unlock."""
    page = UnlockPage(Home(folder / "new"), program.theme)
    page.begin()
    settle(2.0)
    camera.take("first-run", page, SIZES[:1])
    page._made(keys.create(page._prepared(), passphrase="one two three"))  # noqa: S106  # a throw-away home
    camera.take("recovery-code", page, SIZES[:1])
    page._ask(frozenset({"passphrase"}))
    page._say("That passphrase does not open this store. Try again, or use the recovery code.")
    camera.take("unlock", page, SIZES[:1])


def chat_screens(camera: Camera, window: MainWindow) -> None:
    """Empty, answered, rated, why, memory, an error."""
    camera.take("empty", window)
    ask(window, "Explain how rainbows form.")
    camera.take("answer", window)
    window.conversation.again(window.transcript.views[-1].turn)
    until(lambda: not window.conversation.is_busy)
    window.transcript.views[-1]._thumb("up")
    camera.take("rated", window, SIZES[:1])
    window.right.remember("I am vegetarian and I love lentils.")
    window.right.remember("Explain things with everyday examples.")
    settle()
    window.panel.sliders.row("length").stops.setValue(-3)
    window.panel.show_page(SLIDERS)
    camera.take("sliders", window)
    window.panel.show_page(MEMORY)
    camera.take("memory", window, SIZES[:1])
    ask(window, "What can I cook with lentils?")
    window.panel.show_page(WHY)
    camera.take("why", window, SIZES[:1])
    window.chats.delete(window.conversation.chat or 0)
    settle()
    camera.take("deleted", window, SIZES[:1])


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--real", action="store_true")
    chosen = parser.parse_args()
    application = QApplication([])
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(folder / "home")
        prepare(home)
        key_file = folder / "key"
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_hex(32), encoding="ascii")
        key = keys.create(home, key_file=key_file).key
        open_assistant(home, key).close()
        program = Program(application, home, speaker=None if chosen.real else lambda: ScriptedSpeaker([ANSWER]))
        camera = Camera(program, chosen.folder)
        unlock_screens(camera, program, folder)
        program.start(key)
        window = program.window
        if window is None:
            raise SystemExit("The window did not open.")
        settle(1.0)
        until(window.panel.sliders.isEnabled)
        chat_screens(camera, window)
    program.end(0)


if __name__ == "__main__":
    main()
