"""What the person would want to know and does not look at the window for: through the system's notifications."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from .notify_bus import BusNotifications


class Notifier(QObject):
    """Tells each thing (`key`) once until it is over. GUI thread only; returns at once, whatever hangs.

    By the desktop's notification service (Linux), else by the icon in the tray: `by_tray` shows a title and a text, and
    says whether it could. `wanted` is whether the person wants notifications, `in_front` whether they see a window of
    ours anyway: what is told then stands in the window.
    """

    clicked = Signal(str)
    """The key of what the person wants to see."""

    def __init__(
        self,
        wanted: Callable[[], bool],
        in_front: Callable[[], bool],
        by_tray: Callable[[str, str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._in_front = in_front
        self._by_tray = by_tray
        self._told: set[str] = set()
        self._in_tray = ""
        self._bus: BusNotifications | None = None

    def tell(self, key: str, title: str, text: str) -> None:
        """Say it, unless it was said and is not over. No secrets, please: other programs may read it."""
        if key in self._told:
            return
        self._told.add(key)
        if not self._wanted() or self._in_front():
            return
        bus = self._on_the_bus()
        if bus:
            bus.tell(key, title, text)
        else:
            self._tell_by_tray(key, title, text)

    def over(self, key: str) -> None:
        """It is no longer so: what still stands on the screen goes, and it may be told again."""
        self._told.discard(key)
        if self._bus:
            self._bus.withdraw(key)

    def tray_clicked(self) -> None:
        """The person clicked on what the icon in the tray showed last."""
        if self._in_tray:
            self.clicked.emit(self._in_tray)

    def close(self) -> None:
        """Say nothing more."""
        if self._bus:
            self._bus.close()

    def _tell_by_tray(self, key: str, title: str, text: str) -> None:
        if self._by_tray(title, text):
            self._in_tray = key

    def _on_the_bus(self) -> BusNotifications | None:
        """The desktop's service, where there is a message bus; loaded when there is something to say."""
        if self._bus is None and sys.platform.startswith("linux"):
            from multisocket_gui.engine.bus import session_bus

            from .notify_bus import BusNotifications

            address = session_bus(os.environ)
            if address:
                self._bus = BusNotifications(address, self)
                self._bus.clicked.connect(self.clicked)
                self._bus.refused.connect(self._tell_by_tray)
        return self._bus
