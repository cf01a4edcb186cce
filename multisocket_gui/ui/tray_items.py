"""The outlets in the tray's menu as they stand while it is open: favourites first, then every plant."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from multisocket_gui.engine.facts import AccountPhase, Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, OutletRef, Place, places
from multisocket_gui.home.scene import Activity
from multisocket_gui.home.truth import Truth
from multisocket_gui.words import tr

from .click import Click, meaning
from .outlet_menu import OutletMenu
from .tray_line import TrayLine, turn_off, unmarked

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_READ_S = 60.0
"""A desktop that shows the menu for us may never tell that it is closed: by then (seconds) it is."""
_SIGNED_OUT = (AccountPhase.SIGNED_OUT, AccountPhase.RESTORING)


def structure(store: Store) -> object:
    """What decides which lines there are, and in which order."""
    settings = store.settings
    return settings.home, settings.shown_favourites, settings.scenes


class TrayItems(QObject):
    """Put into `menu` before `foot`. Only a known "on" has a check mark. They rest until `follow`."""

    unseen_question = Signal()
    """An outlet's question was asked that no line of the menu can hold."""

    def __init__(self, menu: QMenu, foot: QAction, store: Store, controller: Controller) -> None:
        super().__init__(menu)
        self._menu = menu
        self._foot = foot
        self._store = store
        self._controller = controller
        self._top: list[QAction] = []
        self._branches: list[QMenu] = []
        self._lines: dict[OutletRef, list[TrayLine]] = {}
        self._scenes: dict[str, QAction] = {}
        self._follows = False
        self._since = 0.0
        self.structure = structure(store)
        self._sign_in = self._action(menu, "sign-in", tr("&Sign in"), foot)
        self._sign_in.triggered.connect(lambda: controller.sign_in())
        self._add_favourites()
        self._add_plants()
        self._add_scenes()
        self._undo = self._action(menu, "undo", tr("&Undo the last switching"), self._below(foot))
        self._undo.triggered.connect(lambda: controller.undo())
        self._show_rest()

    @property
    def follows(self) -> bool:
        """Whether the lines follow the store."""
        return self._follows

    def item(self, ref: OutletRef) -> QAction | None:
        """The first line of an outlet."""
        return next((line.action for line in self._lines.get(ref, ())), None)

    def follow(self) -> None:
        """The menu opens: show what is known now, and what comes."""
        self._since = time.monotonic()
        if not self._follows:
            self._follows = True
            self._store.changed.connect(self._on_changed)
        for ref, lines in self._lines.items():
            for line in lines:
                line.show(self._store.truth(ref))
        self._show_rest()

    def rest(self) -> None:
        """The menu is closed: follow nothing any more."""
        if self._follows:
            self._follows = False
            self._store.changed.disconnect(self._on_changed)

    def remove(self) -> None:
        """Leave the menu."""
        self.rest()
        for action in self._top:
            self._menu.removeAction(action)
        for branch in self._branches:
            branch.deleteLater()
        self.deleteLater()

    # How it is made

    def _add_favourites(self) -> None:
        favourites = [place for ref in self._store.settings.shown_favourites if (place := self._store.place(ref))]
        self._add_outlets(self._menu, favourites, self._foot)
        if favourites:
            self._separate()

    def _add_plants(self) -> None:
        plants = self._store.plants
        flat = len(plants) == 1 and not self._store.settings.shown_favourites
        for plant in plants:
            menu = self._menu if flat else self._branch(self._menu, plant.name, self._foot)
            found = list(places((plant,)))
            self._add_outlets(menu, found, self._foot if flat else None)
            if not found:
                nothing = self._action(menu, "none", tr("No outlet yet"), self._foot if flat else None)
                nothing.setEnabled(False)

    def _add_outlets(self, menu: QMenu, found: Iterable[Place], before: QAction | None) -> None:
        found = list(found)
        names = [place.outlet.name for place in found]
        for place in found:
            name = place.outlet.name
            if names.count(name) > 1:
                name = tr("{outlet}, {socket}").format(outlet=name, socket=place.socket.name)
            line = TrayLine(self, menu, place, name, before)
            line.show(self._store.truth(place.ref))
            self._lines.setdefault(place.ref, []).append(line)

    def _add_scenes(self) -> None:
        if not self._store.settings.scenes:
            return
        branch = self._branch(self._menu, tr("Scenes"), self._foot)
        branch.setObjectName("scenes")
        for scene in self._controller.scenes.shown:
            line = self._action(branch, f"scene/{scene.id}", "", None)
            line.setCheckable(True)
            line.setData(scene.name)
            line.triggered.connect(partial(self._run, scene.id))
            self._scenes[scene.id] = line

    def _action(self, menu: QMenu, key: str, text: str, before: QAction | None) -> QAction:
        action = QAction(text, self)
        action.setObjectName(key)
        self.put(menu, action, before)
        return action

    def _below(self, line: QAction) -> QAction:
        actions = self._menu.actions()
        return actions[actions.index(line) + 1]

    def _separate(self) -> None:
        self._top.append(self._menu.insertSeparator(self._foot))

    def _branch(self, menu: QMenu, title: str, before: QAction | None) -> QMenu:
        branch = QMenu(unmarked(title), menu)
        self._branches.append(branch)
        self.put(menu, branch.menuAction(), before)
        return branch

    def put(self, menu: QMenu, action: QAction, before: QAction | None) -> None:
        """Add the action to the menu, and know which are ours in the menu that outlives us."""
        if before:
            menu.insertAction(before, action)
        else:
            menu.addAction(action)
        if menu is self._menu:
            self._top.append(action)

    # What the store says

    def _on_changed(self, change: Change) -> None:
        if not self._menu.isVisible() and time.monotonic() - self._since > _READ_S:
            self.rest()
            return
        for ref in change.outlets & self._lines.keys():
            for line in self._lines[ref]:
                line.show(self._store.truth(ref))
        self._show_rest()

    def _show_rest(self) -> None:
        """What is no outlet's."""
        self._sign_in.setVisible(self._store.account.phase in _SIGNED_OUT)
        self._undo.setVisible(self._store.undo is not None and not self._store.undo.refused)
        for scene_id, line in self._scenes.items():
            found = self._controller.scenes.activity(scene_id)
            text = tr("{outlet} — {state}").format(outlet=line.data(), state=_activity_words(found))
            line.setText(unmarked(text))
            line.setChecked(found is Activity.ACTIVE)

    # What the person asks

    def _run(self, scene_id: str, _checked: bool = False) -> None:
        """Apply the scene; turn the one off that is active, and so checked."""
        scenes = self._controller.scenes
        scenes.run(scene_id, scenes.activity(scene_id) is not Activity.ACTIVE)
        self._show_rest()  # the menu's own tick says nothing

    def click(self, ref: OutletRef) -> None:
        """What a click on an outlet means, at this moment."""
        match meaning(self._store.truth(ref)):
            case Click.READ:
                self._controller.read_socket(ref.socket)
            case Click.TRY_AGAIN:
                self._controller.try_again(ref)
            case click:
                self.switch(ref, click is Click.TURN_ON)

    def switch(self, ref: OutletRef, on: bool) -> None:
        """Ask for a state; a question that this brings up is answered where it can be seen."""
        self._controller.switch(ref, on)
        if self._store.question and self._store.question.outlet == ref:
            self.unseen_question.emit()

    def answer(self, ref: OutletRef) -> None:
        """Turn off what asks first: whoever chose the line with the question has answered it."""
        self._controller.switch(ref, False, confirmed=True)

    def choice(self, menu: QMenu, place: Place, truth: Truth) -> OutletMenu:
        """What is not known for certain has no opposite: say what is meant."""
        ref = place.ref
        choice = OutletMenu(truth, menu)
        choice.switch_asked.connect(lambda on: self.switch(ref, on))
        choice.read_asked.connect(lambda: self._controller.read_socket(ref.socket))
        choice.again_asked.connect(lambda: self._controller.try_again(ref))
        choice.accept_asked.connect(lambda: self._controller.accept(ref))
        for action in choice.actions():
            if action.objectName() == "off" and place.outlet.guard is Guard.ASK:
                action.setText(turn_off(place.outlet))
                action.triggered.disconnect()
                action.triggered.connect(lambda: self.answer(ref))
        self._branches.append(choice)
        return choice

    def question(self, menu: QMenu, place: Place) -> QMenu:
        """The question of an outlet that asks before it is switched off, with its one answer."""
        branch = QMenu(menu)
        answer = branch.addAction(turn_off(place.outlet))
        answer.setObjectName("answer")
        answer.triggered.connect(lambda: self.answer(place.ref))
        self._branches.append(branch)
        return branch


def _activity_words(found: Activity) -> str:
    return {
        Activity.ACTIVE: tr("active"),
        Activity.PARTLY: tr("partly"),
        Activity.NOT: tr("not active"),
        Activity.UNKNOWN: tr("not known"),
    }[found]
