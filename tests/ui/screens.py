"""Pictures of every screen: `python -m tests.ui.screens FOLDER [--real]`; with --real the embedded model answers."""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from assistant.drafts import Drafting
from assistant.engine.scripted import ScriptedSpeaker
from assistant.nightrecords import Metric, NightReport, Outcome, Sample
from assistant.paths import Home, prepare
from assistant.records import Sources, Stats, Turn, UsedMemory
from assistant.settings import Settings
from assistant.sources import ALWAYS
from assistant.store import keys
from assistant.store.nights import Learned
from assistant.store.store import Store, open_store
from assistant.taste.calibration import proposals
from assistant.wiring import open_assistant
from tests.taste.judging import choose_short, rewrite_short
from ui.app import Program
from ui.calibrationpage import CalibrationPage
from ui.chat.choosing import Offer
from ui.dashboard.fold import Fold
from ui.night import Ending, Progress
from ui.panel import LEARNING, MEMORY, SLIDERS, WHY
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
SIZES = ((1280, 800), (1920, 1080))
TALL = ((1280, 1600),)
NARROW = ((320, 640),)
METRICS = {
    "foretold_judgements": Metric(0.5, 0.74, True),
    "perplexity": Metric(23.14, 23.31, True),
    "refuses_unsafe": Metric(0.42, 0.44, True, 0.31, 0.53),
    "refuses_safe": Metric(-0.12, -0.11, True, -0.2, -0.03),
    "canary_rank": Metric(14, 11, True),
    "recited_tokens": Metric(3, 4, True),
    "unhealthy_answers": Metric(1, 1, True),
    "similarity_to_question": Metric(0.612, 0.605, True),
    "taste_of_answers": Metric(0.0, 0.42, True, 0.11, 0.73),
    "preferred_answers": Metric(0.5, 0.64, True),
    "held_out_margin": Metric(0.0, 0.9, True, 0.2, 1.7),
}
SAMPLES = (
    Sample(
        "How do I keep bread fresh?",
        "There are many ways in which one may keep bread fresh, and which of them is best depends on a number of "
        "things, such as the kind of bread, the season, and the room in which it is kept.",
        "Keep it in a paper bag in a bread box. Freeze what you will not eat within two days.",
    ),
    Sample("Why is the sky blue?", "The sky is blue because of the scattering of light.", "Air scatters blue light."),
)


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


def first_minutes_screens(camera: Camera, window: MainWindow) -> None:
    """The first pair, a pair with a list, what the choices say, and both where it is narrow."""
    until(lambda: window.calibration.is_shown)
    page, narrow = window.calibration.page, CalibrationPage(window._theme)
    narrow.show()
    window._theme.dress(narrow)
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


def report(store: Store, outcome: Outcome, reason: str, *, began: float) -> NightReport:
    """One hand-made night in the store; an adopted one leaves a version that acts."""
    made = NightReport(
        began,
        41 * 60.0,
        outcome,
        reason,
        metrics=METRICS,
        samples=SAMPLES,
        learned_from={"pairs": 9, "thumbs": 5, "held_out_pairs": 3, "wishes": 2},
    )
    learned = Learned(b"GGUF", "scripted", {}, frozenset(), 0.75) if outcome == "adopted" else None
    return store.nights.finish(made, judged_until=0.0, learned=learned)


def learning_screens(camera: Camera, window: MainWindow, store: Store) -> None:
    """Before the first night, while one goes on, the morning after, figures, a night that changed nothing."""
    morning = datetime.combine(date.today(), clock(2, 10)).timestamp()
    window.new_chat()
    window.panel.show_page(LEARNING)
    camera.take("learning-empty", window)
    page, learning = window.panel.learning, window.learning
    report(store, "adopted", "Answers suit you better, and nothing got worse.", began=morning - 2 * 86400)
    store.settings.set("night_allowed", True)
    store.settings.set("night_when_closed", False)
    window.learning._plan.plan = lambda _: None  # type: ignore[method-assign]  # no process for a picture
    learning.refresh()
    settle()
    page.now.show_starting()
    learning._show_progress(Progress("learning", 0.4, 260.0))
    camera.take("learning-goes-on", window)
    learning._show_ending(Ending("paused"))
    report(
        store,
        "adopted",
        "By your taste 64% of fresh answers are better than before, and nothing got worse; "
        "it acts at 75% of its strength.",
        began=morning,
    )
    learning.refresh()
    settle()
    camera.take("morning", window)
    learning.show_page()
    settle()
    camera.take("report", window, SIZES[:1])
    for fold in page.findChildren(Fold):
        fold.turn()
    camera.take("report-figures", window, TALL)
    window._theme.zoom(3)
    camera.take("learning-large-type", window, TALL)
    window._theme.zoom(0)
    report(
        store,
        "rejected",
        "Fresh answers do not clearly suit you better than before, so nothing was changed.",
        began=morning + 3600,
    )
    learning.refresh()
    settle()
    camera.take("rejected", window, TALL)


def taste_screens(camera: Camera, window: MainWindow, store: Store) -> None:
    """What a few ratings say, and the question where they disagree with a slider."""
    for name in store.sliders.levels():
        store.sliders.set(name, 0)
    store.sliders.set("length", 1)
    choose_short(store, 14)
    rewrite_short(store, "an umbrella")
    window.right.refresh()
    window.taste.refresh()
    window.panel.show_page(SLIDERS)
    settle(1.0)
    camera.take("taste", window, TALL)
    for fold in window.panel.sliders.taste.findChildren(Fold):
        fold.turn()
    camera.take("taste-unfolded", window, TALL)


def timed(store: Store, sources: Sources, tokens_per_s: float, *, question: str = "What about bread?") -> Turn:
    """A whole answer that came at this speed, shaped by this."""
    chat = store.chats.start()
    turn = store.chats.begin_turn(chat.id, parent=None, question=question, seed=1, sources=sources)
    stats = Stats(120, 40, 40, 90, 0.4, tokens_per_s, base="scripted")
    return store.chats.finish_turn(turn.id, answer="Bread keeps best in paper.", finish="stop", stats=stats)


def steering_screens(camera: Camera, window: MainWindow, store: Store) -> None:
    """How strongly wishes act and what that costs, and an answer that everything shaped."""
    page, panel = window.panel.sliders, window.panel
    panel.show_page(SLIDERS)
    panel.show_part(page.row("detail"))
    settle(0.5)
    camera.take("strength-unknown", window)
    adapter = store.adapters.active()
    memories = (
        UsedMemory(store.preferences.add("I bake every Saturday").id, "", 0.82, "shares the word “bake”"),
        UsedMemory(store.preferences.add("I am vegetarian", always=True).id, "", 1.0, ALWAYS, is_standing=True),
    )
    everything = Sources(
        memories=memories,
        sliders={"length": -2, "detail": 2, "simplicity": 3},
        adapter=str(adapter.id if adapter else 7),
        strength=0.6,
        steering=1.5,
        taste={"warmth": 0.82},
        own_voice=0.5,
    )
    for speed in (41.0, 40.2, 42.0, 39.5):
        timed(store, Sources(), speed)
        timed(store, Sources(sliders={"length": -2}, steering=1.0), speed / 1.8)
        timed(store, Sources(sliders={"length": -2}, steering=1.0, taste={"warmth": 0.8}), speed / 2.2)
    for name, level in (("length", -2), ("detail", 2), ("simplicity", 3), ("formality", 2)):
        store.sliders.set(name, level)
    for name, value in (("steering", 1.5), ("steering_by_ratings", True), ("own_voice", 0.5)):
        store.settings.set(name, value)
    page._leaks = {"detail": {"length": 0.5}, "simplicity": {"contractions": 0.4}}  # figures of this picture's own
    window.right.refresh()
    window.taste.refresh()
    settle(0.5)
    panel.show_part(page.row("detail"))
    settle(0.5)
    camera.take("strength", window)
    window.toggle_sidebar()
    camera.take("strength-narrow", window, ((720, 640),))
    window.toggle_sidebar()
    page.steering.strength.stops.setValue(0)
    panel.show_part(page.steering)
    settle(0.5)
    camera.take("strength-words-only", window, SIZES[:1])
    window._theme.zoom(3)
    panel.show_part(page.steering)
    camera.take("strength-large-type", window, TALL)
    window._theme.zoom(0)
    panel.show_page(WHY)
    for name, sources in (
        ("everything", everything),
        ("learned", Sources(adapter="7", strength=0.75)),
        ("in-words", Sources(sliders={"warmth": 2})),
        ("nothing", Sources()),
    ):
        panel.sources.show_turn(timed(store, sources, 40.0, question="How do I bake a dark bread?"))
        camera.take(f"why-{name}", window, TALL if name == "everything" else SIZES[:1])


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
        program.start(key)
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
