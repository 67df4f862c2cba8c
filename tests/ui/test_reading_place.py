"""The place where somebody reads, on a page whose pieces are not all laid out yet."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.chat.place import ReadingPlace

pytestmark = pytest.mark.window


def test_a_piece_without_height_is_not_what_is_read(qtbot: QtBot) -> None:
    area, page = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    area.setWidget(page)
    area.resize(200, 200)
    page.resize(150, 1000)
    bare, laid_out = QWidget(page), QWidget(page)
    bare.setGeometry(0, 300, 100, 0)
    laid_out.setGeometry(0, 300, 100, 400)
    area.show()
    place = ReadingPlace(area, page, lambda: (bare, laid_out))
    area.verticalScrollBar().setValue(250)
    place.mark()
    bare.setGeometry(0, 300, 100, 80)
    laid_out.setGeometry(0, 380, 100, 400)
    page.resize(150, 1200)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() == 330, timeout=5000)
