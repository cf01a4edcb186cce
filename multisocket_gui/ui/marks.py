"""A tick box and a choice whose shapes stand out in every palette: the style's own hardly do on dark ones."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from .style import GAP, GRID, colours

_SIGN = 4 * GRID
_LEAST = 7 * GRID


class TickBox(QCheckBox):
    """A square with a tick in it."""

    def sizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, _place: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        sign = _paint_words(self, painter)
        painter.drawRoundedRect(sign, GRID / 2, GRID / 2)
        if self.isChecked():
            inks, centre = colours(self.palette()), sign.center()
            painter.setBrush(inks.accent)
            painter.drawRoundedRect(sign, GRID / 2, GRID / 2)
            painter.setPen(QPen(inks.on_accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([centre + QPointF(-4, 0), centre + QPointF(-1, 3), centre + QPointF(4, -3)])


class Choice(QRadioButton):
    """A ring with a dot in it."""

    def sizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, _place: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        sign = _paint_words(self, painter)
        painter.drawEllipse(sign)
        if self.isChecked():
            painter.setBrush(colours(self.palette()).accent)
            painter.drawEllipse(sign.adjusted(GRID, GRID, -GRID, -GRID))


def _size(button: QAbstractButton) -> QSize:
    metrics = QFontMetrics(button.font())
    wide = metrics.horizontalAdvance(button.text()) + _SIGN + GAP + GRID
    return QSize(wide, max(_LEAST, metrics.height() + 2 * GRID))


def _paint_words(button: QAbstractButton, painter: QPainter) -> QRectF:
    """Paint words and focus; returns where the sign stands, with its pen set."""
    inks = colours(button.palette())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sign = QRectF(0.75, (button.height() - _SIGN) / 2 + 0.75, _SIGN - 1.5, _SIGN - 1.5)
    words = QRectF(button.rect()).adjusted(_SIGN + GAP, 0, 0, 0)
    if button.hasFocus():
        wide = QFontMetrics(button.font()).horizontalAdvance(button.text())
        painter.setPen(QPen(inks.accent, 2))
        painter.drawRoundedRect(words.adjusted(-GRID, 1, min(0.0, wide + GRID - words.width()), -1), GRID, GRID)
    painter.setPen(inks.ink)
    fitted = QFontMetrics(button.font()).elidedText(button.text(), Qt.TextElideMode.ElideMiddle, int(words.width()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitted)
    painter.setPen(QPen(inks.accent if button.isChecked() else inks.edge, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return sign
