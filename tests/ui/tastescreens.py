"""Pictures of what ratings say, of steering, and of why an answer is as it is."""

from __future__ import annotations

from assistant.records import Sources, Stats, Turn, UsedMemory
from assistant.sources import ALWAYS
from assistant.store.store import Store
from tests.taste.judging import choose_short, rewrite_short
from tests.ui.camera import SIZES, TALL, Camera, settle
from ui.dashboard.fold import Fold
from ui.panel import SLIDERS, WHY
from ui.window import MainWindow


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
    window.look.theme.zoom(3)
    panel.show_part(page.steering)
    camera.take("strength-large-type", window, TALL)
    window.look.theme.zoom(0)
    panel.show_page(WHY)
    for name, sources in (
        ("everything", everything),
        ("learned", Sources(adapter="7", strength=0.75)),
        ("in-words", Sources(sliders={"warmth": 2})),
        ("nothing", Sources()),
    ):
        panel.sources.show_turn(timed(store, sources, 40.0, question="How do I bake a dark bread?"))
        camera.take(f"why-{name}", window, TALL if name == "everything" else SIZES[:1])
