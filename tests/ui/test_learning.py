"""The page about learning: the plan, the morning report and its line, versions and their strength."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTime
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot

from assistant.nightrecords import Metric, NightReport, Outcome, Purpose, Sample
from assistant.store.nights import Checkpoint, Learned
from assistant.store.store import Store
from tests.ui.conftest import Open
from tests.ui.test_conversation import press, shown_texts
from tests.ui.test_dashboard import settle
from ui.dashboard.versions import StrengthSlider
from ui.learning import TOLD
from ui.panel import LEARNING
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]
WHY_SO = "This is why."


def had_night(store: Store, outcome: Outcome = "adopted", *, base: str = "scripted", **how: object) -> NightReport:
    """One hand-made night; an adopted one leaves a version that acts."""
    values = {"metrics": {"taste_of_answers": Metric(0.0, 0.42, True, 0.1, 0.7)}, "learned_from": {"pairs": 14}, **how}
    report = NightReport(time.time() - 7200, 2400.0, outcome, WHY_SO, **values)  # type: ignore[arg-type]
    learned = Learned(b"GGUF\0", base, {}, 0.75) if outcome == "adopted" else None
    return store.nights.finish(report, judged_until=time.time(), learned=learned)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the page shown and filled."""
    window.panel.show_page(LEARNING)
    qtbot.waitUntil(window.panel.learning.plan.isEnabled)
    return window


def refresh(window: MainWindow, qtbot: QtBot) -> str:
    window.learning.refresh()
    settle(window, qtbot)
    QApplication.processEvents()
    return shown_texts(window.panel.learning)


def has_button(window: MainWindow, name: str) -> bool:
    return any(
        button.accessibleName() == name and button.isVisibleTo(window.panel.learning)
        for button in window.panel.learning.findChildren(QAbstractButton)
    )


def test_the_plan_is_kept(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    plan = page.panel.learning.plan
    assert "stays in the memory of the night's own process" in shown_texts(plan)
    for name in ("Learn by night", "Also on battery", "How boldly it learns: gentle"):
        press(plan, name)
    qtbot.waitUntil(lambda: kept.settings.get("night_dial") == "gentle")
    assert kept.settings.get("night_allowed") is True
    assert kept.settings.get("night_on_battery") is True
    plan._begins.setTime(QTime(22, 30))
    qtbot.waitUntil(lambda: kept.settings.get("night_begins") == "22:30")
    settle(page, qtbot)
    QApplication.processEvents()
    assert "From 22:30 to 06:00, while Attune is open." in shown_texts(plan)


def test_hours_that_leave_no_room_are_refused_in_place(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    plan = page.panel.learning.plan
    plan._ends.setTime(QTime(1, 30))
    assert "too short" in shown_texts(plan)
    settle(page, qtbot)
    assert kept.settings.get("night_ends") is None
    plan._ends.setTime(QTime(7, 0))
    qtbot.waitUntil(lambda: kept.settings.get("night_ends") == "07:00")
    assert "too short" not in shown_texts(plan)


def test_the_words_of_a_switch_turn_it_too_and_so_does_the_keyboard(
    page: MainWindow, qtbot: QtBot, kept: Store
) -> None:
    row = page.panel.learning.plan._allowed
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    qtbot.waitUntil(lambda: kept.settings.get("night_allowed") is True)
    qtbot.keyClick(row.switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: kept.settings.get("night_allowed") is False)


def test_new_ratings_are_counted_as_they_come(page: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    assert "No new ratings are waiting." in shown_texts(page.panel.learning)
    ask(page, "Tea?")
    page.transcript.views[-1]._thumb("up")
    qtbot.waitUntil(lambda: "1 new rating is waiting." in shown_texts(page.panel.learning))
    had_night(kept, "rejected")
    assert "No new ratings are waiting." in refresh(page, qtbot)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("rejected", "Attune kept what it had."),
        ("skipped", "Attune learned nothing."),
        ("failed", "the night broke off."),
    ],
)
def test_every_outcome_is_told_plainly(
    outcome: Outcome, words: str, page: MainWindow, qtbot: QtBot, kept: Store
) -> None:
    had_night(kept, outcome)
    text = refresh(page, qtbot)
    assert words in text
    assert WHY_SO in text
    assert page.morning.isHidden()


def test_figures_and_samples_are_behind_links_and_stay_unfolded(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    had_night(kept, samples=(Sample("Tea?", "A long answer.", "Short."),), metrics={"odd_one": Metric(1, 2.5, False)})
    refresh(page, qtbot)
    report = page.panel.learning.report
    press(report, "Show answers before and after")
    press(report, "Show what was measured")
    refresh(page, qtbot)
    assert has_button(page, "Hide answers before and after")
    text = shown_texts(report)
    assert all(words in text for words in ("Tea?", "A long answer.", "Short.", "Odd one", "1 before, 2.5 now", "no"))


def test_the_line_in_the_morning_opens_the_report_and_is_shown_once(
    open_window: Open, qtbot: QtBot, kept: Store
) -> None:
    report = had_night(kept)
    window = open_window()
    qtbot.waitUntil(lambda: not window.morning.isHidden())
    window.panel.hide()
    press(window.morning, "See what changed")
    assert (window.panel.page, window.panel.isHidden(), window.morning.isHidden()) == (LEARNING, False, True)
    focused = window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Show what was measured"
    qtbot.waitUntil(lambda: kept.settings.get(TOLD) == report.began)
    window.close()
    again = open_window()
    qtbot.waitUntil(again.panel.learning.plan.isEnabled)
    assert again.morning.isHidden()


def test_a_learned_slider_is_told_and_undone_alone(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    had_night(kept)
    warmer = Purpose(slider="warmth", direction=1)
    report = NightReport(time.time() - 60, 60.0, "adopted", WHY_SO, purpose=warmer)
    kept.nights.finish(report, judged_until=0.0, learned=Learned(b"GGUF", "scripted", {}, 1.0, purpose=warmer))
    page.learning.refresh()
    qtbot.waitUntil(lambda: "your warmth slider" in shown_texts(page.morning))
    press(page.morning, "Undo what the last night learned")
    qtbot.waitUntil(lambda: kept.adapters.active(warmer) is None)
    assert kept.adapters.active() is not None


def test_learned_sliders_are_listed_switched_off_and_used_again(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    had_night(kept)
    text = refresh(page, qtbot)
    assert "beside your taste" not in text
    warmer, shorter = Purpose(slider="warmth", direction=1), Purpose(slider="length", direction=-1)
    for purpose, gguf, base in ((warmer, b"1", "scripted"), (warmer, b"2", "scripted"), (shorter, b"3", "another")):
        report = NightReport(time.time() - 60, 60.0, "adopted", WHY_SO, purpose=purpose)
        kept.nights.finish(report, judged_until=0.0, learned=Learned(gguf, base, {}, 0.75, purpose=purpose))
    text = refresh(page, qtbot)
    beside = page.panel.learning.beside
    assert "Slider warmth: warmer" in shown_texts(beside)
    assert shown_texts(beside).count("in use") == 2, (
        "warmth's newer version, and that length's does not act on the one in use"
    )
    assert "belongs to another model" in shown_texts(beside)
    off = "Switch off what was learned for slider warmth: warmer"
    next(one for one in beside.findChildren(QPushButton) if one.accessibleName() == off).setFocus()
    press(beside, off)
    qtbot.waitUntil(lambda: kept.adapters.active(warmer) is None)
    settle(page, qtbot)
    assert kept.adapters.active(shorter) is not None
    assert kept.adapters.active() is not None
    use = "Use what was learned for slider warmth: warmer"
    focus = page.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == use, "the keyboard stays in its place"
    press(beside, use)
    qtbot.waitUntil(lambda: kept.adapters.active(warmer) is not None)
    active = kept.adapters.active(warmer)
    assert active is not None
    assert kept.adapters.gguf(active.id) == b"2"


def test_undo_leaves_alone_what_was_chosen_since(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    had_night(kept)
    had_night(kept)
    refresh(page, qtbot)
    kept.adapters.use(1, strength=0.5)
    press(page.morning, "Undo what the last night learned")
    settle(page, qtbot)
    active = kept.adapters.active()
    assert active is not None
    assert (active.id, active.strength) == (1, 0.5)


def test_versions_are_used_switched_off_and_gone_back_to(page: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    had_night(kept)
    had_night(kept)
    assert "acts at 75%" in refresh(page, qtbot)
    versions = page.panel.learning.versions
    press(versions, "Use version 1")
    qtbot.waitUntil(lambda: [one.active for one in kept.adapters.list()] == [False, True])
    settle(page, qtbot)
    press(versions, "Let act what acted before this one")
    qtbot.waitUntil(lambda: [one.active for one in kept.adapters.list()] == [True, False])
    settle(page, qtbot)
    press(versions, "Let no version act")
    qtbot.waitUntil(lambda: kept.adapters.active() is None)
    settle(page, qtbot)
    QApplication.processEvents()
    assert "None acts" in shown_texts(versions)
    ask(page, "Tea?")
    assert page.transcript.views[-1].turn.sources.adapter is None
    assert "Nothing that was learned by night" in shown_texts(page.panel.sources)


def strength_of(window: MainWindow) -> StrengthSlider:
    return next(one for one in window.panel.learning.findChildren(StrengthSlider) if one.isVisibleTo(window.panel))


def test_the_strength_is_told_when_it_has_settled_and_the_keyboard_stays(
    page: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    had_night(kept)
    refresh(page, qtbot)
    slider = strength_of(page)
    slider.setFocus()
    for _ in range(5):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
        page.learning.refresh()
    assert slider.value() == 50
    qtbot.waitUntil(lambda: [one.strength for one in kept.adapters.list()] == [0.5])
    settle(page, qtbot)
    assert strength_of(page) is slider
    assert slider.value() == 50
    assert "acts at 50%" in shown_texts(page.panel.learning)
    ask(page, "Tea?")
    assert page.transcript.views[-1].turn.sources.strength == 0.5
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    page.close()
    assert [one.strength for one in kept.adapters.list()] == [0.0], (
        "what has not settled is kept when the window closes"
    )


def test_a_version_of_another_model_says_that_it_does_not_act(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    had_night(kept, base="something else")
    text = refresh(page, qtbot)
    assert "belongs to another model" in text
    assert "acts at" not in text


def test_what_could_not_be_kept_is_told_and_shown_as_it_is(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    had_night(kept)
    refresh(page, qtbot)
    page.learning._set("night_dial", "bold")
    qtbot.waitUntil(lambda: not page.notice.isHidden())
    assert "gentle, normal or strong" in shown_texts(page.notice)
    page.panel.learning.versions.strengthened.emit(1, 2.0)
    settle(page, qtbot)
    settle(page, qtbot)
    assert strength_of(page).value() == 75


def test_an_interrupted_night_is_mentioned(page: MainWindow, qtbot: QtBot, kept: Store) -> None:
    kept.nights.keep_checkpoint(Checkpoint("lesson", 1.0, 2.0, b"state"))
    assert kept.nights.is_interrupted()
    assert "An interrupted night goes on from where it was." in refresh(page, qtbot)
    kept.nights.drop_checkpoint()
    assert "interrupted" not in refresh(page, qtbot)
