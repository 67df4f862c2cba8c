"""Pictures of every screen: `python -m tests.ui.screens FOLDER [--real]`; with --real the embedded model answers."""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from assistant.drafts import Drafting
from assistant.engine.scripted import ScriptedSpeaker
from assistant.errors import ModelTooLarge
from assistant.paths import Home, prepare
from assistant.settings import Settings
from assistant.store import keys
from assistant.store.faults import damaged
from assistant.store.store import open_store
from assistant.taste.calibration import proposals
from assistant.wiring import open_assistant
from tests.ui.camera import NARROW, SIZES, Camera, ask, settle, until
from tests.ui.nightscreens import learning_screens
from tests.ui.tastescreens import steering_screens, taste_screens
from ui.app import Program
from ui.calibrationpage import CalibrationPage
from ui.chat.choosing import Offer
from ui.dashboard.memory import PreferenceCard
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
STAIN = """Getting rid of a wine stain is easier the sooner you begin. There are several things that you can try, and
most people have what they need for it at home already.

1. Blot the stain with a clean cloth. Do not rub it, because rubbing drives the wine into the fibres.
2. Put plenty of salt on it and wait for a few minutes, so that the salt can take up the wine.
3. Rinse it with cold water from the back of the cloth.
4. Work in a little dish soap mixed with white vinegar, leave it for half an hour, and rinse again.

If the stain can still be seen, repeat the last step before you wash the cloth as usual."""
SHORT_STAIN = "Blot it at once, then cover it with salt. Rinse with **cold** water, dab on soap and vinegar, and wash."


def unlock_screens(camera: Camera, program: Program, folder: Path) -> None:
    """First run, recovery code, unlock, a store that does not open."""
    page = UnlockPage(Home(folder / "new"), program.theme)
    page.begin()
    settle(2.0)
    camera.take("first-run", page, SIZES[:1])
    page.show_code(keys.create(page._prepared(), passphrase="one two three"))  # noqa: S106  # a throw-away home
    camera.take("recovery-code", page, SIZES[:1])
    page._ask(frozenset({"passphrase"}))
    page._say("That passphrase does not open this store. Try again, or use the recovery code.")
    camera.take("unlock", page, SIZES[:1])
    page.show_stuck(damaged(), page.begin)
    camera.take("stuck", page, SIZES[:1])


def first_minutes_screens(camera: Camera, window: MainWindow) -> None:
    """The first pair, a pair with a list, what the choices say, and both where it is narrow."""
    until(lambda: window.calibration.is_shown)
    page, narrow = window.calibration.page, CalibrationPage(window.look.theme)
    narrow.show()
    window.look.theme.dress(narrow)
    camera.take("first-minutes", window)
    camera.take("first-minutes-narrow", narrow, NARROW)
    for asked in (page, narrow):
        for best in ("A", "B", "neither", "A", "neither", "B"):
            asked.choose(best)  # type: ignore[arg-type]
    camera.take("first-minutes-list", window, SIZES[:1])
    camera.take("first-minutes-list-narrow", narrow, NARROW)
    for best in ("B", "A", "B", "A"):
        page.choose(best)  # type: ignore[arg-type]
    settle()
    camera.take("first-minutes-end", window, SIZES[:1])
    narrow.show_proposals(proposals({"egg": "A", "sleep": "B", "job": "B"}), {"length": 1})
    camera.take("first-minutes-end-narrow", narrow, NARROW)
    narrow.close()
    window.calibration.leave()


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
    window.panel.findChild(PreferenceCard).ask_to_forget()
    camera.take("memory-forget", window, SIZES[:1])
    ask(window, "What can I cook with lentils?")
    window.panel.show_page(WHY)
    camera.take("why", window, SIZES[:1])
    window.transcript.views[-1]._thumb("down")
    settle()
    camera.take("right-what", window, SIZES[:1])
    window.conversation.rewrite(window.transcript.views[-1].turn)
    until(lambda: not window.conversation.is_busy)
    settle()
    before = window.transcript.views[-1]._before
    if before is not None:
        camera.take("rewritten", window, SIZES[:1])
        before.turn_over()
        camera.take("rewritten-before", window, SIZES[:1])
    view = window.transcript.views[-1]
    view.break_off(replace(view.turn, answer="", finish="failed"), ModelTooLarge("It needs 3 GB; 2 GB are free."))
    camera.take("too-large", window, SIZES[:1])
    window.chats.delete(window.conversation.chat or 0)
    settle()
    camera.take("deleted", window, SIZES[:1])


def choosing_screens(camera: Camera, window: MainWindow) -> None:
    """A second answer is written, is there, stands beside the first, was chosen; also narrow, and where it is set."""
    window.new_chat()
    ask(window, "How do I get rid of a wine stain?")
    view = window.transcript.views[-1]
    first = replace(view.turn, answer=STAIN)
    view.finish(first)
    second = replace(first, id=first.id + 1, answer=SHORT_STAIN)
    window.panel.show_page(SLIDERS)
    for stage in ("writing", "ready", "open"):
        window.transcript.show_offer(Offer(first, stage, None if stage == "writing" else second))
        settle()
        camera.take(f"choosing-{stage}", window, SIZES if stage == "open" else SIZES[:1])
    window.toggle_panel()
    camera.take("choosing-wide", window, SIZES[:1])
    camera.take("choosing-narrow", window, ((760, 1000),))
    window.toggle_panel()
    window.transcript.show_offer(Offer(first, "kept", second))
    settle()
    camera.take("choosing-kept", window, SIZES[:1])
    card = window.panel.sliders.asking
    card._turn()
    card.show_settings(Settings(choices_a_day=2, best_of=3))
    settle()
    camera.take("choosing-set", window, SIZES[:1])
    view.draft(Drafting(2, 3, ""))
    camera.take("choosing-drafts", window, SIZES[:1])


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
        with closing(open_assistant(home, key)) as assistant:
            assistant.store.settings.set("choices_a_day", 0)  # second answers have pictures of their own
        program = Program(application, home, speaker=None if chosen.real else lambda: ScriptedSpeaker([ANSWER]))
        camera = Camera(program, chosen.folder)
        unlock_screens(camera, program, folder)
        program.enter(key)
        window = program.window
        if window is None:
            raise SystemExit("The window did not open.")
        settle(1.0)
        until(window.panel.sliders.isEnabled)
        first_minutes_screens(camera, window)
        chat_screens(camera, window)
        choosing_screens(camera, window)
        with open_store(home, key) as store:
            learning_screens(camera, window, store)
            taste_screens(camera, window, store)
            steering_screens(camera, window, store)
    program.end(0)


if __name__ == "__main__":
    main()
