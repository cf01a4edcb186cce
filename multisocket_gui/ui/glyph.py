"""A calm picture of a plug."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from .style import GRID

SIZE = QSizeF(22, 22)


def paint_plug(painter: QPainter, area: QRectF, ground: QColor, ink: QColor) -> None:
    """Draw a rounded square with a plug in `area`, which has the proportions of `SIZE`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(area.width() / SIZE.width(), area.height() / SIZE.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(QPointF(-SIZE.width() / 2, -SIZE.height() / 2), SIZE), GRID + 1, GRID + 1)
    line = QPen(ink, 1.6)
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(line)
    for side in (-2.5, 2.5):
        painter.drawLine(QPointF(side, -6.5), QPointF(side, -3))
    painter.drawLine(QPointF(0, 3), QPointF(0, 6.5))
    painter.setBrush(ink)
    body = QPainterPath(QPointF(-4.5, -2.5))
    body.lineTo(4.5, -2.5)
    body.arcTo(QRectF(-4.5, -6.5, 9, 9), 0, -180)
    painter.drawPath(body)
    painter.restore()
