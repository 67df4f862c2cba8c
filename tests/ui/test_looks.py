"""What holds for every screen: names for screen readers, contrast, safe markdown, light starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
)
from pytestqt.qtbot import QtBot

from assistant.nightrecords import Sample
from assistant.store.store import Store
from tests.ui.test_learning import had_night
from ui.chat import markdown
from ui.chat.answer import AnswerText
from ui.theme.theme import Theme
from ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Colours, contrast
from ui.window import MainWindow

ROOT = Path(__file__).parents[2]
OPERATED = (
    *(QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit, QListWidget, QPlainTextEdit),
    QProgressBar,  # it is only read
)


@pytest.mark.window
def test_everything_that_can_be_operated_has_a_name(
    window: MainWindow, ask: Callable[[MainWindow, str], None], kept: Store
) -> None:
    had_night(kept, samples=(Sample("Tea?", "A long answer.", "Short."),))
    window.learning.refresh()
    window.right.remember("I love herons")
    ask(window, "Where do herons nest?")
    window.transcript.views[-1]._thumb("up")
    nameless = [
        widget
        for kind in OPERATED
        for widget in window.findChildren(kind)
        if not widget.accessibleName()
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit)
    ]
    assert nameless == []


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_text_and_controls_can_be_seen(colours: Colours) -> None:
    for ground in (colours.window, colours.surface, colours.raised, colours.code):
        assert contrast(colours.text, ground) >= 4.5
        assert contrast(colours.muted, ground) >= 4.5
    for ground in (colours.window, colours.surface):
        assert contrast(colours.bad, ground) >= 4.5
        assert contrast(colours.good, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 4.5
        assert contrast(colours.control, ground) >= 3
    assert contrast(colours.on_accent, colours.accent) >= 4.5


def test_contrast_is_the_known_ratio() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src='http://example.org/x.png'>",
        "![picture](http://example.org/x.png)",
        "[click](javascript:alert(1))",
        "[file](file:///etc/passwd)",
        "<a href='http://example.org'>x</a>",
        "**bold <b>raw</b>**",
    ],
)
def test_an_answer_can_load_and_run_nothing(source: str) -> None:
    made = markdown.html(source, LIGHT).lower()
    for forbidden in ("<script", "<img", 'javascript:alert(1)"', 'href="file:', "<b>raw", "<a href='"):
        assert forbidden not in made


def test_blocks_are_text_and_code() -> None:
    blocks = markdown.split("Hi\n\n```python\nx = 1\n```\n\n- a\n- b\n")
    assert [block.language for block in blocks] == [None, "python", None]
    assert blocks[1].source == "x = 1"
    assert "x" in markdown.code_html(blocks[1], DARK)
    assert "&lt;" in markdown.code_html(markdown.Block("<b>", "nosuchlanguage"), LIGHT)


@pytest.mark.parametrize(
    "text", ["", "a", "a\n\nb", "# t\n\n- x\n- y\n\n```\ncode\n", "a\n\n\n\nb\n", "1. a\n2. b\n\nc"]
)
def test_what_is_finished_and_what_grows_are_all_there_is(text: str) -> None:
    done, growing = markdown.finished(text)
    assert (done + "\n" + growing if done else growing) == text


@pytest.mark.window
def test_a_growing_answer_ends_as_the_whole_one(window: MainWindow, qtbot: QtBot) -> None:
    whole = "# Title\n\nSome *text*.\n\n1. one\n2. two\n\n```python\nx = 1\n\ny = 2\n```\n\n| a |\n|---|\n| 1 |\n"
    growing, complete = AnswerText(window.look.theme), AnswerText(window.look.theme)
    for widget in (growing, complete):
        qtbot.addWidget(widget)
    for letter in whole:
        growing.say(letter)
    complete.show_text(whole)
    assert growing.text == whole
    assert [label.text() for label in labels(growing)] == [label.text() for label in labels(complete)]


def labels(answer: AnswerText) -> list[QLabel]:
    inside = [answer._blocks.itemAt(place).widget() for place in range(answer._blocks.count())]
    return [
        label
        for widget in inside
        for label in ([widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel))
    ]


@pytest.mark.window
def test_the_theme_can_be_chosen_and_type_enlarged(window: MainWindow) -> None:
    theme: Theme = window.look.theme
    theme.choose("dark")
    assert theme.colours == DARK
    theme.choose("light")
    assert theme.colours == LIGHT
    before = window.composer.editor.font().pixelSize()
    theme.zoom(2)
    window.composer.editor.ensurePolished()
    assert window.composer.editor.font().pixelSize() > before
    theme.zoom(0)
    theme.choose("system")


@pytest.mark.window
def test_a_second_window_on_the_same_home_says_so_and_ends(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from PySide6.QtCore import QLockFile\n"
        "from pathlib import Path\n"
        "from assistant.paths import Home, prepare\n"
        "from ui.app import run\n"
        "home = Home(Path(sys.argv[1]))\n"
        "prepare(home)\n"
        "lock = QLockFile(str(home.window_lock))\n"
        "assert lock.tryLock(0)\n"
        "sys.exit(run(home, None))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "home")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "open already" in done.stderr


def start_in(home: str, *, before: str = "") -> subprocess.CompletedProcess[str]:
    code = (
        f"{before}\nimport sys\nfrom pathlib import Path\nfrom assistant.paths import Home\nfrom ui.app import run\n"
        "sys.exit(run(Home(Path(sys.argv[1])), None))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, home], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.window
@pytest.mark.skipif(os.name != "posix", reason="a file that is no folder, and a limit of POSIX")
@pytest.mark.parametrize("fault", ["no folder can be there", "no file can be written"])
def test_a_home_that_cannot_be_used_is_one_sentence(fault: str, tmp_path: Path) -> None:
    full_disk = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    if fault == "no folder can be there":
        done = start_in(f"{os.devnull}/home")
        assert "--home" in done.stderr
    else:
        done = start_in(str(tmp_path / "home"), before=full_disk)
        assert "window.lock" in done.stderr
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "open already" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
