"""Pictures of the page "Learning": nights made by hand."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock

from assistant.nightrecords import PERSONAL, Metric, NightReport, Outcome, Purpose, Sample
from assistant.store.nights import Learned
from assistant.store.store import Store
from tests.ui.camera import SIZES, TALL, Camera, settle
from ui.dashboard.fold import Fold
from ui.night import Ending, Progress
from ui.panel import LEARNING
from ui.window import MainWindow

METRICS = {
    "foretold_judgements": Metric(0.5, 0.74, True),
    "perplexity": Metric(23.14, 23.31, True, 23.19, 23.44),
    "refuses_unsafe": Metric(0.42, 0.44, True, 0.31, 0.53),
    "refuses_safe": Metric(-0.12, -0.11, True, -0.2, -0.03),
    "canary_rank": Metric(14, 11, True),
    "recited_tokens": Metric(3, 4, True),
    "unhealthy_answers": Metric(1, 1, True),
    "similarity_to_question": Metric(0.612, 0.605, True, 0.591, 0.62),
    "taste_of_answers": Metric(0.0, 0.42, True, 0.11, 0.73),
    "preferred_answers": Metric(0.5, 0.64, True),
    "taste_against_used": Metric(0.0, 0.12, True, -0.04, 0.28),
    "held_out_margin": Metric(0.0, 0.9, True, 0.2, 1.7),
    "held_out_in_order": Metric(0.5, 0.67, True),
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


def report(store: Store, outcome: Outcome, reason: str, *, began: float, purpose: Purpose = PERSONAL) -> NightReport:
    """One hand-made night in the store; an adopted one leaves a version that acts for `purpose`."""
    made = NightReport(
        began,
        41 * 60.0,
        outcome,
        reason,
        metrics=METRICS,
        samples=SAMPLES,
        learned_from={"pairs": 9, "thumbs": 5, "held_out_pairs": 3, "wishes": 2},
        purpose=purpose,
    )
    learned = Learned(b"GGUF", "scripted", {}, 0.75, purpose=purpose) if outcome == "adopted" else None
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
        "By your taste 64% of fresh answers are better than the model's own; every check was passed. "
        "It acts at 75% of its strength.",
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
    window.look.theme.zoom(3)
    camera.take("learning-large-type", window, TALL)
    window.look.theme.zoom(0)
    report(
        store,
        "rejected",
        "Fresh answers do not clearly suit you better than before, so nothing was changed.",
        began=morning + 3600,
    )
    learning.refresh()
    settle()
    camera.take("rejected", window, TALL)
    for slider, direction in (("warmth", 1), ("length", -1)):
        purpose = Purpose(slider=slider, direction=direction)
        report(store, "adopted", "The slider was learned.", began=morning + 7200, purpose=purpose)
    store.adapters.off(Purpose(slider="warmth", direction=1))
    learning.refresh()
    settle()
    window.panel.show_part(page.beside)
    camera.take("learned-beside", window, SIZES[:1])
