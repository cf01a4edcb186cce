"""The icon in the system's tray, where there is a tray."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from multisocket_gui.speech import tr

from .icons import Sign, tray_icon
from .tray_menu import TrayMenu

# The icon is there before the rest of the program is loaded.
if TYPE_CHECKING:
    from multisocket_gui.desktop.notifier_host import NotifierHost
    from multisocket_gui.engine.controller import Controller
    from multisocket_gui.engine.facts import Change
    from multisocket_gui.engine.store import Store

    from .tray_sign import TraySign

PANEL_ON_CLICK = sys.platform != "darwin"
"""A click on an icon of macOS's menu bar opens its menu, and nothing else may open with it."""
_GRACE_MS = 5000
"""A panel that is started anew, or at login with us, is there by then."""
_EMBEDDED = "QSystemTrayIconSysWindow"
"""The window that Qt puts into the tray of an X11 panel (XEmbed)."""
_NO_TRAYS = ("offscreen", "minimal")
"""Platforms of Qt's that only draw."""
_LEFT = (QEvent.Type.PlatformSurface, QEvent.Type.Hide)


class Tray(QObject):
    """The icon, its menu, and news of the panel that shows them.

    On X11 Qt decides when an icon is made in which way it is shown: embedded in a window of the panel, or told over
    the message bus (StatusNotifierItem). An embedded one comes, goes and comes again with its panels by Qt itself; one
    on the bus does so with its own kind. Only the change from one way to the other needs a new icon (Qt 6.11).
    """

    show_asked = Signal()
    panel_asked = Signal()
    """The panel of favourites is wanted."""
    clicked = Signal()
    """The panel is wanted, or no longer wanted where it is open."""
    quit_asked = Signal()
    message_clicked = Signal()
    """The person clicked on what `tell` showed."""
    lost = Signal()
    """The tray that `holds` our icon has gone and no other came, or the one that we `expect` did not come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._served: tuple[Store, Controller] | None = None
        self._sign: TraySign | None = None
        self._icon: QSystemTrayIcon | None = None
        self._on_the_bus = False
        self._shown: Sign | None = None
        self._host: NotifierHost | None = None
        self._waiting = False
        self._make()

    def serve(self, store: Store, controller: Controller) -> None:
        """Tell from now on what the store knows, and ask the controller for what is chosen in the menu."""
        from .tray_sign import TraySign

        self._served = store, controller
        self._sign = TraySign(store)
        self.menu.serve(store, controller)
        self._show_sign()
        store.changed.connect(self._on_changed)

    @property
    def available(self) -> bool:
        """Whether there is a tray with our icon in it."""
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def sign(self) -> Sign:
        """What the icon tells."""
        return self._sign.sign if self._sign else Sign.SIGNED_OUT

    @property
    def area(self) -> QRect:
        """Where the icon is on the screen; empty where the panel does not say."""
        return self._icon.geometry() if self._icon else QRect()

    @property
    def waiting(self) -> bool:
        """Whether a panel is given time to come, or to come again."""
        return self._waiting

    def holds(self) -> bool:
        """Whether a window may be left for the icon; if so, `lost` tells when that is no longer true."""
        if self.available:
            for window in QGuiApplication.allWindows():
                if window.objectName() == _EMBEDDED:
                    window.installEventFilter(self)
        return self.available

    def expect(self) -> None:
        """Tell `lost` unless a tray comes soon: whoever starts at login may be there before the panel is."""
        if self._icon:
            self._wait()
        else:
            self.lost.emit()

    def listen(self) -> None:
        """Hear from now on of panels that begin or end to show icons over the message bus."""
        if not sys.platform.startswith("linux"):
            return
        from multisocket_gui.desktop.notifier_host import NotifierHost
        from multisocket_gui.engine.bus import session_bus

        if address := session_bus(os.environ):
            self._host = NotifierHost(address, self)
            self._host.came.connect(self._on_host_came)
            self._host.went.connect(self._on_host_went)
            self._host.open()
        self._prepare()

    def tell(self, title: str, text: str) -> bool:
        """Show a message at the icon; whether there is an icon."""
        if self._icon is None or not self.available:
            return False
        self._icon.showMessage(title, text, self._icon.icon())
        return True

    def hide(self) -> None:
        """Take the icon away for good."""
        if self._host:
            self._host.close()
        self._take_away()

    # The icon

    def _make(self) -> None:
        self.menu = TrayMenu()
        if self._served:
            self.menu.serve(*self._served)
        self.menu.show_asked.connect(self.show_asked)
        self.menu.panel_asked.connect(self.panel_asked)
        self.menu.quit_asked.connect(self.quit_asked)
        self._shown = None
        if QGuiApplication.platformName() in _NO_TRAYS:
            return
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.message_clicked)
        self._show_sign()
        self._icon.show()
        self._on_the_bus = self.available and not _is_embedded()

    def _prepare(self) -> None:
        """A desktop that shows the menu for us asks for it when the icon comes, and shows it by that before it hears
        of anything new: with the lines of that time, some of them out of sight (libdbusmenu-gtk3 18.10). So they are
        made once, and again when there are others; what they say is told when the menu opens, never before."""
        if self._icon and self._on_the_bus and not self.menu.is_open:
            self.menu.prepare()

    def _take_away(self) -> None:
        gone, self._icon = self._icon, None
        if gone:
            gone.hide()
            gone.deleteLater()
            self.menu.deleteLater()

    def _show_sign(self) -> None:
        """Each of these is told to the panel: only what is new."""
        if self._icon is None:
            return
        if self.sign is not self._shown:
            self._shown = self.sign
            self._icon.setIcon(tray_icon(self._shown))
        words = self._sign.words() if self._sign else tr("Multisocket GUI")
        if words != self._icon.toolTip():
            self._icon.setToolTip(words)

    def _on_changed(self, change: Change) -> None:
        if self._sign:
            self._sign.take(change)
            self._show_sign()
        if change.home or change.favourites or change.scenes:
            self._prepare()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        reasons = QSystemTrayIcon.ActivationReason
        if reason == reasons.Trigger and PANEL_ON_CLICK:
            self.clicked.emit()
        elif reason in (reasons.DoubleClick, reasons.MiddleClick):
            self.show_asked.emit()

    # Panels that come and go

    def _on_host_came(self) -> None:
        if self._icon and not self._on_the_bus and not _is_embedded():
            self._take_away()
            self._make()
            self._prepare()

    def _on_host_went(self) -> None:
        if self._icon and self._on_the_bus:
            self._take_away()
            self._make()
            self._wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEFT:
            self._wait()
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        """Give a panel time to come again."""
        if self._icon and not self._waiting:
            self._waiting = True
            QTimer.singleShot(_GRACE_MS, self, self._look)

    def _look(self) -> None:
        self._waiting = False
        if self._icon and not self.holds():
            self.lost.emit()


def _is_embedded() -> bool:
    """Whether an X11 panel holds the icon."""
    return any(window.objectName() == _EMBEDDED for window in QGuiApplication.allWindows())
