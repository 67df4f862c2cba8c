"""Which model speaks: its name on top of the window, and a menu of the models that can."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from assistant.engine.base import SpeakerInfo
from assistant.errors import AttuneError, ModelMissing, SpeakerDied
from assistant.wiring import Assistant
from ui.background import Worker
from ui.errors import Notice
from ui.theme import icons

LOADING = "Loading the model …"
GONE = "its file is gone"


class ModelButton(QPushButton):
    """Shows as much of the name as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("role", "name")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the words
        icons.wear(self, "chevron-down")

    @property
    def name(self) -> str:
        """All of the name."""
        return self._whole

    def show_name(self, name: str, hint: str = "") -> None:
        """Show another name; `hint` says more about it."""
        self._whole = name
        self.setAccessibleName(f"Choose a model; now: {name}")
        self.setToolTip(f"{hint or name}. Click to choose another model.")
        self.updateGeometry()
        self._fit()

    @property
    def _beside(self) -> int:
        """Pixels for all that is not words."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Room for all of it."""
        width = self._beside + self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """The words can give way wholly."""
        return QSize(self._beside, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._beside
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class Models(QObject):
    """Loads the model that is chosen, and lets another one be chosen; the next answer is the new one's.

    Args:
        desk: the thread for the store.
        speech: the thread for answers.
        notice: tells why there is no model.
    """

    changed = Signal()
    """Another model speaks from now on: what depends on it is to be read again."""

    def __init__(self, desk: Worker, speech: Worker, notice: Notice) -> None:
        super().__init__()
        self._desk, self._speech, self._notice = desk, speech, notice
        self._is_missing = False
        self.menu: QMenu | None = None
        self.button = ModelButton()
        self.button.clicked.connect(lambda _=False: self.open(self.button))

    def load(self) -> None:
        """Load the model, then memory by meaning, in the background."""
        self.button.show_name(LOADING)
        self._speech.run(_warm_up, self._show, self._show_none)

    def look_again(self) -> None:
        """Before a question: a model that was missing may have come back; if not, the answer says so."""
        if self._is_missing:
            self._reopen()
            self._speech.run(_warm_up, self._show, lambda _: None)

    def start_again(self, problem: AttuneError) -> None:
        """A model that is gone is loaded anew before anybody asks, and maybe another way."""
        self._is_missing |= isinstance(problem, ModelMissing)
        if isinstance(problem, SpeakerDied):
            self._speech.run(lambda assistant: assistant.speaker.info(), self._show, self._show_none)

    def open(self, beside: QWidget) -> None:
        """Offer the models in a menu below a button."""
        place = beside.mapToGlobal(QPoint(0, beside.height()))

        def show(found: tuple[Mapping[str, bool], str]) -> None:
            self._offer(*found).popup(place)

        self._desk.run(lambda assistant: (assistant.models(), assistant.settings.model), show)

    def _offer(self, models: Mapping[str, bool], current: str) -> QMenu:
        if self.menu is not None:
            self.menu.deleteLater()
        menu = self.menu = QMenu(self.button.window())
        menu.setAccessibleName("Models")
        for name, is_there in models.items():
            action = menu.addAction(name if is_there else f"{name} ({GONE})")
            action.triggered.connect(lambda _=False, n=name: self.choose(n))
            action.setCheckable(True)
            action.setChecked(name == current)
            action.setEnabled(is_there)
        return menu

    def choose(self, name: str) -> None:
        """Let this model give the next answer; the one that is chosen already is loaded anew."""
        self._desk.run(lambda assistant: assistant.change("model", name))
        self._reopen()
        self.load()

    def _reopen(self) -> None:
        self._is_missing = False
        for worker in (self._speech, self._desk):
            worker.reopen(after=self._desk)
        self._desk.run(lambda _: None, lambda _: self.changed.emit())

    def _show(self, info: SpeakerInfo) -> None:
        """Say on top what speaks, and on what."""
        layers = f"{info.gpu_layers} layers on the GPU" if info.gpu_layers else "Runs on the processor; no GPU is used"
        self.button.show_name(f"{info.model} · {info.backend}", layers)

    def _show_none(self, problem: AttuneError) -> None:
        self._is_missing = isinstance(problem, ModelMissing)
        self.button.show_name(problem.title)
        self._notice.tell(problem)


def _warm_up(assistant: Assistant) -> SpeakerInfo:
    info = assistant.speaker.info()
    assistant.finder.warm_up()
    return info
