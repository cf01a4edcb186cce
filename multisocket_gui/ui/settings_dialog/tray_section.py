"""What the tray shows first, in which order, and what closing the window means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QSizePolicy, QWidget

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Place, places
from multisocket_gui.settings import Closing
from multisocket_gui.ui.style import GAP, GRID
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .favourite_list import FavouriteList, outlet_title
from .form import Form, form_button

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class TraySection(Form):
    """Each step is kept at once; the dialog says so to `show_change` when something changed elsewhere."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tray"), parent)
        self._store = store
        self._controller = controller
        self._say(tr("These outlets come first in the tray's menu, and stand in the panel that its icon opens."))
        self._list = FavouriteList()
        self._list.moved.connect(self._on_moved)
        self._list.removed.connect(lambda ref: controller.set_favourite(ref, False))
        self._list.currentRowChanged.connect(lambda _row: self._show_steps())
        self.put(self._list)
        self._none = self._say(tr("None yet: the panel shows the plant that you saw last."))
        self._none.setObjectName("tray/none")
        steps, row = QWidget(), WrapRow(gap=GAP)
        steps.setLayout(row)
        self._add = form_button("tray/add", tr("A&dd…"))
        self._add.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._add.clicked.connect(self._choose)
        row.add(self._add)
        self._up = self._step(row, "up", tr("Move up"), lambda: self._list.step(-1))
        self._down = self._step(row, "down", tr("Move down"), lambda: self._list.step(1))
        self._remove = self._step(row, "remove", tr("Remove"), self._list.remove)
        self.put(steps)
        self._closing = self._closing_choice()
        self.reload()

    def reload(self) -> None:
        """Show what the store holds."""
        shown = [place for ref in self._store.settings.shown_favourites if (place := self._store.place(ref))]
        self._list.show_places(shown)
        self._list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self._add.setEnabled(bool(self._others()))
        self._closing.setCurrentIndex(self._closing.findData(self._store.settings.desktop.closing))
        self._show_steps()

    def show_change(self, change: Change) -> None:
        """Show what changed elsewhere."""
        if change.favourites or change.home or change.desktop or change.owners:
            self.reload()

    # How it is made

    def _say(self, words: str) -> TextLine:
        line = TextLine(Voice.QUIET, lines=4)
        line.say(words)
        self.put(line)
        return line

    def _step(self, row: WrapRow, key: str, text: str, do: Callable[[], None]) -> TextButton:
        button = TextButton(text)
        button.setObjectName(f"tray/{key}")
        button.clicked.connect(lambda: do())
        row.add(button)
        return button

    def _closing_choice(self) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName("tray/closing")
        choice.setAccessibleName(tr("When the window is closed"))
        for closing, words in {
            Closing.ASK: tr("Ask"),
            Closing.HIDE: tr("Keep running in the tray"),
            Closing.QUIT: tr("Quit"),
        }.items():
            choice.addItem(words, closing)
        choice.setMinimumHeight(8 * GRID)
        choice.setMaximumWidth(60 * GRID)
        choice.activated.connect(self._on_closing)
        label = QLabel(tr("When the window is &closed"))
        label.setBuddy(choice)
        self.put(label)
        self.put(choice)
        self._say(tr("Where there is no tray, the window is minimized instead: it is never hidden into nothing."))
        return choice

    # What the person asks

    def _show_steps(self) -> None:
        row, count = self._list.currentRow(), self._list.count()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < count - 1)
        self._remove.setEnabled(row >= 0)

    def _others(self) -> list[Place]:
        chosen = self._store.settings.shown_favourites
        return [place for place in places(self._store.plants) if place.ref not in chosen]

    def _choose(self) -> None:
        """Offer every outlet that is not there, by its plant and socket."""
        menu = QMenu(self)
        branches: dict[str, QMenu] = {}
        for place in self._others():
            branch = branches.get(place.plant.id)
            if branch is None:
                branch = branches[place.plant.id] = menu.addMenu(place.plant.name.replace("&", "&&"))
            action = branch.addAction(outlet_title(place).replace("&", "&&"))
            action.setObjectName(f"favourite/{place.ref.socket.selector.value}/{place.ref.index}")
            action.triggered.connect(lambda _checked=False, ref=place.ref: self._controller.set_favourite(ref, True))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _on_moved(self, ref: OutletRef, place: int) -> None:
        # Not at once: the list would be made anew while it still drops what was carried.
        QTimer.singleShot(0, self, lambda: self._controller.move_favourite(ref, place))

    def _on_closing(self) -> None:
        settings = self._store.settings
        desktop = replace(settings.desktop, closing=Closing(self._closing.currentData()))
        self._controller.change_settings(replace(settings, desktop=desktop))
