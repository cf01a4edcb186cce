"""How a scene stands, as a shape: a disc, half of one, a ring, a broken ring with a question mark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPen, QPixmap

from multisocket_gui.home.scene import Activity

from .style import GRID, Colours, colours

SIZE = 4 * GRID
_LINE = 1.5


def scene_mark(activity: Activity, palette: QPalette, ratio: float) -> QIcon:
    """The mark for a menu in these colours; `ratio` is how many pixels of the screen a logical one has."""
    picture = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_scene(painter, QRectF(0, 0, SIZE, SIZE), activity, colours(palette))
    painter.end()
    mark = QIcon(picture)
    mark.addPixmap(picture, QIcon.Mode.Disabled)  # how things stand is as true where nothing can be done about it
    return mark


def paint_scene(painter: QPainter, area: QRectF, activity: Activity, inks: Colours) -> None:
    """Draw the mark in a square area."""
    ring = area.adjusted(2, 2, -2, -2)
    lit = activity in (Activity.ACTIVE, Activity.PARTLY)
    outline = QPen(inks.accent if lit else inks.edge, _LINE)
    if activity is Activity.UNKNOWN:
        outline.setDashPattern([1.6, 1.6])
    painter.setPen(outline)
    painter.setBrush(inks.accent if activity is Activity.ACTIVE else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if activity is Activity.PARTLY:
        painter.setBrush(inks.accent)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    if activity is Activity.UNKNOWN:
        font = QFont(painter.font())
        font.setPixelSize(round(area.height() * 0.56))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(inks.quiet)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")
