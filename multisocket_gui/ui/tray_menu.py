"""Every outlet in the tray's menu, as it stands when the menu opens."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from multisocket_gui.engine.store import AccountPhase, Change, Store
from multisocket_gui.home.model import OutletRef, Place, Plant, places
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.words import phase_line, tr

from .click import Click, meaning
from .outlet_menu import OutletMenu

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class TrayMenu(QMenu):
    """Rebuilt when it opens; while it is open its words follow the store. Only a known "on" has a check mark."""

    switch_asked = Signal(OutletRef, bool)
    show_asked = Signal()
    quit_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._items: dict[OutletRef, QAction] = {}
        self._branches: list[QMenu] = []
        self.aboutToShow.connect(self.rebuild)
        self.aboutToShow.connect(lambda: controller.looked_at())
        store.changed.connect(self._on_changed)
        self.rebuild()

    def rebuild(self) -> None:
        """Make every line anew."""
        self.clear()
        self._items = {}
        for branch in self._branches:
            branch.deleteLater()
        self._branches = []
        if self._store.account.phase in (AccountPhase.SIGNED_OUT, AccountPhase.RESTORING):
            self._line(self, "sign-in", tr("&Sign in")).triggered.connect(lambda: self._controller.sign_in())
            self.addSeparator()
        plants = self._store.plants
        for plant in plants:
            self._add_plant(self._branch(self, plant.name) if len(plants) > 1 else self, plant)
        self.addSeparator()
        self._line(self, "show", tr("Show &window")).triggered.connect(lambda: self.show_asked.emit())
        self._line(self, "quit", tr("&Quit")).triggered.connect(lambda: self.quit_asked.emit())

    def item(self, ref: OutletRef) -> QAction | None:
        """The line of an outlet, or None where the menu has none."""
        return self._items.get(ref)

    def _add_plant(self, menu: QMenu, plant: Plant) -> None:
        found = list(places((plant,)))
        names = [place.outlet.name for place in found]
        for place in found:
            name = place.outlet.name
            if names.count(name) > 1:
                name = tr("{outlet}, {socket}").format(outlet=name, socket=place.socket.name)
            self._add_outlet(menu, place, name)
        if not found:
            self._line(menu, "none", tr("No outlet yet")).setEnabled(False)

    def _add_outlet(self, menu: QMenu, place: Place, name: str) -> None:
        truth = self._store.truth(place.ref)
        if meaning(truth) is Click.READ:
            item = self._add_choice(menu, place.ref, truth)
        else:
            item = self._line(menu, "", "")
            item.setCheckable(True)
            item.triggered.connect(lambda: self._on_triggered(place.ref))
        item.setObjectName(f"outlet/{place.plant.id}/{place.socket.selector.value}/{place.ref.index}")
        item.setData(name)
        self._items[place.ref] = item
        self._write(place.ref)

    def _add_choice(self, menu: QMenu, ref: OutletRef, truth: Truth) -> QAction:
        """What is not known for certain has no opposite: say what is meant."""
        choice = OutletMenu(truth, menu)
        choice.switch_asked.connect(lambda on: self.switch_asked.emit(ref, on))
        choice.read_asked.connect(lambda: self._controller.read_socket(ref.socket))
        choice.again_asked.connect(lambda: self._controller.try_again(ref))
        choice.accept_asked.connect(lambda: self._controller.accept(ref))
        self._branches.append(choice)
        return menu.addMenu(choice)

    def _branch(self, menu: QMenu, title: str) -> QMenu:
        branch = menu.addMenu(title.replace("&", "&&"))
        self._branches.append(branch)
        return branch

    def _line(self, menu: QMenu, key: str, text: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(key)
        return action

    def _write(self, ref: OutletRef) -> None:
        item, truth = self._items[ref], self._store.truth(ref)
        text = tr("{outlet} — {state}").format(outlet=item.data(), state=phase_line(truth, time.time()))
        item.setText(text.replace("&", "&&"))
        item.setChecked(truth.on is True and truth.phase in (Phase.CONFIRMED, Phase.SENT))

    def _on_changed(self, change: Change) -> None:
        for ref in change.outlets & self._items.keys():
            self._write(ref)

    def _on_triggered(self, ref: OutletRef) -> None:
        self._write(ref)  # the menu's own tick says nothing: the store will
        match meaning(self._store.truth(ref)):
            case Click.READ:
                self._controller.read_socket(ref.socket)
            case Click.TRY_AGAIN:
                self._controller.try_again(ref)
            case click:
                self.switch_asked.emit(ref, click is Click.TURN_ON)
