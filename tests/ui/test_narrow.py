"""In a narrow window nothing is cut: sides give way and come back, lines end in dots, the page never moves sideways."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Open
from ui import parts
from ui.window import MainWindow

pytestmark = pytest.mark.window
LONG = "How should I plan a long journey by train through several countries, with two children and much luggage?"


@pytest.fixture
def window(open_window: Open, qtbot: QtBot) -> MainWindow:
    opened = open_window("An answer.")
    qtbot.waitUntil(opened.panel.sliders.isEnabled)
    return opened


def resize(window: MainWindow, width: int) -> None:
    window.resize(width, 700)
    QApplication.processEvents()


def shown(window: MainWindow) -> tuple[bool, bool]:
    return not window.sidebar.isHidden(), not window.panel.isHidden()


def test_sides_give_way_and_come_back_with_their_room(window: MainWindow) -> None:
    found = []
    for width in (1280, 900, 720, 900, 1280):
        resize(window, width)
        found.append(shown(window))
        assert window.centralWidget().minimumSizeHint().width() <= width
    assert found == [(True, True), (True, False), (True, False), (True, False), (True, True)]


def test_the_side_that_is_opened_stays_and_the_other_gives_way(window: MainWindow) -> None:
    resize(window, 720)
    window.toggle_panel()
    QApplication.processEvents()
    assert shown(window) == (False, True)
    resize(window, 1280)
    assert shown(window) == (True, True)


def test_a_side_that_gave_way_and_was_opened_by_hand_is_the_persons_again(window: MainWindow) -> None:
    resize(window, 720)
    window.toggle_panel()
    QApplication.processEvents()
    window.toggle_panel()
    resize(window, 1280)
    assert shown(window) == (True, False), "it was closed by hand last"


def test_what_the_person_closed_stays_closed(window: MainWindow) -> None:
    window.toggle_panel()
    for width in (720, 1280):
        resize(window, width)
        assert shown(window) == (True, False)


@pytest.mark.parametrize("width", [720, 1280])
def test_a_long_question_moves_nothing_sideways(window: MainWindow, qtbot: QtBot, width: int) -> None:
    resize(window, width)
    window.ask(LONG)
    qtbot.waitUntil(lambda: bool(window.transcript.views) and not window.conversation.is_busy)
    qtbot.wait(100)
    assert window.transcript.horizontalScrollBar().maximum() == 0


def test_a_line_without_room_ends_in_dots_and_is_told_whole(qtbot: QtBot) -> None:
    line = parts.Elided(LONG, "heading")
    qtbot.addWidget(line)
    line.resize(100, 20)
    line.show()
    assert line.minimumSizeHint().width() == 0
    assert line.text() == line.toolTip() == line.accessibleName() == LONG
    line.resize(line.sizeHint())
    assert line.toolTip() == ""


@pytest.mark.parametrize("lines", [1, 2, 8])
def test_up_to_eight_lines_need_no_scroll_bar(window: MainWindow, qtbot: QtBot, lines: int) -> None:
    window.composer.show_draft("\n".join("word" for _ in range(lines)))
    qtbot.wait(50)
    assert window.composer.editor.verticalScrollBar().maximum() == 0
