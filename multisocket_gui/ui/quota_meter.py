"""The day's calls as a thin bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from .style import GRID, colours

_SIZE = QSize(21 * GRID, GRID)


class QuotaMeter(QWidget):
    """Filled from the left by the share that is used. The words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Show `share` (0 to 1) as used."""
        bounded = max(0.0, min(1.0, share))
        if bounded != self._share:
            self._share = bounded
            self.update()

    def sizeHint(self) -> QSize:
        return _SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inks = colours(self.palette())
        area = QRectF(self.rect())
        radius = area.height() / 2
        painter.setBrush(inks.line)
        painter.drawRoundedRect(area, radius, radius)
        area.setWidth(max(area.height(), area.width() * self._share) if self._share else 0)
        painter.setBrush(inks.accent if self._share < 1 else inks.red)
        painter.drawRoundedRect(area, radius, radius)
