"""The model is chosen in the window: from its name on top, and where an answer broke off because there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.engine.absent import NoSpeaker
from assistant.engine.base import Speaker
from assistant.engine.scripted import ScriptedSpeaker
from assistant.errors import ModelMissing, PromptTooLong
from assistant.paths import Home
from assistant.settings import Settings
from assistant.store.keys import StoreKey
from assistant.store.store import Store, open_store
from tests.ui.test_conversation import press, shown_texts
from ui.app import Program
from ui.chat.turn import TurnView
from ui.models import GONE, ModelButton
from ui.window import MainWindow

pytestmark = [
    pytest.mark.window,
    pytest.mark.qt_log_ignore("does not support"),  # the screen that is no screen says so
]
Ask = Callable[[MainWindow, str], None]
CHOOSE = "Choose a model"


def add_file(home: Home, name: str) -> Path:
    home.models.mkdir(exist_ok=True)
    path = home.models / f"{name}.gguf"
    path.write_bytes(b"GGUF")
    return path


@pytest.fixture
def birds(qapp: QApplication, home: Home, key: StoreKey) -> Iterator[MainWindow]:
    """A window in which "heron" and "wren" speak, and nothing else does."""
    for name in ("heron", "wren"):
        add_file(home, name)

    def speaker() -> Speaker:
        with open_store(home, key) as store:
            chosen = store.settings.get("model")
        if chosen in ("heron", "wren") and (home.models / f"{chosen}.gguf").exists():
            return ScriptedSpeaker([f"I am the {chosen}."], delay_s=0.05)
        return NoSpeaker(ModelMissing("The model's file is gone.", "Choose another model."))

    with open_store(home, key) as store:
        store.settings.set("choices_a_day", 0)
        store.calibration.note_asked()
    program = Program(qapp, home, speaker=speaker, night=("no-such-program",))
    program.enter(key)
    window = program.window
    assert window is not None
    yield window
    window.close()
    window.deleteLater()
    qapp.processEvents()


def menu(window: MainWindow, qtbot: QtBot) -> dict[str, QAction]:
    qtbot.waitUntil(lambda: window.models.menu is not None and window.models.menu.isVisible(), timeout=10_000)
    assert window.models.menu is not None
    return {action.text(): action for action in window.models.menu.actions()}


def choose(window: MainWindow, qtbot: QtBot, name: str) -> None:
    shown = menu(window, qtbot)
    shown[name].trigger()
    assert window.models.menu is not None
    window.models.menu.hide()


def newest(window: MainWindow) -> TurnView:
    return window.transcript.views[-1]


def can_choose(window: MainWindow) -> bool:
    return not newest(window)._choose.isHidden()


def test_the_name_on_top_opens_a_menu_and_the_next_answer_is_the_chosen_ones(
    birds: MainWindow, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    kept.settings.set("model", "heron")
    birds.models.choose("heron")
    qtbot.waitUntil(lambda: birds.models.button.name == "scripted · CPU", timeout=10_000)
    ask(birds, "Who are you?")
    assert newest(birds).answer.text == "I am the heron."
    birds.models.button.click()
    shown = menu(birds, qtbot)
    assert [name for name, action in shown.items() if action.isChecked()] == ["heron"]
    assert Settings().model in shown
    choose(birds, qtbot, "wren")
    ask(birds, "And you?")
    assert newest(birds).answer.text == "I am the wren."
    assert kept.settings.get("model") == "wren"
    birds.models.button.click()
    shown = menu(birds, qtbot)
    assert [name for name, action in shown.items() if action.isChecked()] == ["wren"]


def test_an_answer_that_is_being_given_is_given_to_its_end(birds: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    birds.models.choose("heron")
    birds.ask("Who are you?")
    qtbot.waitUntil(lambda: bool(birds.transcript.views) and bool(newest(birds).answer.text), timeout=10_000)
    birds.models.choose("wren")
    qtbot.waitUntil(lambda: newest(birds).turn.finish == "stop", timeout=10_000)
    assert newest(birds).answer.text == "I am the heron."
    ask(birds, "And you?")
    assert newest(birds).answer.text == "I am the wren."


def test_an_answer_without_a_model_offers_to_choose_one(birds: MainWindow, ask: Ask, qtbot: QtBot, kept: Store) -> None:
    qtbot.waitUntil(lambda: birds.models.button.name == "No model", timeout=10_000)
    ask(birds, "Who are you?")
    qtbot.waitUntil(lambda: can_choose(birds), timeout=10_000)
    assert "file is gone" in shown_texts(newest(birds))
    press(newest(birds), CHOOSE)
    choose(birds, qtbot, "heron")
    press(newest(birds), "Ask again")
    qtbot.waitUntil(lambda: newest(birds).answer.text == "I am the heron.", timeout=10_000)
    qtbot.waitUntil(lambda: not birds.conversation.is_busy, timeout=10_000)
    assert not can_choose(birds)
    assert birds.models.button.name == "scripted · CPU"
    assert kept.settings.get("model") == "heron"


def test_a_model_that_came_back_answers_without_a_restart(
    birds: MainWindow, home: Home, ask: Ask, qtbot: QtBot, kept: Store
) -> None:
    (home.models / "heron.gguf").unlink()
    birds.models.choose("heron")
    qtbot.waitUntil(lambda: birds.models.button.name == "No model", timeout=10_000)
    add_file(home, "heron")
    ask(birds, "Who are you?")
    assert newest(birds).answer.text == "I am the heron."
    qtbot.waitUntil(lambda: birds.models.button.name == "scripted · CPU", timeout=10_000)


def test_a_model_whose_file_is_gone_cannot_be_chosen(
    birds: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.wiring.Assistant.models", lambda _: {"heron": True, "owl": False})
    birds.models.button.click()
    shown = menu(birds, qtbot)
    assert shown["heron"].isEnabled()
    assert not shown[f"owl ({GONE})"].isEnabled()


def test_a_file_that_is_no_model_is_told_of_and_left_again(
    qapp: QApplication, home: Home, key: StoreKey, ask: Ask, qtbot: QtBot
) -> None:
    """With the real parts: nothing is loaded, because no file is a model."""
    add_file(home, "heron")
    with open_store(home, key) as store:
        store.settings.set("model", "heron")
        store.settings.set("choices_a_day", 0)
        store.calibration.note_asked()
    program = Program(qapp, home, night=("no-such-program",))
    program.enter(key)
    window = program.window
    assert window is not None
    qtbot.addWidget(window)
    ask(window, "Who are you?")
    qtbot.waitUntil(lambda: can_choose(window), timeout=10_000)
    window.models.button.click()
    assert menu(window, qtbot)["heron"].isChecked()
    window.close()


def test_what_no_other_model_would_mend_offers_none(birds: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    birds.models.choose("heron")
    ask(birds, "Who are you?")
    view = newest(birds)
    view.break_off(view.turn, ModelMissing("It is gone.", ""))
    assert view._choose.isHidden(), "it has said something"
    view.break_off(replace(view.turn, answer=""), PromptTooLong("Too long.", ""))
    assert view._choose.isHidden()


def test_a_long_name_gives_way(qtbot: QtBot) -> None:
    button = ModelButton()
    qtbot.addWidget(button)
    button.show_name("a-model-with-a-very-long-name-indeed · CPU")
    button.show()
    button.resize(button.sizeHint())
    assert button.text() == button.name
    button.resize(120, 30)
    assert button.text().endswith("…")
    assert button.minimumSizeHint().width() < 80
    assert "very-long-name-indeed" in button.accessibleName()
