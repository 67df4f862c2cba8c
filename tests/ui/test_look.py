"""Light or dark and larger type stay as they were left, and neither moves the page from what is being read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider
from pytestqt.qtbot import QtBot

from assistant.store.store import Store
from ui.chat.transcript import Transcript
from ui.window import MainWindow

Ask = Callable[[MainWindow, str], None]
Open = Callable[..., MainWindow]

pytestmark = pytest.mark.window
LONG = "\n\n".join(f"Paragraph {number}: " + "a word that is read slowly, " * 12 for number in range(12))


def test_the_button_says_what_it_looks_like_now(window: MainWindow, qtbot: QtBot, kept: Store) -> None:
    button, theme = window.look.button, window.look.theme
    names = []
    for choice in ("light", "dark", "system"):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert theme.choice == choice
        names.append(button.accessibleName())
        qtbot.waitUntil(lambda choice=choice: kept.settings.all().get("theme") == choice)
    assert names == ["Always light", "Always dark", "Light or dark as the system is"]


def test_type_stays_as_large_as_it_was_left(open_window: Open, qtbot: QtBot, kept: Store) -> None:
    first = open_window()
    first.begin()
    usual = first.composer.editor.font().pixelSize()
    larger = next(each for each in first.findChildren(QShortcut) if each.key() == QKeySequence("Ctrl++"))
    for _ in range(2):
        larger.activated.emit()
    qtbot.waitUntil(lambda: kept.settings.all().get("type_size") == 1.3)
    first.close()

    second = open_window()
    second.begin()
    qtbot.waitUntil(lambda: second.look.theme.scaled(100) == 130)
    second.composer.editor.ensurePolished()
    assert second.composer.editor.font().pixelSize() > usual
    second.look.theme.zoom(0)


def at_top(page: Transcript) -> tuple[int, float]:
    """Which turn is at the top, and which share of it is above."""
    top = page.verticalScrollBar().value()
    for place, view in enumerate(page.views):
        begins = view.mapTo(page.widget(), QPoint(0, 0)).y()
        if begins + view.height() > top:
            return place, (top - begins) / view.height()
    raise AssertionError("nothing is at the top")


@pytest.mark.parametrize("what", ["larger", "smaller", "dark", "narrow"])
def test_what_is_read_stays_in_view(open_window: Open, ask: Ask, qtbot: QtBot, what: str) -> None:
    window = open_window(LONG)
    window.resize(1200, 600)
    window.show()
    qtbot.waitExposed(window)
    for number in range(3):
        ask(window, f"Question {number}?")
    page, bar = window.transcript, window.transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    bar.setSliderPosition(0)
    bar.setSliderPosition(bar.maximum() // 2)
    bar.triggerAction(QAbstractSlider.SliderAction.SliderSingleStepAdd)
    place, above = at_top(page)
    height = page.views[place].height()

    changes: dict[str, Callable[[], object]] = {
        "larger": lambda: window.look.theme.zoom(3),
        "smaller": lambda: window.look.theme.zoom(-1),
        "dark": lambda: window.look.theme.choose("dark"),
        "narrow": lambda: window.resize(700, 600),
    }
    changes[what]()
    if what != "dark":
        qtbot.waitUntil(lambda: page.views[place].height() != height)
    qtbot.wait(100)  # a page that stands there for a moment only may be on its way to somewhere else
    qtbot.waitUntil(lambda: at_top(page) == (place, pytest.approx(above, abs=0.05)))
    window.look.theme.zoom(0)
    window.look.theme.choose("system")


def test_the_tab_key_goes_from_the_chats_through_the_conversation_to_the_field(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    window.show()
    qtbot.waitExposed(window)
    for question in ("One?", "Two?"):
        ask(window, question)
    names, at = [], window.transcript.nextInFocusChain()
    while at is not window.composer.editor:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible():
            names.append(at.accessibleName())
        at = at.nextInFocusChain()
    assert names[0] == "Edit this question"
    assert names[: len(names) // 2] == names[len(names) // 2 :], "both turns, from top to bottom, and nothing else"
