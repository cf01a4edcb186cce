"""Whether a desktop shows tray icons over the message bus (StatusNotifierItem): told when it begins and when it ends.

Names, paths and meanings: the StatusNotifierWatcher of the StatusNotifierItem specification (freedesktop.org).
"""

from __future__ import annotations

from jeepney.wrappers import DBusAddress
from PySide6.QtCore import QObject, Signal

from multisocket_gui.engine.bus import Body, Bus

_DBUS = "org.freedesktop.DBus"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_WATCHER = "org.kde.StatusNotifierWatcher"
_PATH = "/StatusNotifierWatcher"


class NotifierHost(QObject):
    """Heard on the person's message bus; nothing is asked again, nothing polls."""

    came = Signal()
    """There is a host: told once for each, when it can be used."""
    went = Signal()

    def __init__(self, socket_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._there = False
        self._bus = Bus(socket_name, self)
        self._bus.greeted.connect(self._listen)
        self._bus.lost.connect(self._gone)

    def open(self) -> None:
        """Begin to listen. Returns at once."""
        self._bus.open()

    def close(self) -> None:
        """Listen no more."""
        self._bus.close()

    def _listen(self) -> None:
        self._bus.hear(_DBUS, "NameOwnerChanged", self._on_owner, sender=_DBUS, about=_WATCHER)
        self._bus.hear(_WATCHER, "StatusNotifierHostRegistered", lambda _: self._is_there(), path=_PATH)
        self._ask()

    def _ask(self) -> None:
        """A watcher that owns its name may not answer yet: then it tells of its host by a signal."""
        watcher = DBusAddress(_PATH, _WATCHER, _PROPERTIES)
        self._bus.call(watcher, "Get", (_WATCHER, "IsStatusNotifierHostRegistered"), self._on_answer)

    def _on_answer(self, answer: Body) -> None:
        _signature, holds = answer[0]
        if holds is True:
            self._is_there()

    def _on_owner(self, change: Body) -> None:
        self._gone()
        if change[2]:
            self._ask()

    def _is_there(self) -> None:
        if not self._there:
            self._there = True
            self.came.emit()

    def _gone(self) -> None:
        if self._there:
            self._there = False
            self.went.emit()
