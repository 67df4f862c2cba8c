"""The first minutes in the window: offered once, in nobody's way, answered by mouse or keyboard, used only on a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from assistant.engine.absent import NoSpeaker
from assistant.errors import ModelMissing
from assistant.paths import Home
from assistant.records import Best
from assistant.store.keys import StoreKey
from assistant.store.store import Store
from assistant.taste.calibration import PAIRS, proposals
from tests.ui.conftest import Open
from tests.ui.test_conversation import press, shown_texts
from tests.ui.test_dashboard import settle
from ui.app import Program
from ui.calibrationpage import CalibrationPage
from ui.theme.theme import Theme
from ui.window import MainWindow

pytestmark = pytest.mark.window
Ask = Callable[[MainWindow, str], None]
SHORT: dict[str, Best] = {pair.name: "neither" for pair in PAIRS} | {"egg": "A", "sleep": "B"}
"""Somebody who only wants it short."""
KEYS = {"A": Qt.Key.Key_1, "B": Qt.Key.Key_2, "neither": Qt.Key.Key_0}


@pytest.fixture
def first(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window in its very first minutes."""
    qtbot.waitUntil(lambda: window.calibration.is_shown)
    return window


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[CalibrationPage]:
    """The page alone, on something that does not care how large it is."""
    around = QWidget()
    qtbot.addWidget(around)
    made = CalibrationPage(Theme(qapp))
    made.setParent(around)
    around.show()
    made.show()
    yield made


def kept_choices(kept: Store) -> dict[str, str]:
    return {choice.pair: choice.best for choice in kept.calibration.list()}


def answer_all(window: MainWindow, qtbot: QtBot, choices: dict[str, Best]) -> None:
    for pair in PAIRS:
        assert pair.question in shown_texts(window.calibration.page)
        qtbot.keyClick(window.calibration.page, KEYS[choices[pair.name]])
    qtbot.waitUntil(lambda: "Pair" not in window.calibration.page.accessibleName())


def is_offered(window: MainWindow, qtbot: QtBot) -> bool:
    settle(window, qtbot)
    return window.calibration.is_shown


def test_it_is_offered_once_in_a_new_store(first: MainWindow, open_window: Open, qtbot: QtBot) -> None:
    assert "1 of 10" in shown_texts(first.calibration.page)
    first.close()
    assert not is_offered(open_window(), qtbot)


def test_nobody_who_has_used_it_before_is_asked(kept: Store, open_window: Open, qtbot: QtBot) -> None:
    kept.chats.start()
    assert not is_offered(open_window(), qtbot)


def test_one_click_skips_it_and_the_person_can_type(first: MainWindow, qtbot: QtBot, kept: Store) -> None:
    press(first.calibration.page, "Skip")
    assert not first.calibration.is_shown
    assert first.focusWidget() is first.composer.editor
    settle(first, qtbot)
    assert (kept_choices(kept), kept.sliders.levels()) == ({}, {})


def test_a_question_is_a_not_now_and_what_was_chosen_is_kept(first: MainWindow, ask: Ask, kept: Store) -> None:
    first.calibration.page.choose("A")
    ask(first, "Hello?")
    assert not first.calibration.is_shown
    assert first.transcript.views[-1].turn.question == "Hello?"
    assert (kept_choices(kept), kept.sliders.levels()) == ({PAIRS[0].name: "A"}, {})


def test_closing_the_window_midway_keeps_what_was_chosen(first: MainWindow, kept: Store) -> None:
    first.calibration.page.choose("B")
    first.close()
    assert kept_choices(kept) == {PAIRS[0].name: "B"}


def test_who_already_types_is_not_interrupted(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.composer.editor.setPlainText("What is")
    assert not is_offered(window, qtbot)
    window.composer.editor.clear()
    window.drafts.keep()
    window.close()
    assert is_offered(open_window(), qtbot), "who was not asked is asked the next time"


def test_keys_choose_and_only_what_stays_ticked_is_set(first: MainWindow, qtbot: QtBot, kept: Store) -> None:
    page = first.calibration.page
    answer_all(first, qtbot, SHORT | {"job": "B", "rice": "A"})
    assert kept_choices(kept) == SHORT | {"job": "B", "rice": "A"}
    assert kept.sliders.levels() == {}, "nothing moves by itself"
    text = shown_texts(page)
    assert "Two or three sentences." in text
    assert "Both times you chose the answer that was more casual." in text
    ticks = {row.proposal.name: row.tick for row in page.findChildren(type(page._rows[0]))}
    assert set(ticks) == {"length", "formality"}
    ticks["formality"].click()
    press(page, "Use these")
    qtbot.waitUntil(lambda: kept.sliders.levels() == {"length": -2})
    qtbot.waitUntil(lambda: first.panel.sliders.row("length").stops.value() == -2)
    assert not first.calibration.is_shown
    press(first.notice, "Undo: The slider is set. They act on your very next answer.")
    qtbot.waitUntil(lambda: kept.sliders.levels() == {})
    qtbot.waitUntil(lambda: first.panel.sliders.row("length").stops.value() == 0)


def test_not_now_keeps_the_choices_and_moves_nothing(first: MainWindow, qtbot: QtBot, kept: Store) -> None:
    answer_all(first, qtbot, SHORT)
    press(first.calibration.page, "Not now")
    settle(first, qtbot)
    assert kept_choices(kept) == SHORT
    assert kept.sliders.levels() == {}


def test_choices_can_be_forgotten(first: MainWindow, qtbot: QtBot, kept: Store) -> None:
    answer_all(first, qtbot, SHORT)
    press(first.calibration.page, "Forget my choices")
    qtbot.waitUntil(lambda: kept_choices(kept) == {})
    assert not first.calibration.is_shown


def test_enough_is_enough_and_a_slip_can_be_taken_back(first: MainWindow, qtbot: QtBot, kept: Store) -> None:
    page = first.calibration.page
    press(page, f"Answer 2: {PAIRS[0].b}")
    press(page, "Back to the last pair")
    press(page, f"Answer 1: {PAIRS[0].a}")
    press(page, "No difference")
    press(page, "Finish")
    qtbot.waitUntil(lambda: kept_choices(kept) == {"egg": "A", "job": "neither"})


def test_it_can_be_done_again_and_leaving_midway_keeps_the_rest(first: MainWindow, qtbot: QtBot, kept: Store) -> None:
    answer_all(first, qtbot, SHORT)
    first.calibration.leave()
    press(first.panel.sliders, "Ten short pairs of answers to choose from")
    assert first.calibration.is_shown
    assert "1 of 10" in shown_texts(first.calibration.page)
    qtbot.keyClick(first.calibration.page, Qt.Key.Key_2)
    qtbot.keyClick(first.calibration.page, Qt.Key.Key_Escape)
    assert not first.calibration.is_shown
    qtbot.waitUntil(lambda: kept_choices(kept) == SHORT | {PAIRS[0].name: "B"})
    first.calibration.start()
    answer_all(first, qtbot, SHORT | {"egg": "B", "sleep": "A"})
    assert kept_choices(kept)["egg"] == "B"


def test_what_stands_already_is_not_proposed_and_what_stands_elsewhere_is_said(page: CalibrationPage) -> None:
    found = proposals({"egg": "A", "sleep": "B"})
    page.show_proposals(found, {"length": -2, "detail": 2})
    assert [row.proposal.name for row in page._rows] == ["structure", "detail"]
    assert "It stands at: Many details, with numbers and examples." in shown_texts(page)
    page.show_proposals(proposals({"egg": "neither"}), {})
    assert "nowhere in particular" in shown_texts(page)
    assert page._use.isHidden()


def test_it_works_where_no_model_does(qtbot: QtBot, qapp: QApplication, home: Home, key: StoreKey, kept: Store) -> None:
    def absent() -> NoSpeaker:
        return NoSpeaker(ModelMissing("There is no model.", "Add one."))

    program = Program(qapp, home, speaker=absent, night=("no-such-program",))
    program.enter(key)
    window = program.window
    assert window is not None
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.calibration.is_shown)
    answer_all(window, qtbot, SHORT)
    press(window.calibration.page, "Use these")
    qtbot.waitUntil(lambda: kept.sliders.levels() == {"length": -2})


def test_neither_answer_is_favoured_and_letters_begin_a_question(first: MainWindow, qtbot: QtBot) -> None:
    page = first.calibration.page
    first.calibration.start()
    assert first.focusWidget() is page, "a ring around one card would favour it"
    page.cards.cards[1].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.cards.cards[1], Qt.Key.Key_Space)
    assert "2 of 10" in shown_texts(page)
    qtbot.keyClicks(page, "W")
    assert first.composer.text() == "W"
    assert first.focusWidget() is first.composer.editor
    assert first.calibration.is_shown, "until the question is asked"


def fits(page: CalibrationPage, width: int) -> bool:
    """True when nothing is cut off or wider than the page."""
    shown = [w for w in page.findChildren(QWidget) if w.isVisible() and isinstance(w, QAbstractButton | QLabel)]
    return (
        page.minimumSizeHint().width() <= width
        and all(w.mapTo(page, w.rect().topLeft()).x() >= 0 for w in shown)
        and all(w.mapTo(page, w.rect().topRight()).x() < width for w in shown)
    )


@pytest.mark.parametrize("height", [400, 700])
def test_it_fits_a_narrow_window_and_buttons_keep_their_place(page: CalibrationPage, height: int, qtbot: QtBot) -> None:
    one, other = page.cards.cards
    page.resize(320, height)
    qtbot.waitUntil(lambda: other.y() > one.y())
    assert other.x() == one.x()
    assert fits(page, 320)
    page.resize(760, 700)
    qtbot.waitUntil(lambda: other.x() > one.x() and other.y() == one.y())
    places = set()
    for _ in PAIRS[:-1]:
        QApplication.processEvents()
        assert one.height() == other.height() >= max(card.minimumSizeHint().height() for card in (one, other))
        places.add(page._same.mapTo(page, page._same.rect().topLeft()).y())
        page.choose("A")
    assert len(places) == 1
    page.show_proposals(proposals({"egg": "A", "sleep": "B", "job": "B"}), {"length": 1})
    page.resize(320, height)
    QApplication.processEvents()
    assert fits(page, 320)


def test_everything_on_it_has_a_name(page: CalibrationPage) -> None:
    page.choose("A")
    page.show_proposals(proposals({"egg": "A"}), {})
    operated = [*page.findChildren(QAbstractButton), *page.findChildren(QProgressBar)]
    assert len(operated) > 8
    assert all(widget.accessibleName() for widget in operated)
