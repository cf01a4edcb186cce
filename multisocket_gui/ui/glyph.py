"""A calm picture of what hangs on an outlet."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from .outlet_icons import drawing, pen
from .style import GRID

SIZE = QSizeF(22, 22)


def paint_glyph(painter: QPainter, area: QRectF, icon: str, ground: QColor, ink: QColor) -> None:
    """Draw a rounded square with the drawing called `icon` in `area`, which has the proportions of `SIZE`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(area.width() / SIZE.width(), area.height() / SIZE.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(QPointF(-SIZE.width() / 2, -SIZE.height() / 2), SIZE), GRID + 1, GRID + 1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(ink))
    painter.drawPath(drawing(icon))
    painter.restore()
