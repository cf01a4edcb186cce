"""What may be asked of one outlet, in so many words: for the tile's context menu and for the tray."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.words import tr


class OutletMenu(QMenu):
    """Turn on, turn off, read again; and what ends a dispute or a failure."""

    switch_asked = Signal(bool)
    read_asked = Signal()
    again_asked = Signal()
    accept_asked = Signal()

    def __init__(self, truth: Truth, parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(title, parent)
        self._add("on", tr("Turn &on"), lambda: self.switch_asked.emit(True))
        self._add("off", tr("Turn o&ff"), lambda: self.switch_asked.emit(False))
        if truth.phase in (Phase.DISPUTED, Phase.FAILED):
            self.addSeparator()
            disputed = truth.phase is Phase.DISPUTED
            self._add("again", tr("&Ask again") if disputed else tr("&Try again"), lambda: self.again_asked.emit())
            self._add("accept", tr("A&ccept what the cloud says"), lambda: self.accept_asked.emit())
        self.addSeparator()
        self._add("read", tr("&Read again"), lambda: self.read_asked.emit())

    def _add(self, key: str, text: str, asked: Callable[[], None]) -> None:
        action = self.addAction(text)
        action.setObjectName(key)
        action.triggered.connect(asked)
