"""The second line: find, switch all, read again, and how old what is shown is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant
from multisocket_gui.words import tr

from .all_button import AllButton
from .find_field import FindField
from .scenes_button import ScenesButton
from .shortcuts import REFRESH
from .style import GRID, GUTTER
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class ToolLine(QWidget):
    """Asks for a filter, for a preview of switching all, and for a refresh."""

    refresh_asked = Signal()
    all_asked = Signal(object, bool)
    """The `Selector` of a group or None for the whole plant, and whether to turn it on."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = FindField()
        self._all = {on: AllButton(on) for on in (False, True)}
        for button in self._all.values():
            button.asked.connect(self._on_all_asked)
        self.scenes = ScenesButton(store, controller)
        self.scenes.previewed.connect(self._on_scene_previewed)
        self._asked_last: QPushButton = self._all[False]
        self._refresh = QPushButton(tr("&Refresh"))
        self._refresh.setObjectName("refresh")
        self._refresh.setToolTip(tr("Read every socket of this plant again ({keys})").format(keys=REFRESH))
        self._refresh.setMinimumHeight(8 * GRID)
        self._refresh.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._refresh.clicked.connect(lambda: self.refresh_asked.emit())
        self._age = TextLine(Voice.QUIET)
        self._age.setObjectName("age")
        row = WrapRow(self)
        row.setContentsMargins(GUTTER, 3 * GRID, GUTTER, GRID)
        row.add(self.search)
        for button in self._all.values():
            row.add(button)
        row.add(self.scenes)
        row.add(self._refresh)
        row.push(self._age)
        self.search.use_colours()

    def show_plant(self, plant: Plant | None, *, may_switch: bool) -> None:
        """Offer to switch all of `plant` and each of its groups, where that `may_switch` at all."""
        self.scenes.allow_switching(may_switch=may_switch)
        for button in self._all.values():
            button.show_plant(plant)
            button.setEnabled(may_switch and plant is not None and any(s.outlets for s in plant.sockets))

    def take_keyboard_back(self) -> None:
        """A preview that was asked for here is closed."""
        self._asked_last.setFocus()

    def _on_all_asked(self, group: object, on: bool) -> None:
        self._asked_last = self._all[on]
        self.all_asked.emit(group, on)

    def _on_scene_previewed(self) -> None:
        self._asked_last = self.scenes

    def say_age(self, words: str) -> None:
        """Say how old the reading is."""
        self._age.say(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.search.use_colours()
