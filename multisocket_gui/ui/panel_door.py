"""Opens and closes the tray's panel, which is there only while it is looked at."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtGui import QCursor

from multisocket_gui.engine.store import Store

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

    from .tray_panel import TrayPanel

_SAME_CLICK_S = 0.4
"""A click on the icon may first take the keyboard from the panel, which closes it, and then ask for it."""


class PanelDoor(QObject):
    """`icon` says where the tray's icon is (empty: nobody knows, so the pointer counts), `last_plant` which plant was
    shown last."""

    window_asked = Signal()
    settings_asked = Signal(str)
    connect_asked = Signal()
    timer_asked = Signal(object)

    def __init__(
        self,
        store: Store,
        controller: Controller,
        parent: QObject,
        *,
        icon: Callable[[], QRect],
        last_plant: Callable[[], str],
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._icon = icon
        self._last_plant = last_plant
        self._closed_at = float("-inf")
        self.panel: TrayPanel | None = None

    def open(self) -> None:
        """Show the panel, in front if it is open."""
        if self.panel is None:
            self.panel = self._new_panel()
        self.panel.show_at_once()

    def toggle(self) -> None:
        """Show the panel, or close the one that is open."""
        if self.panel:
            self.panel.close()
        elif time.monotonic() - self._closed_at > _SAME_CLICK_S:
            self.open()

    def close(self) -> None:
        """Close the panel if it is open."""
        if self.panel:
            self.panel.close()

    def _new_panel(self) -> TrayPanel:
        from .tray_panel import TrayPanel

        icon = self._icon()
        anchor = icon if icon.isValid() else QRect(QCursor.pos(), QSize(1, 1))
        panel = TrayPanel(self._store, self._controller, anchor=anchor, last_plant=self._last_plant())
        panel.closed.connect(self._on_closed)
        panel.window_asked.connect(self.window_asked)
        panel.settings_asked.connect(self.settings_asked)
        panel.connect_asked.connect(self.connect_asked)
        panel.timer_asked.connect(self.timer_asked)
        return panel

    def _on_closed(self) -> None:
        self._closed_at = time.monotonic()
        if self.panel:
            self.panel.deleteLater()
            self.panel = None
