"""The top of the window: plants, the day's calls, the account."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.words import quota_hint, quota_line, quota_step, tr

from .account_button import AccountButton
from .plant_tabs import PlantTabs
from .quota_meter import QuotaMeter
from .style import GUTTER, colours
from .text_button import TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class TopLine(QWidget):
    """Wraps into two lines where the window is narrow."""

    settings_asked = Signal(str)

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.tabs = PlantTabs(store)
        self.tabs.renamed.connect(controller.looks.name_plant)
        self.tabs.placed.connect(controller.looks.place_plant)
        self.account = AccountButton(store, controller)
        self.account.settings_asked.connect(self.settings_asked)
        self._add = TextButton("+", name=tr("Add a plant"))
        self._add.setObjectName("add-plant")
        self._add.clicked.connect(lambda: self.settings_asked.emit("plants"))
        self._quota = TextLine(Voice.QUIET)
        self._quota.setObjectName("quota")
        self._meter = QuotaMeter()
        row = WrapRow(self)
        row.setContentsMargins(0, 0, GUTTER, 0)
        row.add(self.tabs)
        row.add(self._add)
        row.push(self._quota)
        row.push(self._meter)
        row.spare(self._meter)
        row.push(self.account)

    def show_plants(self, chosen: str) -> None:
        """A tab for each plant, `chosen` in front."""
        self.tabs.rebuild(chosen)
        self._add.setVisible(self.tabs.count() > 0)

    def show_quota(self) -> None:
        """Show the day's calls as they stand now."""
        now = time.time()
        quota = self._store.quota(now)
        self._quota.say(quota_line(quota, now))
        self._meter.show_quota(quota, self._store.settings.quota)
        more = quota_step(quota, now) or quota_hint(self._store.settings.quota)
        self._meter.setToolTip(more)
        self._quota.setAccessibleDescription(more)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inks = colours(self.palette())
        painter.fillRect(self.rect(), inks.card)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), inks.line)
