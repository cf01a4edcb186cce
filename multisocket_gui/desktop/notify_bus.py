"""Notifications by the desktop's own service: org.freedesktop.Notifications (its specification, version 1.2)."""

from __future__ import annotations

import html
from functools import partial

from jeepney.wrappers import DBusAddress
from PySide6.QtCore import QObject, QTimer, Signal

from multisocket_gui import paths
from multisocket_gui.engine.bus import Body, Bus
from multisocket_gui.speech import tr

SERVICE = "org.freedesktop.Notifications"
LONGEST_WAIT_MS = 5000
"""A service that has not taken a notification by then never will: it is told otherwise."""
_ADDRESS = DBusAddress("/org/freedesktop/Notifications", SERVICE, SERVICE)
_DBUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_THE_SERVICES_OWN_TIME = -1


class BusNotifications(QObject):
    """Waits for nobody: what the service did not take is told by `refused`. The bus may start the service."""

    clicked = Signal(str)
    refused = Signal(str, str, str)
    """Key, title and text of what nobody took."""

    def __init__(self, socket_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket_name = socket_name
        self._bus: Bus | None = None
        self._untold: dict[str, tuple[str, str]] = {}
        self._shown: dict[int, str] = {}
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(LONGEST_WAIT_MS)
        self._patience.timeout.connect(self._give_up)

    def tell(self, key: str, title: str, text: str) -> None:
        """Hand it to the service."""
        self._untold[key] = (title, text)
        self._patience.start()
        if self._bus is None:
            self._bus = Bus(self._socket_name, self)
            self._bus.greeted.connect(self._ask)
            self._bus.lost.connect(self._give_up)
            self._bus.open()
        elif self._bus.name:
            self._ask()

    def withdraw(self, key: str) -> None:
        """Take it from the screen, or do not tell it after all."""
        self._untold.pop(key, None)
        for number in [number for number, shown in self._shown.items() if shown == key]:
            del self._shown[number]
            if self._bus:
                self._bus.ask(_ADDRESS, "CloseNotification", "u", (number,))

    def close(self) -> None:
        """Leave the bus."""
        self._patience.stop()
        self._untold.clear()
        self._shown.clear()
        if self._bus:
            self._bus.close()
            self._bus.deleteLater()
            self._bus = None

    def _give_up(self) -> None:
        """The bus or the service is gone, or does not answer."""
        left = tuple(self._untold.items())
        self.close()
        for key, (title, text) in left:
            self.refused.emit(key, title, text)

    # Each notification asks anew: the service may be another one by now

    def _ask(self) -> None:
        if self._bus:
            self._bus.ask(_ADDRESS, "GetCapabilities", "", (), self._on_able, self._on_refused, start=True)

    def _on_able(self, answer: Body) -> None:
        if self._bus:
            able = frozenset(map(str, answer[0]))
            self._bus.ask(_DBUS, "GetNameOwner", "s", (SERVICE,), partial(self._on_owner, able), self._on_refused)

    def _on_owner(self, able: frozenset[str], answer: Body) -> None:
        if self._bus is None:
            return
        for signal, heard in (("ActionInvoked", self._on_action), ("NotificationClosed", self._on_closed)):
            self._bus.hear_from(str(answer[0]), SERVICE, signal, heard)
        for key, (title, text) in self._untold.items():
            told = partial(self._on_told, key)
            self._bus.ask(_ADDRESS, "Notify", "susssasa{sv}i", _notification(title, text, able), told, self._on_refused)

    def _on_told(self, key: str, answer: Body) -> None:
        if self._untold.pop(key, None) is None:  # it was over before the service took it
            self._shown[answer[0]] = key
            self.withdraw(key)
            return
        self._shown[answer[0]] = key
        if not self._untold:
            self._patience.stop()

    def _on_refused(self, _error: Body) -> None:
        self._give_up()

    def _on_action(self, said: Body) -> None:
        key = self._shown.get(said[0])
        if key:
            self.clicked.emit(key)

    def _on_closed(self, said: Body) -> None:
        self._shown.pop(said[0], None)


def _notification(title: str, text: str, able: frozenset[str]) -> Body:
    """The arguments of Notify; names of outlets hold no markup, whatever stands in them."""
    body = html.escape(text, quote=False) if "body-markup" in able else text
    actions = ["default", tr("Open")] if "actions" in able else []
    hints = {"desktop-entry": ("s", paths.APP_ID), "urgency": ("y", 1)}
    icon = str(paths.resource("icons", "multisocket-gui-48.png"))
    return ("Multisocket GUI", 0, icon, title, body, actions, hints, _THE_SERVICES_OWN_TIME)
