"""One outlet of a socket: its name, its drawing, and what stands between it and its switch."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from multisocket_gui.home.model import Guard
from multisocket_gui.ui.outlet_icons import PLUG, icon_names
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.tile_entries import icon_of
from multisocket_gui.words import tr

from .drafts import OutletDraft
from .field import Field

_SIDE = 5 * GRID


class OutletRow(QWidget):
    """`edited` after the draft changed. The guard's own words are asked for where there is a guard."""

    edited = Signal()

    def __init__(self, number: int, draft: OutletDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._key = f"outlet/{number}"
        title = tr("Outlet {number}").format(number=number)
        self.name = Field(self._key, title)
        self.name.show_text(draft.name.text)
        self.name.typed.connect(self._on_name)
        self._icon = self._icons(tr("Icon of outlet {number}").format(number=number))
        self._guard = self._guards(tr("Guard of outlet {number}").format(number=number))
        self._words = Field(f"{self._key}/words", tr("Your own words for outlet {number}").format(number=number))
        self._words.editor.setPlaceholderText(tr("Your own words, like “Freezer!”"))
        self._words.show_text(draft.guard_words)
        self._words.typed.connect(self._on_words)
        self.name.add_beside(self._icon)
        self.name.add_beside(self._guard)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.name)
        rows.addWidget(self._words)
        self._mark()

    def _icons(self, name: str) -> QComboBox:
        box = _box(f"{self._key}/icon", name)
        box.setIconSize(QSize(_SIDE, _SIDE))
        names = icon_names()
        for icon, words in names.items():
            box.addItem(icon_of(icon, self.palette()), words, icon)
        box.setCurrentIndex(box.findData(self._draft.icon if self._draft.icon in names else PLUG))
        box.activated.connect(self._on_icon)
        return box

    def _guards(self, name: str) -> QComboBox:
        box = _box(f"{self._key}/guard", name)
        for guard, words in (
            (Guard.NONE, tr("No guard")),
            (Guard.ASK, tr("Asks before switching off")),
            (Guard.LOCKED, tr("Locked")),
        ):
            box.addItem(words, guard)
        box.setCurrentIndex(box.findData(self._draft.guard))
        box.activated.connect(self._on_guard)
        return box

    def _on_name(self, text: str) -> None:
        self._draft.name.type(text)
        self._on_edited()

    def _on_icon(self) -> None:
        chosen = str(self._icon.currentData())
        self._draft.icon = "" if chosen == PLUG else chosen
        self._on_edited()

    def _on_guard(self) -> None:
        self._draft.guard = Guard(self._guard.currentData())
        self._on_edited()

    def _on_words(self, text: str) -> None:
        self._draft.guard_words = text
        self._on_edited()

    def _on_edited(self) -> None:
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        self.name.complain(self._draft.name.complaint)
        self._words.setVisible(self._draft.guard is not Guard.NONE)


def _box(key: str, name: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(key)
    box.setAccessibleName(name)
    box.setMinimumHeight(8 * GRID)
    return box
