"""The card with an accent's edge on which something is asked or made in place."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from .style import GUTTER, RADIUS, colours


def paint_accent_card(widget: QWidget, *, top: int = 0) -> None:
    """Draw it as wide as the widget within the window's margins, from `top` (logical pixels) to its lower edge."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inks = colours(widget.palette())
    painter.setPen(QPen(inks.accent, 1))
    painter.setBrush(inks.card)
    area = QRectF(widget.rect()).adjusted(GUTTER + 0.5, top + 0.5, -GUTTER - 0.5, -0.5)
    painter.drawRoundedRect(area, RADIUS, RADIUS)
