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
    usual = first.composer.editor.font().pixelSize()
    larger = next(each for each in first.findChildren(QShortcut) if each.key() == QKeySequence("Ctrl++"))
    for _ in range(2):
        larger.activated.emit()
    qtbot.waitUntil(lambda: kept.settings.all().get("type_size") == 1.3)
    first.close()

    second = open_window()
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


def test_what_was_chosen_before_the_settings_are_there_stands_and_the_rest_is_as_it_was_left(
    open_window: Open, qtbot: QtBot, kept: Store
) -> None:
    kept.settings.set("theme", "dark")
    kept.settings.set("type_size", 1.5)
    look = open_window().look
    look.button.click()
    assert look.theme.choice == "light"
    qtbot.waitUntil(lambda: look.theme.scaled(100) == 150)
    assert look.theme.choice == "light"
    look.theme.zoom(0)
    look.theme.choose("system")


@pytest.mark.parametrize("what", ["larger", "smaller", "narrow"])
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
        "narrow": lambda: window.resize(700, 600),
    }
    changes[what]()
    qtbot.waitUntil(lambda: page.views[place].height() != height)
    qtbot.waitUntil(lambda: page._place._read is None, timeout=20_000)
    assert at_top(page) == (place, pytest.approx(above, abs=0.05))
    stands_at = bar.value()
    page.views[-1]._thumb("down")
    qtbot.wait(300)  # longer than it takes to lay out the card
    assert bar.value() == stands_at, "what grows below moves nothing"
    window.look.theme.zoom(0)


def test_the_tab_key_goes_from_the_chats_through_the_conversation_to_the_field(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    window.show()
    qtbot.waitExposed(window)
    for question in ("One?", "Two?"):
        ask(window, question)

    def stops() -> list[str]:
        """What the Tab key comes to between the conversation and the field."""
        names, at = [], window.transcript.nextInFocusChain()
        while at is not window.composer.editor:
            if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible():
                names.append(at.accessibleName() or at.property("text"))
            at = at.nextInFocusChain()
        return names

    qtbot.waitUntil(lambda: stops()[:1] == ["Edit this question"])
    names = stops()
    assert names[: len(names) // 2] == names[len(names) // 2 :], "both turns, from top to bottom, and nothing else"
    assert "Copy this code" in names
    window.look.theme.choose("dark")  # draws code anew
    qtbot.waitUntil(lambda: stops() == names)
    window.transcript.views[0]._thumb("down")
    qtbot.waitUntil(lambda: len(stops()) > len(names))
    qtbot.waitUntil(lambda: stops()[-len(names) // 2 :] == names[len(names) // 2 :])
    window.look.theme.choose("system")
