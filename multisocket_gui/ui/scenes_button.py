"""The scenes as a menu: how each stands, applying it, turning it off, and the ways to make and edit them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.scene import Scene
from multisocket_gui.scene_words import activity_line
from multisocket_gui.words import tr

from .scene_mark import scene_mark
from .style import GRID, colours

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class ScenesButton(QPushButton):
    """Its menu is made when it opens; while it is open its words follow the store."""

    new_asked = Signal()
    """Somebody wants a scene of how things stand now."""
    edit_asked = Signal()
    previewed = Signal()
    """A preview of a scene was asked for here."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("S&cenes"), parent)
        self._store = store
        self._controller = controller
        self._may_switch = False
        self._lines: dict[str, QAction] = {}
        self._branches: list[QMenu] = []
        self.setObjectName("scenes")
        self.setAccessibleName(tr("Scenes"))
        self.setToolTip(tr("Several outlets at once, each as you want it"))
        self.setMinimumHeight(8 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._choice = QMenu(self)
        self._choice.setObjectName("scenes-menu")
        self._choice.aboutToShow.connect(self._open)
        self.setMenu(self._choice)
        store.changed.connect(self._on_changed)

    def allow_switching(self, *, may_switch: bool) -> None:
        """Whether a scene can be applied or turned off at all; they can be looked at and edited in any case."""
        self._may_switch = may_switch

    def _open(self) -> None:
        if self._may_switch:
            self._controller.scenes.look()
        self._fill()

    def _fill(self) -> None:
        self._choice.clear()
        for branch in self._branches:
            branch.deleteLater()
        self._branches, self._lines = [], {}
        scenes = self._controller.scenes.shown
        for scene in scenes:
            self._add_scene(scene)
        if not scenes:
            self._tell(tr("No scene yet: one sets several outlets at once."))
        self._choice.addSeparator()
        self._add(self._choice, "scene-new", tr("&New scene from now…"), lambda: self.new_asked.emit())
        if scenes:
            self._add(self._choice, "scenes-edit", tr("&Edit scenes…"), lambda: self.edit_asked.emit())

    def _add_scene(self, scene: Scene) -> None:
        branch = self._choice.addMenu("")
        self._branches.append(branch)
        self._lines[scene.id] = branch.menuAction()
        self._lines[scene.id].setObjectName(f"scene/{scene.id}")
        self._write(scene)
        for on, key, text in ((True, "apply", tr("&Apply…")), (False, "turn-off", tr("&Turn off…"))):
            entry = self._add(branch, f"scene/{scene.id}/{key}", text, self._preview_of(scene.id, on))
            entry.setEnabled(self._may_switch)

    def _write(self, scene: Scene) -> None:
        scenes, line = self._controller.scenes, self._lines[scene.id]
        activity = scenes.activity(scene.id)
        state = activity_line(activity, scenes.oldest_reading(scene.id), time.time())
        line.setText(tr("{outlet} — {state}").format(outlet=scene.name, state=state).replace("&", "&&"))
        line.setIcon(scene_mark(activity, self.palette(), self.devicePixelRatio()))
        line.setIconVisibleInMenu(True)

    def _preview_of(self, scene_id: str, on: bool) -> Callable[[], None]:
        def preview() -> None:
            self.previewed.emit()
            self._controller.scenes.preview(scene_id, on)

        return preview

    def _add(self, menu: QMenu, key: str, text: str, do: Callable[[], None]) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(key)
        action.triggered.connect(do)
        return action

    def _tell(self, text: str) -> None:
        """A line that says something and does nothing, and is there to be read."""
        palette = QPalette(self.palette())
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, colours(self.palette()).quiet)
        self._choice.setPalette(palette)
        line = self._choice.addAction(text)
        line.setObjectName("scenes-none")
        line.setEnabled(False)

    def _on_changed(self, change: Change) -> None:
        if change.outlets and self._choice.isVisible():
            for scene in self._controller.scenes.shown:
                if scene.id in self._lines:
                    self._write(scene)
