"""What nights learned beside the person's own taste: ends of sliders, and the taste of other spaces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.nightfigures import meant_for
from assistant.nightrecords import PERSONAL, Adapter, Purpose
from ui import parts
from ui.dashboard.versions import version_card
from ui.theme.theme import Theme
from ui.theme.tokens import SPACE_2


class BesideCard(QWidget):
    """One purpose after the other, with the version in use, or else the newest that could be; hidden where none is."""

    used = Signal(int)
    switched_off = Signal(Purpose)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[list[Adapter], str] | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, SPACE_2, 0, 0)
        self._column.setSpacing(SPACE_2)
        self.setLayout(self._column)
        self.hide()

    def show_versions(self, versions: Sequence[Adapter], *, base: str) -> None:
        """List what these are for; what is still so stays, with the keyboard in it.

        Args:
            versions: for whatever purpose, newest first.
            base: fingerprint of the weights that answer now.
        """
        shown = _one_each(versions, base=base), base
        if self._shown != shown:
            self._shown = shown
            parts.relist(self, lambda: self._list(*shown))
            self.setVisible(bool(shown[0]))

    def _list(self, versions: Sequence[Adapter], base: str) -> None:
        parts.clear(self._column)
        if versions:
            self._column.addWidget(parts.label("Learned beside your taste", "heading"))
        for version in versions:
            card = self._card(version, fits=version.base == base)
            self._column.addWidget(card)
            card.show()
        self._theme.dress(self)

    def _card(self, version: Adapter, *, fits: bool) -> QWidget:
        what = meant_for(version.purpose)
        chosen = "in use" if fits else "chosen"
        state = parts.label(chosen if version.active else "", "good" if fits else "caption", wraps=False)
        shown = version_card(f"{what[0].upper()}{what[1:]}", state, version, fits=fits)
        if version.active:
            link = parts.button(
                "Switch off",
                lambda: self.switched_off.emit(version.purpose),
                role="link",
                hint=f"Switch off what was learned for {what}",
            )
        else:
            link = parts.button(
                "Use", lambda: self.used.emit(version.id), role="link", hint=f"Use what was learned for {what}"
            )
        if version.active or fits:
            shown.addLayout(parts.row(link, 1))
        return parts.frame("card", shown)


def _one_each(versions: Sequence[Adapter], *, base: str) -> list[Adapter]:
    """Of each purpose but the person's own taste, in the order of their newest versions."""
    by_purpose: dict[Purpose, list[Adapter]] = {}
    for version in versions:
        if version.purpose != PERSONAL:
            by_purpose.setdefault(version.purpose, []).append(version)
    return [max(each, key=lambda one: (one.active, one.base == base)) for each in by_purpose.values()]
