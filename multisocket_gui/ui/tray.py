"""The icon in the system's tray, where there is a tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from multisocket_gui.engine.store import Change, Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.words import trn

from .icons import icon
from .tray_menu import TrayMenu

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_LOOK_MS = 2000
_LOOKS = 30
"""A panel that starts at login after us is there within a minute."""


class Tray(QObject):
    """Asks the controller for what is clicked; whoever made it listens to `show_asked` and `quit_asked`.

    An icon made before there is a tray never appears, and no signal tells when one comes (Qt 6.11). So
    the icon is made when a tray is there, and that is looked for during the first minute and whenever a
    screen is added, never for ever.
    """

    switch_asked = Signal(OutletRef, bool)
    """Told after the controller was asked."""
    show_asked = Signal()
    quit_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._icon: QSystemTrayIcon | None = None
        self._looks_left = _LOOKS
        self._gone = False
        self.menu = TrayMenu(store, controller)
        self.menu.switch_asked.connect(controller.switch)
        self.menu.switch_asked.connect(self.switch_asked)
        self.menu.show_asked.connect(self.show_asked)
        self.menu.quit_asked.connect(self.quit_asked)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._look)
        store.changed.connect(self._on_changed)

    @property
    def available(self) -> bool:
        """Whether there is a tray with our icon in it."""
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    def hide(self) -> None:
        """Take the icon away for good."""
        self._timer.stop()
        self._gone = True
        if self._icon:
            self._icon.hide()
            self._icon = None

    def _look(self) -> None:
        self._looks_left = max(0, self._looks_left - 1)
        if self._icon is None and not self._gone and QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = self._new_icon()
        if self._icon or not self._looks_left:
            self._timer.stop()

    def _new_icon(self) -> QSystemTrayIcon:
        shown = QSystemTrayIcon(icon("tray"), self)
        shown.setContextMenu(self.menu)
        shown.activated.connect(self._on_activated)
        shown.setToolTip(self._tip())
        shown.show()
        return shown

    def _tip(self) -> str:
        count = sum(self._store.on_count(plant) for plant in self._store.plants)
        return trn("Multisocket GUI: {count} outlet on", "Multisocket GUI: {count} outlets on", count)

    def _on_changed(self, change: Change) -> None:
        if self._icon and (change.outlets or change.home):
            self._icon.setToolTip(self._tip())

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_asked.emit()
