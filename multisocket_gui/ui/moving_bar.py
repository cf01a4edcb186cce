"""The bar that moves along an outlet's tile while a command is on its way. No wake-up unless it can be seen."""

from __future__ import annotations

import time

from PySide6.QtCore import QBasicTimer, QPoint, QRect, QRectF, QTimerEvent
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from .style import Colours, calm_motion
from .tile_paint import BAR_ROOM, paint_bar

_FRAME_MS = 40
_ROUND_S = 1.4
"""How long it takes from left to right."""


class MovingBar:
    """The tile tells it its timer events; `body` is the visible tile, in the tile's own coordinates."""

    def __init__(self, tile: QWidget) -> None:
        self._tile = tile
        self._timer = QBasicTimer()

    def run(self, *, sending: bool) -> None:
        """Move, or not, as the tile is now."""
        moving = sending and self._tile.isVisible() and not self._tile.window().isMinimized()
        if not moving or calm_motion(self._tile):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start(_FRAME_MS, self._tile)

    def stop(self) -> None:
        """The tile is hidden."""
        self._timer.stop()

    def tick(self, event: QTimerEvent, body: QRect) -> bool:
        """The tile heard of a timer; whether that was the bar's."""
        if event.timerId() != self._timer.timerId():
            return False
        if self._tile.window().isMinimized():
            self._timer.stop()
        else:
            self._tile.update(self.room(body))
        return True

    def room(self, body: QRect) -> QRect:
        """Where it is, and no words are."""
        return QRect(body.bottomLeft() - QPoint(0, BAR_ROOM - 1), body.bottomRight())

    def paint(self, painter: QPainter, body: QRect, inks: Colours) -> None:
        """Draw it where it is at this moment."""
        if self._timer.isActive():
            paint_bar(painter, QRectF(body), (time.monotonic() / _ROUND_S) % 1, inks)
